package org.pop3j.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The octets that POP3 gives a meaning, and how text and octets are turned into each other: one octet, one character. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte DOT = '.';

    private static final Charset ONE_TO_ONE = StandardCharsets.ISO_8859_1;

    /** Eight octets at once, the first one lowest. */
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGHEST_BITS = EACH << 7;

    private Octets() {}

    /** Where the next LF is, from an index on; -1 if there is none before the limit. */
    static int indexOfLf(ByteBuffer buffer, int from) {
        if (buffer.hasArray()) {
            // A tenth more mails in a second, in both directions, than through the buffer.
            int offset = buffer.arrayOffset();
            int found = indexOfLf(buffer.array(), offset + from, offset + buffer.limit());
            return found < 0 ? -1 : found - offset;
        }
        for (int i = from; i < buffer.limit(); i++) {
            if (buffer.get(i) == LF) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOfLf(byte[] octets, int from, int limit) {
        int i = from;
        for (; i <= limit - Long.BYTES; i += Long.BYTES) {
            long zeroWhereLf = (long) WORD.get(octets, i) ^ (EACH * LF);
            // Right for the lowest octet that is zero; above it there may be false ones.
            long found = (zeroWhereLf - EACH) & ~zeroWhereLf & HIGHEST_BITS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; i < limit; i++) {
            if (octets[i] == LF) {
                return i;
            }
        }
        return -1;
    }

    /** Where the next octet of a kind is, from an index on; -1 if there is none. */
    static int indexOf(byte[] octets, char octet, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == octet) {
                return i;
            }
        }
        return -1;
    }

    static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, ONE_TO_ONE);
    }

    /** A line with its CRLF. */
    static byte[] line(String text) {
        return (text + "\r\n").getBytes(ONE_TO_ONE);
    }

    /** Puts a line with its CRLF into a buffer if it fits there as a whole; whether it did. */
    static boolean putLine(String text, ByteBuffer to) {
        if (to.remaining() < text.length() + 2) {
            return false;
        }
        to.put(text.getBytes(ONE_TO_ONE));
        to.put(CR).put(LF);
        return true;
    }

    /** Moves what fits. */
    static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
    }
}
