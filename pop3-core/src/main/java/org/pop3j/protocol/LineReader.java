package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects one line at a time, bounded, over any cut of the stream into buffers. */
final class LineReader {
    private static final int LINE_END = 2;

    private byte[] partial = new byte[128];
    private int length;
    private boolean endedWithCr;

    /**
     * The next line without its end, null if more octets are needed.
     *
     * @param limit longest line, without its end
     * @param bareLf whether LF alone ends the line; otherwise it is part of it
     */
    @Nullable
    String read(ByteBuffer received, int limit, boolean bareLf) throws Violation {
        while (received.hasRemaining()) {
            int lf = Octets.indexOfLf(received, received.position());
            append(received, lf < 0 ? received.limit() : lf + 1, limit);
            if (lf >= 0 && (crBeforeLf() || bareLf)) {
                return take(limit);
            }
        }
        return null;
    }

    /** Whether the last line ended with CRLF and not with LF alone. */
    boolean endedWithCrLf() {
        return endedWithCr;
    }

    private void append(ByteBuffer received, int end, int limit) throws Violation {
        int count = end - received.position();
        if (count > limit + LINE_END - length) {
            throw tooLong(limit);
        }
        if (length + count > partial.length) {
            partial = Arrays.copyOf(partial, Math.min(limit + LINE_END, 2 * (length + count)));
        }
        received.get(partial, length, count);
        length += count;
    }

    private boolean crBeforeLf() {
        return length > 1 && partial[length - 2] == Octets.CR;
    }

    private String take(int limit) throws Violation {
        endedWithCr = crBeforeLf();
        int end = length - (endedWithCr ? 2 : 1);
        if (end > limit) {
            throw tooLong(limit);
        }
        length = 0;
        return Octets.text(partial, 0, end);
    }

    private static Violation tooLong(int limit) {
        return new Violation("a line of more than " + limit + " octets");
    }
}
