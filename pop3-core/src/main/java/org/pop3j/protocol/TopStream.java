package org.pop3j.protocol;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The header of a message, the empty line, and some lines of the body (RFC 1939, section 7, TOP). */
final class TopStream extends FilterInputStream {
    private long bodyLines;
    private boolean inBody;
    private boolean ended;
    private boolean afterCr;
    /** Octets of the current line before its LF; more than one are all the same. */
    private int lineOctets;

    TopStream(InputStream message, long bodyLines) {
        super(message);
        this.bodyLines = bodyLines;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = ended ? -1 : in.read(into, offset, length);
        for (int i = 0; i < count; i++) {
            see(into[offset + i]);
            if (ended) {
                return i + 1;
            }
        }
        return count;
    }

    private void see(byte octet) {
        if (octet != Octets.LF || !afterCr) {
            afterCr = octet == Octets.CR;
            lineOctets = Math.min(2, lineOctets + 1);
            return;
        }
        boolean emptyLine = lineOctets == 1;
        if (inBody) {
            bodyLines--;
        }
        inBody |= emptyLine;
        ended = inBody && bodyLines == 0;
        afterCr = false;
        lineOctets = 0;
    }
}
