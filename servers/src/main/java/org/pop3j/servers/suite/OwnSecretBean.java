package org.pop3j.servers.suite;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** The password is kept and handed over in the way that is each server's own. */
@MessageDriven(
        name = "OwnSecretBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "own-secret"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S")
        })
public class OwnSecretBean extends SuiteBean implements MailListener {
    @Override
    public void onMail(Mail mail) throws Exception {
        take(OwnSecretBean.class, mail);
    }
}
