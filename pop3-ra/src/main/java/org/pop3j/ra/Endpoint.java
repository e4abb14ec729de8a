package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The bean to deliver to, as the container lets us see it.
 *
 * @param method the method that is announced to {@code beforeDelivery} and then called
 * @param transacted whether the container runs the method in a transaction
 */
record Endpoint(
        MessageEndpointFactory factory,
        Method method,
        boolean transacted,
        TransactionSynchronizationRegistry transactions) {

    static Endpoint of(MessageEndpointFactory factory, @Nullable TransactionSynchronizationRegistry transactions)
            throws NotSupportedException {
        if (transactions == null) {
            throw new NotSupportedException(
                    "POP3J0006 this server gives the adapter no TransactionSynchronizationRegistry;"
                            + " without it the outcome of a transaction cannot be known");
        }
        try {
            Method method = MailListener.class.getMethod("onMail", Mail.class);
            return new Endpoint(factory, method, factory.isDeliveryTransacted(method), transactions);
        } catch (NoSuchMethodException e) {
            throw new NotSupportedException("POP3J0002 the bean does not implement " + MailListener.class.getName(), e);
        }
    }
}
