package org.pop3j.protocol;

import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Base64 as RFC 5034, section 4 wants it read: whole groups, padding at the end and nowhere else, no other characters. */
final class Base64Text {
    /** Also without bits that are lost: nobody who can encode makes them. */
    private static final Pattern STRICT =
            Pattern.compile("(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?");

    private Base64Text() {}

    /** Empty if it is not base64; no text at all stands for no octets. */
    static Optional<byte[]> decode(String text) {
        return STRICT.matcher(text).matches() ? Optional.of(Base64.getDecoder().decode(text)) : Optional.empty();
    }

    /** The same of octets, without leaving a copy of what they stand for. */
    static Optional<byte[]> decode(byte[] line) {
        CharBuffer text = CharBuffer.allocate(line.length);
        for (int i = 0; i < line.length; i++) {
            text.put(i, (char) (line[i] & 0xFF));
        }
        try {
            return STRICT.matcher(text).matches()
                    ? Optional.of(Base64.getDecoder().decode(line))
                    : Optional.empty();
        } finally {
            Arrays.fill(text.array(), '\0');
        }
    }

    static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
