package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The messages of an mbox file, one after the other (RFC 4155): each begins with a line {@code From } at the start of the
 * file, or behind an empty line and before a header field, and ends with an empty line of which it knows nothing. Read as
 * mboxrd: of a line that is {@code From } behind one or more {@code >}, one {@code >} is taken away. Not thread-safe.
 */
final class Mbox {
    private static final byte[] FROM = "From ".getBytes(US_ASCII);
    private static final byte[] CRLF = {'\r', '\n'};
    /** How much behind a line is in the buffer, if there is so much: enough for the name of a header field. */
    private static final int LOOK_AHEAD = 1024;

    private final InputStream in;
    /** A line is looked at as far as it fits; nobody writes separators as long as this. */
    private final byte[] buffer = new byte[1 << 16];

    private int start;
    private int end;

    /** At the first line of a file. */
    Mbox(InputStream in) {
        this.in = in;
    }

    /** Whether octets begin with the separator of an mbox file, and not with a header field {@code From :}. */
    static boolean begins(byte[] octets) {
        return isFrom(octets, 0, octets.length) && !HeaderField.begins(octets, 0, octets.length);
    }

    /** Whether there is one more message. */
    boolean hasNext() throws IOException {
        return isFrom(buffer, start, lineEnd());
    }

    /** Writes the next message; to be called if there is one. */
    void writeNext(OutputStream to) throws IOException {
        skipLine();
        boolean lineStart = true;
        boolean heldBack = false;
        for (int lineEnd = lineEnd(); lineEnd > start; lineEnd = lineEnd()) {
            boolean empty = lineStart && isEmpty(lineEnd);
            if (heldBack && isSeparator(lineEnd)) {
                return;
            }
            if (heldBack) {
                to.write(CRLF);
            }
            if (!empty) {
                start += lineStart && isQuoted(lineEnd) ? 1 : 0;
                to.write(buffer, start, lineEnd - start);
            }
            heldBack = empty;
            lineStart = buffer[lineEnd - 1] == '\n';
            start = lineEnd;
        }
    }

    private void skipLine() throws IOException {
        boolean ended;
        do {
            int lineEnd = lineEnd();
            ended = lineEnd == start || buffer[lineEnd - 1] == '\n';
            start = lineEnd;
        } while (!ended);
    }

    /** Some writers quote no line of a message: what is followed by no header field is text. */
    private boolean isSeparator(int lineEnd) {
        return isFrom(buffer, start, lineEnd)
                && !HeaderField.begins(buffer, start, lineEnd)
                && HeaderField.begins(buffer, lineEnd, end);
    }

    private boolean isEmpty(int lineEnd) {
        return buffer[start] == '\n' || (lineEnd - start == 2 && buffer[start] == '\r' && buffer[start + 1] == '\n');
    }

    private boolean isQuoted(int lineEnd) {
        int i = start;
        while (i < lineEnd && buffer[i] == '>') {
            i++;
        }
        return i > start && isFrom(buffer, i, lineEnd);
    }

    private static boolean isFrom(byte[] octets, int from, int to) {
        if (to - from < FROM.length) {
            return false;
        }
        for (int i = 0; i < FROM.length; i++) {
            if (octets[from + i] != FROM[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the line ends, or what the buffer holds of it; {@link #start} at the end of the file. */
    private int lineEnd() throws IOException {
        int lineEnd = indexBehindLf();
        int ahead = lineEnd < 0 ? 0 : end - lineEnd;
        if (ahead < LOOK_AHEAD && end - start < buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            end += in.readNBytes(buffer, end, buffer.length - end);
            lineEnd = indexBehindLf();
        }
        return lineEnd < 0 ? end : lineEnd;
    }

    private int indexBehindLf() {
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }
}
