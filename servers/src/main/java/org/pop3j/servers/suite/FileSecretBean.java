package org.pop3j.servers.suite;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** The password is in a file, which {@code ejb-jar.xml} names in the syntax of the adapter. */
@MessageDriven(
        name = "FileSecretBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "file-secret"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S")
        })
public class FileSecretBean extends SuiteBean implements MailListener {
    @Override
    public void onMail(Mail mail) throws Exception {
        take(FileSecretBean.class, mail);
    }
}
