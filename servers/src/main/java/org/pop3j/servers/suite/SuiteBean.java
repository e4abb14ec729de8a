package org.pop3j.servers.suite;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDrivenContext;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.pop3j.ra.Mail;

/**
 * What each bean does with a mail: a row in the database, and then what the mail asks for.
 *
 * <ul>
 *   <li>{@code X-Suite-Hold: PT3S 1} holds the delivery for so long in the first attempt, with the row written and not committed;
 *   <li>{@code X-Suite-Fail: throw 2} does not take the mail in the first two attempts: by an unchecked exception, or {@code
 *       checked}, or {@code rollback}.
 * </ul>
 *
 * Either may end with the name of the bean that it is for.
 */
@SuppressWarnings("NullAway.Init") // set by the container
public class SuiteBean {
    @Resource
    private MessageDrivenContext context;

    @EJB
    private Tables tables;

    /** Not by the class of {@code this}, which may be the container's. */
    void take(Class<?> bean, Mail mail) throws Exception {
        take(bean.getSimpleName(), mail);
    }

    void take(String who, Mail mail) throws Exception {
        Attempt attempt = Attempt.of(who, mail);
        tables.ensure();
        Deliveries.add(attempt);
        Deliveries.begin(attempt, principal());
        hold(asked(mail.headers().first("X-Suite-Hold"), attempt));
        fail(asked(mail.headers().first("X-Suite-Fail"), attempt));
    }

    private String principal() {
        try {
            return String.valueOf(context.getCallerPrincipal().getName());
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    /** The first word, if it is for this attempt and this bean; else nothing. */
    private static String asked(String header, Attempt attempt) {
        String[] words = header.split(" ");
        boolean meant = words.length > 1
                && attempt.attempt() <= Integer.parseInt(words[1])
                && (words.length == 2 || words[2].equals(attempt.bean()));
        return meant ? words[0] : "";
    }

    private static void hold(String duration) {
        if (duration.isEmpty()) {
            return;
        }
        long end = System.nanoTime() + Duration.parse(duration).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void fail(String how) throws NotTakenException {
        switch (how) {
            case "" -> {}
            case "throw" -> throw new IllegalStateException("The mail asked for an exception");
            case "checked" -> throw new NotTakenException("The mail asked for a checked exception");
            case "rollback" -> context.setRollbackOnly();
            default -> throw new IllegalArgumentException(how);
        }
    }

    /** A bean's own way to say that it did not take a mail. */
    static final class NotTakenException extends Exception {
        NotTakenException(String message) {
            super(message);
        }
    }
}
