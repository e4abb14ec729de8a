package org.pop3j.servers.secret;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** Its password is what TomEE's {@code bin/tomee.sh cipher} makes of one; TomEE makes it the password again. */
@MessageDriven(
        name = "CipherBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "own-secret"),
            @ActivationConfigProperty(
                    propertyName = "password",
                    propertyValue = "cipher:Static3DES:xeseEOC2zrwJi1/kghJcH+CMhhmRJCrB"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S")
        })
public class CipherBean implements MailListener {
    @Override
    public void onMail(Mail mail) {
        // Taken.
    }
}
