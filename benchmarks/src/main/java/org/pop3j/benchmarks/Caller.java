package org.pop3j.benchmarks;

import java.io.OutputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a client does with mails: it takes each into the same buffer, and counts. In a round of verification
 * it also takes the digest of all of them, so that every contestant is known to deliver the same.
 */
final class Caller extends OutputStream {
    private final byte[] buffer = new byte[4 * Stock.MAIL_OCTETS];
    private final @Nullable MessageDigest digest;
    private final boolean trimming;
    private int length;
    private int messages;
    private long octets;

    Caller(@Nullable MessageDigest digest) {
        this(digest, false);
    }

    /** For servers that cut off blank lines at the end, if these are not to count in the digest. */
    Caller(@Nullable MessageDigest digest, boolean trimming) {
        this.digest = digest;
        this.trimming = trimming;
    }

    @Override
    public void write(int octet) {
        buffer[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        System.arraycopy(from, offset, buffer, length, count);
        length += count;
    }

    /** A mail is complete. */
    void received() {
        while (trimming && length > 0 && buffer[length - 1] <= ' ') {
            length--;
        }
        messages++;
        octets += length;
        if (digest != null) {
            digest.update(buffer, 0, length);
            // The cut between two mails counts, too.
            digest.update((byte) 0);
        }
        length = 0;
    }

    int messages() {
        return messages;
    }

    long octets() {
        return octets;
    }
}
