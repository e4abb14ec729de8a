package org.pop3j.protocol;

import java.nio.ByteBuffer;

/**
 * Finds the lines in message data whose first octet is a dot, over any cut of the data into buffers. It jumps from LF to
 * LF and looks at no other octet. A line ends with CRLF; or, on request, with LF alone.
 */
final class LineScanner {
    private final boolean bareLf;
    private boolean lineStart = true;
    private boolean afterCr;

    LineScanner(boolean bareLf) {
        this.bareLf = bareLf;
    }

    /** Whether the next octet is the first one of a line. */
    boolean atLineStart() {
        return lineStart;
    }

    /** Tells that the line goes on here, whatever octet comes next. */
    void enterLine() {
        lineStart = false;
        afterCr = false;
    }

    /**
     * The end of the data that can be passed on in one piece: all of the buffer, or up to and including the line end
     * before the first line that starts with a dot. Its octets up to there count as seen. To be called inside a line, with
     * a buffer that is not empty.
     */
    int run(ByteBuffer data) {
        int limit = data.limit();
        int lf = Octets.indexOfLf(data, data.position());
        while (lf >= 0) {
            int next = lf + 1;
            boolean lineEnd = endsLine(data, lf);
            if (next == limit || (lineEnd && data.get(next) == Octets.DOT)) {
                lineStart = lineEnd;
                afterCr = false;
                return next;
            }
            lf = Octets.indexOfLf(data, next);
        }
        afterCr = data.get(limit - 1) == Octets.CR;
        return limit;
    }

    private boolean endsLine(ByteBuffer data, int lf) {
        return bareLf || (lf > data.position() ? data.get(lf - 1) == Octets.CR : afterCr);
    }
}
