package org.pop3j.testserver;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** What the clients of a server are taken to account for when a test is over. Thread-safe. */
final class ClientChecks {
    /** How long a session may take to end after its client is gone. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Pop3TestServer server;

    ClientChecks(Pop3TestServer server) {
        this.server = server;
    }

    void noOpenSessions() {
        try {
            server.await(GRACE).until("the end of all sessions", any -> open().isEmpty());
        } catch (AssertionError e) {
            List<RecordedSession> left = open();
            if (!left.isEmpty()) {
                throw new AssertionError("connections left open: " + left.size() + "\n" + transcripts(left));
            }
        }
    }

    private List<RecordedSession> open() {
        return server.sessions().stream()
                .filter(session -> session.ending() == RecordedSession.Ending.OPEN)
                .toList();
    }

    void noViolations() {
        List<RecordedSession> bad = server.sessions().stream()
                .filter(session -> !session.violations().isEmpty())
                .toList();
        if (!bad.isEmpty()) {
            throw new AssertionError("the client has broken rules:\n"
                    + bad.stream().map(ClientChecks::violations).collect(Collectors.joining()) + transcripts(bad));
        }
    }

    private static String violations(RecordedSession session) {
        return session.violations().stream()
                .map(violation -> "  session " + session.number() + ": " + violation + "\n")
                .collect(Collectors.joining());
    }

    private static String transcripts(List<RecordedSession> sessions) {
        return sessions.stream().map(RecordedSession::transcript).collect(Collectors.joining());
    }
}
