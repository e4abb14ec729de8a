package org.pop3j.testserver;

import java.util.Optional;

/**
 * A command and the answer to it, as far as it has come.
 *
 * @param command the line without CRLF; what could be secret is replaced by four asterisks, as is a response to a challenge
 * @param statusLine the answer's first line without CRLF; empty if there is none
 * @param message the message that the command names; empty if it names none that is there
 * @param body what went out of that message, to the final dot; empty if nothing did, or not all of it
 */
public record Exchange(String command, Optional<String> statusLine, Optional<Message> message, Optional<Body> body) {
    /**
     * A message of the maildrop, as the session numbers it.
     *
     * @param number the message-number, from 1
     * @param uniqueId the unique-id that it was delivered under; a profile or a fault may tell the client another one
     */
    public record Message(int number, String uniqueId) {}

    /**
     * What RETR or TOP has sent.
     *
     * @param octets how much, stuffed dots not counted
     * @param sha256 the SHA-256 of it in lower-case hexadecimal digits, stuffed dots left out. Only with RETR, and only for the
     *     first 500 messages of a session and the first 16 MiB of them
     */
    public record Body(long octets, Optional<String> sha256) {}

    /** Whether the answer is positive, and with RETR and TOP whole. */
    public boolean succeeded() {
        return statusLine.filter(line -> line.startsWith("+")).isPresent() && (body.isPresent() || !sends());
    }

    /** Whether the command is this one, in whatever case. */
    boolean is(String keyword) {
        int end = command.indexOf(' ');
        return keyword.equalsIgnoreCase(end < 0 ? command : command.substring(0, end));
    }

    private boolean sends() {
        return is("RETR") || is("TOP");
    }

    Exchange answered(String line) {
        return new Exchange(command, Optional.of(line), message, body);
    }

    Exchange notSent() {
        return new Exchange(command, statusLine, message, Optional.empty());
    }

    Exchange sent(Body whole) {
        return new Exchange(command, statusLine, message, Optional.of(whole));
    }
}
