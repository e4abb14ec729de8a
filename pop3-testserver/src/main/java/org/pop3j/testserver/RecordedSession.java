package org.pop3j.testserver;

import java.util.List;
import java.util.Optional;

/**
 * What a {@link Pop3TestServer} remembers of one session, as it was when it was asked.
 *
 * @param number counts the connections to this server from 1
 * @param tls whether the connection is, or was at last, under TLS
 * @param user who logged in; empty if nobody did
 * @param lines what was said, in order: command lines behind {@code "C: "}, passwords replaced by asterisks; status lines
 *     behind {@code "S: "}; what happened besides behind {@code "*: "}. Of a long session the beginning and the end.
 * @param ending how the session ended
 */
public record RecordedSession(int number, boolean tls, Optional<String> user, List<String> lines, Ending ending) {
    /** How a session ended. Only {@link #QUIT} can have removed messages. */
    public enum Ending {
        /** It has not. */
        OPEN,
        /** The client said QUIT and the server closed the connection. */
        QUIT,
        /** The client was gone without QUIT. */
        LOST,
        /** The server was told to close or to stop accepting. */
        DROPPED,
        /** The client was silent for too long. */
        TIMED_OUT,
        /** An injected fault ended the connection. */
        FAULT,
        /** There was no TLS handshake, or it failed. */
        TLS_FAILED,
        /** The server itself failed; the last lines tell how. */
        FAILED
    }

    /** Copies the lines. */
    public RecordedSession {
        lines = List.copyOf(lines);
    }

    /** The command lines alone, without {@code "C: "}. */
    public List<String> commands() {
        return lines.stream()
                .filter(line -> line.startsWith("C: "))
                .map(line -> line.substring(3))
                .toList();
    }

    /** The whole for people to read: a title, then the lines. */
    public String transcript() {
        String title = "session " + number + (tls ? ", TLS" : "")
                + user.map(name -> ", " + name).orElse("") + ", ended: " + ending;
        return title + "\n  " + String.join("\n  ", lines) + "\n";
    }
}
