package org.pop3j.testserver;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what a maildrop must hold now, from {@link Pop3TestServer#assertThatMaildrop}; messages that an open session has marked as
 * deleted are there still. Each method gives this object, or fails with an {@link AssertionError} that shows what is there, and the
 * transcript. Thread-safe.
 */
public final class MaildropAssert {
    private final Pop3TestServer server;
    private final String user;

    MaildropAssert(Pop3TestServer server, String user) {
        this.server = server;
        this.user = user;
    }

    /** There are so many messages. */
    public MaildropAssert holds(int messages) {
        List<StoredMessage> actual = messages();
        if (actual.size() != messages) {
            throw failure("expected " + messages + " messages in the maildrop of " + user + ", there are "
                    + actual.size() + "\n" + shown(actual));
        }
        return this;
    }

    /** There are these messages, named by unique-id, in order of delivery, and no others. */
    public MaildropAssert holds(String... uniqueIds) {
        List<StoredMessage> actual = messages();
        List<String> expected = List.of(uniqueIds);
        List<String> names = actual.stream().map(StoredMessage::uniqueId).toList();
        if (!names.equals(expected)) {
            throw failure("messages of " + user + ":\n" + Diff.of(expected, names) + "\n");
        }
        return this;
    }

    /** There is no message. */
    public MaildropAssert isEmpty() {
        return holds(0);
    }

    private List<StoredMessage> messages() {
        return server.maildrop(user).messages();
    }

    private static String shown(List<StoredMessage> messages) {
        return messages.stream().map(message -> "  " + message + "\n").collect(Collectors.joining());
    }

    private AssertionError failure(String message) {
        return new AssertionError(message + server.transcript());
    }
}
