package org.pop3j.servers.suite;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** The other of two beans on one maildrop. */
@MessageDriven(
        name = "SecondBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "two"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S")
        })
public class SecondBean extends SuiteBean implements MailListener {
    @Override
    public void onMail(Mail mail) throws Exception {
        take(SecondBean.class, mail);
    }
}
