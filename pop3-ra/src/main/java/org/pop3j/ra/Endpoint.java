package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The bean to deliver to, as the container lets us see it.
 *
 * @param listener which of its methods take mail, and how
 */
record Endpoint(MessageEndpointFactory factory, Listener listener, TransactionSynchronizationRegistry transactions) {

    static Endpoint of(MessageEndpointFactory factory, @Nullable TransactionSynchronizationRegistry transactions)
            throws NotSupportedException {
        if (transactions == null) {
            throw new NotSupportedException(
                    "POP3J0006 this server gives the adapter no TransactionSynchronizationRegistry;"
                            + " without it the outcome of a transaction cannot be known");
        }
        return new Endpoint(factory, Listener.of(factory), transactions);
    }
}
