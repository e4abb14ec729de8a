package org.pop3j.client;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * All pieces of {@value #OCTETS} octets of a secret, in lower case: a hash set that can be wiped. With it a text is searched
 * in one pass, however often text and secret repeat themselves. Not thread-safe.
 */
final class Pieces implements AutoCloseable {
    static final int OCTETS = Long.BYTES;

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** At most half full, so that every search ends. 0 is an empty place, and so the piece of NULs is always found. */
    private final long[] table;

    /** The pieces of a secret of {@value #OCTETS} octets or more. */
    Pieces(ByteBuffer secret) {
        table = new long[4 * Integer.highestOneBit(secret.remaining())];
        long piece = 0;
        for (int at = secret.position(); at < secret.limit(); at++) {
            piece = (piece << Byte.SIZE) | lower((char) (secret.get(at) & 0xFF));
            if (at - secret.position() >= OCTETS - 1) {
                table[place(piece)] = piece;
            }
        }
    }

    /** Marks each octet of the text that is in a piece. */
    void mark(CharSequence text, boolean[] marks) {
        long piece = 0;
        int known = 0;
        for (int at = 0; at < text.length(); at++) {
            char octet = lower(text.charAt(at));
            known = octet > 0xFF ? 0 : known + 1;
            piece = (piece << Byte.SIZE) | (octet & 0xFF);
            if (known >= OCTETS && table[place(piece)] == piece) {
                Arrays.fill(marks, at - OCTETS + 1, at + 1, true);
            }
        }
    }

    /** Where the piece is, or would be. */
    private int place(long piece) {
        int place = (int) ((piece * GOLDEN_RATIO) >>> Integer.SIZE) & (table.length - 1);
        while (table[place] != piece && table[place] != 0) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    static char lower(char octet) {
        return Character.toLowerCase(octet);
    }

    @Override
    public void close() {
        Arrays.fill(table, 0);
    }
}
