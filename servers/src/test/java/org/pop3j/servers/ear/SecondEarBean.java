package org.pop3j.servers.ear;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** Another one, with a maildrop of its own. */
@MessageDriven(
        name = "SecondEarBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "ear-two"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}"),
            @ActivationConfigProperty(propertyName = "ledgerDirectory", propertyValue = "${env.SUITE_DATA}/ear"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S")
        })
public class SecondEarBean implements MailListener {
    @Override
    public void onMail(Mail mail) {
        // Taken.
    }
}
