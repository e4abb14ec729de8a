package org.pop3j.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.handler.MailHandler;

/** How a bean takes its mail, by the listener type that it implements. Safe for use by any thread. */
interface Listener {
    /** A mail as such a bean sees it. */
    DeliveredRawMail view(SpooledMail mail, MaildropAddress maildrop, int attempt);

    /**
     * The method that takes a mail.
     *
     * @throws Exception if none does
     */
    Target target(DeliveredRawMail mail) throws Exception;

    /** The method that takes mail which was given up for the given reason, if the bean has one. */
    default Optional<Target> forDead(String reason) {
        return Optional.empty();
    }

    /**
     * Finds out which listener a bean is. Where the container does not say of which class the bean is, it is taken for a
     * {@link MailListener}.
     *
     * @throws NotSupportedException if the bean cannot take mail on this server
     */
    static Listener of(MessageEndpointFactory factory) throws NotSupportedException {
        Class<?> bean = factory.getEndpointClass();
        List<Class<?>> types = Stream.of(MailListener.class, MailHandler.class, RawMailListener.class)
                .filter(type -> bean != null && type.isAssignableFrom(bean))
                .toList();
        if (bean != null && types.isEmpty()) {
            throw noListener(
                    bean.getName() + " implements no listener interface of the adapter"
                            + (seesACopy(bean)
                                    ? "; the application has a copy of the adapter's classes: remove it"
                                    : ""),
                    null);
        }
        if (types.size() > 1) {
            throw new NotSupportedException("POP3J0602 " + bean + " implements two listener types of the adapter;"
                    + " which one is meant cannot be known");
        }
        if (types.contains(RawMailListener.class)) {
            return OneMethod.of(
                    factory, RawMailListener.class, DeliveredRawMail::new, (endpoint, mail) -> ((RawMailListener)
                                    endpoint)
                            .onMail(mail));
        }
        requireJakartaMail();
        if (bean != null && types.contains(MailHandler.class)) {
            return Handlers.of(bean, factory);
        }
        return OneMethod.of(
                factory, MailListener.class, DeliveredMail::new, (endpoint, mail) -> ((MailListener) endpoint)
                        .onMail((Mail) mail));
    }

    private static NotSupportedException noListener(String why, @Nullable Throwable cause) {
        return new NotSupportedException("POP3J0002 " + why, cause);
    }

    private static boolean seesACopy(Class<?> bean) {
        try {
            return Class.forName(MailListener.class.getName(), false, bean.getClassLoader()) != MailListener.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    // Told when the bean is activated, not by each mail.
    private static void requireJakartaMail() throws NotSupportedException {
        try {
            Class.forName("jakarta.mail.internet.MimeMessage", false, Listener.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new NotSupportedException(
                    "POP3J0601 this server gives the adapter no Jakarta Mail: have it installed (on Open Liberty the"
                            + " feature mail-2.1), or implement " + RawMailListener.class.getName(),
                    e);
        }
    }

    /** Makes the view of a mail. */
    interface Views {
        DeliveredRawMail of(SpooledMail mail, MaildropAddress maildrop, int attempt);
    }

    /** A listener type with one method, {@code onMail}. */
    record OneMethod(Target target, Views views) implements Listener {
        static OneMethod of(MessageEndpointFactory factory, Class<?> type, Views views, Target.Call call)
                throws NotSupportedException {
            for (Method method : type.getMethods()) {
                if (method.getName().equals("onMail")) {
                    return new OneMethod(new Target(method, isTransacted(factory, method), call), views);
                }
            }
            throw new IllegalStateException(type + " has lost its method");
        }

        private static boolean isTransacted(MessageEndpointFactory factory, Method method)
                throws NotSupportedException {
            try {
                return factory.isDeliveryTransacted(method);
            } catch (NoSuchMethodException e) {
                throw noListener(
                        "the bean does not implement "
                                + method.getDeclaringClass().getName(),
                        e);
            }
        }

        @Override
        public DeliveredRawMail view(SpooledMail mail, MaildropAddress maildrop, int attempt) {
            return views.of(mail, maildrop, attempt);
        }

        @Override
        public Target target(DeliveredRawMail mail) {
            return target;
        }
    }
}
