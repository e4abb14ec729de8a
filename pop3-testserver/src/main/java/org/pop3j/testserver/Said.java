package org.pop3j.testserver;

import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A command of a session that lasts, and what was answered so far. The message it names is a mere number: most are never asked for. Not thread-safe. */
final class Said {
    private final String command;
    private final int messageNumber;
    private @Nullable String statusLine;
    private Exchange.@Nullable Body body;

    /**
     * A command without an answer.
     *
     * @param command as it may be shown
     * @param messageNumber of the message that it names; 0 if it names none that is there
     */
    Said(String command, int messageNumber) {
        this.command = command;
        this.messageNumber = messageNumber;
    }

    void answered(String line) {
        statusLine = line;
    }

    void sent(Exchange.Body whole) {
        body = whole;
    }

    void notSent() {
        body = null;
    }

    /**
     * The same for those who ask.
     *
     * @param uniqueIds by message-number
     */
    Exchange shown(IntFunction<String> uniqueIds) {
        Optional<Exchange.Message> message = messageNumber == 0
                ? Optional.empty()
                : Optional.of(new Exchange.Message(messageNumber, uniqueIds.apply(messageNumber)));
        return new Exchange(command, Optional.ofNullable(statusLine), message, Optional.ofNullable(body));
    }
}
