package org.pop3j.ra;

import java.lang.reflect.Method;

/**
 * The method of a bean that takes a mail.
 *
 * @param method announced to {@code beforeDelivery} and then called
 * @param transacted whether the container runs the method in a transaction
 */
record Target(Method method, boolean transacted, Call call) {
    /** Calls the method of a bean with a mail. */
    interface Call {
        void of(Object bean, DeliveredRawMail mail) throws Exception;
    }
}
