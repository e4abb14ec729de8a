package org.pop3j.testserver;

import java.util.Arrays;
import java.util.List;

/**
 * Says what a recorded session must have been, from {@link Pop3TestServer#assertThatSession} or {@link #assertThat}. Each method
 * gives this object, or fails with an {@link AssertionError} that shows line by line what is missing ({@code -}) and what is
 * unexpected ({@code +}), and the transcript. Immutable and thread-safe.
 */
public final class SessionAssert {
    private final RecordedSession session;

    private SessionAssert(RecordedSession session) {
        this.session = session;
    }

    /** Begins with a session as it was recorded, ended or not. */
    public static SessionAssert assertThat(RecordedSession session) {
        return new SessionAssert(session);
    }

    /** The client gave these commands, in this order, and no others; secrets are asterisks: {@code "PASS ****"}. */
    public SessionAssert commands(String... expected) {
        requireWhole();
        List<String> lines = Arrays.stream(expected)
                .map(line -> line.replaceFirst(" \\*+$", " ****"))
                .toList();
        return same("commands", lines, session.commands());
    }

    /** This user logged in. */
    public SessionAssert user(String expected) {
        return same("user", List.of(expected), session.user().stream().toList());
    }

    /** The session ended in this way. */
    public SessionAssert ended(RecordedSession.Ending expected) {
        return same("ending", List.of(expected.name()), List.of(session.ending().name()));
    }

    /** RETR sent these messages whole, named by unique-id, in this order, and no others. */
    public SessionAssert fetched(String... uniqueIds) {
        requireWhole();
        return same("fetched messages", List.of(uniqueIds), session.fetched());
    }

    /** QUIT removed these messages, 500 at most, named by unique-id, and no others; in whatever order. */
    public SessionAssert deleted(String... uniqueIds) {
        if (session.deletedLeftOut() > 0) {
            throw failure("session " + session.number() + " has removed too many messages for this: "
                    + session.deletedLeftOut() + " more than are remembered");
        }
        return same("deleted messages", sorted(List.of(uniqueIds)), sorted(session.deleted()));
    }

    private static List<String> sorted(List<String> uniqueIds) {
        return uniqueIds.stream().sorted().toList();
    }

    private SessionAssert same(String what, List<String> expected, List<String> actual) {
        if (!expected.equals(actual)) {
            throw failure(what + " of session " + session.number() + ":\n" + Diff.of(expected, actual));
        }
        return this;
    }

    /** What is left out cannot be compared. */
    private void requireWhole() {
        if (session.exchangesLeftOut() > 0) {
            throw failure("session " + session.number() + " is too long for this: " + session.exchangesLeftOut()
                    + " commands are left out");
        }
    }

    private AssertionError failure(String message) {
        return new AssertionError(message + "\n" + session.transcript());
    }
}
