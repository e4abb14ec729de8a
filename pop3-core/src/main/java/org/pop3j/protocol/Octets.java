package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The octets that POP3 gives a meaning, and how text and octets are turned into each other: one octet, one character. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte DOT = '.';

    private static final Charset ONE_TO_ONE = StandardCharsets.ISO_8859_1;

    private Octets() {}

    /** Where the next LF is, from an index on; -1 if there is none before the limit. */
    static int indexOfLf(ByteBuffer buffer, int from) {
        for (int i = from; i < buffer.limit(); i++) {
            if (buffer.get(i) == LF) {
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

    /** Moves what fits. */
    static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        from.position(from.position() + count);
        to.position(to.position() + count);
    }
}
