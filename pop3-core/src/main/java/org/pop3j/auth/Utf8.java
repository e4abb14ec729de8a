package org.pop3j.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Text and its octets, both ways without replacement characters. */
final class Utf8 {
    private static final int MAX_OCTETS_PER_CHAR = 3;

    private Utf8() {}

    /** Leaves no other copy behind. */
    static byte[] octets(char[] text) {
        ByteBuffer encoded = ByteBuffer.allocate(MAX_OCTETS_PER_CHAR * text.length);
        try {
            boolean malformed = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text), encoded, true)
                    .isError();
            if (malformed) {
                throw new IllegalArgumentException("half a surrogate pair");
            }
            return Arrays.copyOf(encoded.array(), encoded.position());
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether that is UTF-8; leaves no copy behind. */
    static boolean wellFormed(byte[] octets, int from, int to) {
        CharBuffer text = CharBuffer.allocate(to - from);
        try {
            return !StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from), text, true)
                    .isError();
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    /** Empty if that is not UTF-8. */
    static Optional<String> text(byte[] octets, int from, int to) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
