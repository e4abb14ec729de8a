package org.pop3j.servers.suite;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** No transaction at all: what it has written stays, whatever comes of the delivery. And more mails at once than most servers allow. */
@MessageDriven(
        name = "NotSupportedBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "not-supported"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "maxConcurrency", propertyValue = "40")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NotSupportedBean extends SuiteBean implements MailListener {
    @Override
    public void onMail(Mail mail) throws Exception {
        Deliveries.enter();
        try {
            take(NotSupportedBean.class, mail);
        } finally {
            Deliveries.leave();
        }
    }
}
