package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.pop3j.protocol.UniqueId;

/**
 * A message in a {@link TestMaildrop}, in the form in which RETR sends it: every line end CRLF, the last one included.
 * Immutable and thread-safe. There may be a hundred thousand of them, so that what can be computed is not kept.
 */
public final class StoredMessage {
    /** The part of the unique-id that all messages of a maildrop have in common. */
    private final String validity;

    private final int number;
    private final long timeOfDelivery;
    private final Content content;

    StoredMessage(String validity, int number, long timeOfDelivery, Content content) {
        this.validity = validity;
        this.number = number;
        this.timeOfDelivery = timeOfDelivery;
        this.content = content;
    }

    /** The unique-id that UIDL tells (RFC 1939, section 7). */
    public String uniqueId() {
        return validity + "-" + number;
    }

    /** The size that LIST tells: exactly the octets that RETR sends, stuffed dots not counted. */
    public long octets() {
        return content.octets();
    }

    /**
     * SHA-256 of {@link #content()}, in lower-case hexadecimal digits; computed at each call, without holding the content in
     * memory.
     *
     * @throws UncheckedIOException if the message was large and is gone: removed, or its server closed
     */
    public String sha256() {
        try (InputStream in = content.open()) {
            MessageDigest sha256 = Digests.sha256();
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return Digests.digits(sha256);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The octets as RETR sends them, a copy of its own.
     *
     * @throws UncheckedIOException if the message was large and is gone: removed, or its server closed
     * @throws IllegalStateException if it is too large for an array: a generated one of 2 GiB or more
     */
    public byte[] content() {
        try {
            return content.toArray();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UncheckedIOException unreadable(IOException cause) {
        return new UncheckedIOException("message " + uniqueId() + " cannot be read", cause);
    }

    /** In milliseconds since 1970, by the server's time. */
    long timeOfDelivery() {
        return timeOfDelivery;
    }

    UniqueId name() {
        return new UniqueId(uniqueId());
    }

    /**
     * The octets as RETR sends them, for messages that are too large for the heap. To be closed.
     *
     * @throws IOException if the message was large and is gone: removed, or its server closed
     */
    public InputStream open() throws IOException {
        return content.open();
    }

    void discard() {
        content.discard();
    }

    @Override
    public String toString() {
        return "message " + uniqueId() + " of " + octets() + " octets";
    }
}
