package org.pop3j.samples.maildesk;

import jakarta.ejb.MessageDrivenContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery fails because the mail asks for it, with a header such as {@code X-Mail-Desk-Fail: throw 2}: to show
 * what the adapter does about a bean that does not take a mail. Only a sample would obey a mail like this.
 */
enum RequestedFailure {
    /** An unchecked exception: a fault of the bean. */
    THROW {
        @Override
        void happen(MessageDrivenContext context) {
            throw new IllegalStateException("The mail asked for an exception");
        }
    },
    /** A checked exception, on which a container by itself would commit. */
    CHECKED {
        @Override
        void happen(MessageDrivenContext context) throws NotTakenException {
            throw new NotTakenException("The mail asked for a checked exception");
        }
    },
    /** No exception at all: only the transaction tells. */
    ROLLBACK {
        @Override
        void happen(MessageDrivenContext context) {
            context.setRollbackOnly();
        }
    };

    private static final Pattern HEADER =
            Pattern.compile("\\s*(throw|checked|rollback)\\s+(\\d{1,3})\\s*", Pattern.CASE_INSENSITIVE);

    abstract void happen(MessageDrivenContext context) throws NotTakenException;

    /**
     * What the header asks of this attempt.
     *
     * @param header {@code <how> <n>}: fail so in the attempts 1 to n; anything else asks for nothing
     */
    static Optional<RequestedFailure> of(@Nullable String header, int attempt) {
        Matcher matcher = HEADER.matcher(header == null ? "" : header);
        if (!matcher.matches() || attempt > Integer.parseInt(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(valueOf(matcher.group(1).toUpperCase(Locale.ROOT)));
    }

    /** A bean's own way to say that it did not take a mail. */
    static final class NotTakenException extends Exception {
        NotTakenException(String message) {
            super(message);
        }
    }
}
