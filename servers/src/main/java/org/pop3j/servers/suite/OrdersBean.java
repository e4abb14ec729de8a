package org.pop3j.servers.suite;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.InvocationContext;
import org.pop3j.ra.Mail;
import org.pop3j.ra.handler.MailHandler;
import org.pop3j.ra.handler.OnMail;
import org.pop3j.ra.handler.Subject;

/** Different mail in different methods, with an interceptor around them; the listener interface has none. */
@MessageDriven(
        name = "OrdersBean",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "serverName", propertyValue = "localhost"),
            @ActivationConfigProperty(propertyName = "portNumber", propertyValue = "${env.SUITE_POP3_PORT}"),
            @ActivationConfigProperty(propertyName = "trustedCertificates", propertyValue = "${env.SUITE_TRUST}"),
            @ActivationConfigProperty(propertyName = "userName", propertyValue = "orders"),
            @ActivationConfigProperty(propertyName = "password", propertyValue = "${env.SUITE_PASSWORD}"),
            @ActivationConfigProperty(propertyName = "pollInterval", propertyValue = "PT0.5S"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "PT0.5S")
        })
public class OrdersBean extends SuiteBean implements MailHandler {
    private boolean intercepted;

    /** Without it nothing is taken: the container must not be passed by. */
    @AroundInvoke
    protected Object around(InvocationContext call) throws Exception {
        intercepted = true;
        try {
            return call.proceed();
        } finally {
            intercepted = false;
        }
    }

    private void takeIfIntercepted(String who, Mail mail) throws Exception {
        if (!intercepted) {
            throw new IllegalStateException("the interceptor has not been called");
        }
        take(who, mail);
    }

    /** Takes orders, under the name of this method. */
    @OnMail(subject = "^order (?<number>\\d+)")
    public void order(@Subject("number") String number, Mail mail) throws Exception {
        takeIfIntercepted("order " + number, mail);
    }

    /** Takes everything else, and in no transaction. */
    @OnMail
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void rest(Mail mail) throws Exception {
        takeIfIntercepted("rest", mail);
    }
}
