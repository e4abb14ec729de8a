package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a {@link ClientEngine} made of the server's octets. One {@link Greeting}; then for each command one {@link Reply},
 * after any number of {@link Challenge} if it is AUTH; and if that is multi-line, any number of {@link Line} (listings, CAPA) or {@link Body} (RETR, TOP) and one {@link End}.
 */
public sealed interface Event {
    /**
     * The server's first line, unasked (RFC 1939, section 4). If it is negative, no command may follow.
     *
     * @param statusLine what it says
     */
    record Greeting(StatusLine statusLine) implements Event {}

    /**
     * The status line of the answer to the oldest unanswered command.
     *
     * @param keyword the command
     * @param statusLine what the server says
     * @param multiLine whether more events of this answer follow, the last one an {@link End}
     */
    record Reply(Keyword keyword, StatusLine statusLine, boolean multiLine) implements Event {}

    /**
     * AUTH: the server wants a response, {@link ClientEngine#respond} or {@link ClientEngine#cancel()}, before anything
     * else can happen.
     *
     * @param text what came behind the indicator, should be base64
     * @param positive whether the indicator was {@code +OK}, as some servers have it, although nothing was proved yet
     */
    record Challenge(String text, boolean positive) implements Event {
        /**
         * The challenge itself.
         *
         * @return its octets, possibly none; empty if the text is not base64
         */
        public Optional<byte[]> octets() {
            return Base64Text.decode(text);
        }
    }

    /**
     * A line of a listing.
     *
     * @param text without line end and stuffed dot; each octet is one character (ISO 8859-1)
     */
    record Line(String text) implements Event {}

    /**
     * Some octets of a message, stuffed dots removed, cut anywhere.
     *
     * @param octets not empty, part of the buffer that was given to the engine: valid until its next call
     */
    record Body(ByteBuffer octets) implements Event {}

    /** The final dot: the answer is complete. */
    record End() implements Event {}
}
