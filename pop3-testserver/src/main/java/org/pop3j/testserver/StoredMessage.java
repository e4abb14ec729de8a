package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.pop3j.protocol.UniqueId;

/**
 * A message in a {@link TestMaildrop}, in the form in which RETR sends it: every line end CRLF, the last one included.
 * Immutable and thread-safe.
 */
public final class StoredMessage {
    private final UniqueId uniqueId;
    private final long octets;
    private final byte[] sha256;
    private final Content content;

    StoredMessage(UniqueId uniqueId, long octets, byte[] sha256, Content content) {
        this.uniqueId = uniqueId;
        this.octets = octets;
        this.sha256 = sha256;
        this.content = content;
    }

    /** The unique-id that UIDL tells (RFC 1939, section 7). */
    public String uniqueId() {
        return uniqueId.value();
    }

    /** The size that LIST tells: exactly the octets that RETR sends, stuffed dots not counted. */
    public long octets() {
        return octets;
    }

    /** SHA-256 of {@link #content()}, in lower-case hexadecimal digits. */
    public String sha256() {
        return HexFormat.of().formatHex(sha256);
    }

    /**
     * The octets as RETR sends them, a copy of its own.
     *
     * @throws UncheckedIOException if the message was large and is gone: removed, or its server closed
     */
    public byte[] content() {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("message " + uniqueId() + " cannot be read", e);
        }
    }

    UniqueId name() {
        return uniqueId;
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
        return "message " + uniqueId() + " of " + octets + " octets";
    }
}
