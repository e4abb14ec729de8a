package org.pop3j.servers.suite;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.transaction.UserTransaction;
import org.pop3j.ra.Mail;
import org.pop3j.ra.MailListener;

/** Transactions of its own making. */
@MessageDriven(
        name = "BeanManagedBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "bean-managed"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S")
        })
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init") // set by the container
public class BeanManagedBean extends SuiteBean implements MailListener {
    @Resource
    private UserTransaction transaction;

    @Override
    public void onMail(Mail mail) throws Exception {
        transaction.begin();
        boolean taken = false;
        try {
            take(BeanManagedBean.class, mail);
            taken = true;
        } finally {
            if (taken) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }
}
