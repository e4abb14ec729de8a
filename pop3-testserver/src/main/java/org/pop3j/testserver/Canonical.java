package org.pop3j.testserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Turns a message into the octets that POP3 sends: every line end is CRLF, a bare CR or LF becomes one, and a last line
 * without an end gets one (RFC 1939, section 3). Without octets there is no line.
 *
 * <p>Whole runs are passed on, so that a message that is right already costs one scan.
 */
final class Canonical extends OutputStream {
    private static final byte[] CRLF = {'\r', '\n'};

    private final OutputStream to;
    private boolean pendingCr;
    private boolean openLine;

    Canonical(OutputStream to) {
        this.to = to;
    }

    /** The canonical form of a message in memory. */
    static byte[] of(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + CRLF.length);
        try (Canonical canonical = new Canonical(out)) {
            canonical.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
        int end = from + count;
        int run = from;
        int i = from;
        if (pendingCr && count > 0) {
            pendingCr = false;
            endLine();
            if (octets[i] == '\n') {
                run = ++i;
            }
        }
        while (i < end) {
            byte octet = octets[i];
            if (octet == '\r' && i + 1 < end && octets[i + 1] == '\n') {
                i += 2;
                openLine = false;
            } else if (octet == '\r' || octet == '\n') {
                to.write(octets, run, i - run);
                pendingCr = octet == '\r' && i + 1 == end;
                if (!pendingCr) {
                    endLine();
                }
                run = ++i;
            } else {
                openLine = true;
                i++;
            }
        }
        to.write(octets, run, end - run);
    }

    /** Ends the last line; the target stays open. */
    @Override
    public void close() throws IOException {
        if (pendingCr || openLine) {
            pendingCr = false;
            endLine();
        }
    }

    private void endLine() throws IOException {
        to.write(CRLF);
        openLine = false;
    }
}
