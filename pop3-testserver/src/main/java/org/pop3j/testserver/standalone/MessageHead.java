package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pop3j.testserver.StoredMessage;

/** The first header fields of a message, as they stand there (RFC 5322, section 2.2). Immutable. */
final class MessageHead {
    /** A larger header is not read to its end. */
    private static final int MOST_OCTETS = 1 << 14;

    private final Map<String, String> fields = new HashMap<>();

    private MessageHead(String head) {
        String unfolded = head.split("\r\n\r\n", 2)[0].replaceAll("\r\n(?=[ \t])", "");
        for (String line : unfolded.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    static MessageHead of(StoredMessage message) throws IOException {
        try (InputStream in = message.open()) {
            return new MessageHead(text(in.readNBytes(MOST_OCTETS)));
        }
    }

    /** UTF-8 if it is that, otherwise one octet is one character. */
    private static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    /** Those of these names; empty texts where there is no such field. */
    Map<String, String> fields(String... names) {
        Map<String, String> found = new LinkedHashMap<>();
        List.of(names).forEach(name -> found.put(name, fields.getOrDefault(name, "")));
        return found;
    }
}
