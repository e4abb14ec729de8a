package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
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
        String unfolded = head.replaceAll("\r\n(?=[ \t])", "");
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
            byte[] octets = in.readNBytes(MOST_OCTETS);
            return new MessageHead(text(octets, headerOctets(octets)));
        }
    }

    /** How many octets there are before the empty line. */
    private static int headerOctets(byte[] octets) {
        int end = new String(octets, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? octets.length : end;
    }

    /** UTF-8 if it is that, otherwise one octet is one character. A character that is cut off at the end is left out. */
    private static String text(byte[] octets, int length) {
        CharBuffer text = CharBuffer.allocate(length);
        CoderResult result =
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length), text, false);
        return result.isError()
                ? new String(octets, 0, length, StandardCharsets.ISO_8859_1)
                : text.flip().toString();
    }

    /** Those of these names; empty texts where there is no such field. */
    Map<String, String> fields(String... names) {
        Map<String, String> found = new LinkedHashMap<>();
        List.of(names).forEach(name -> found.put(name, fields.getOrDefault(name, "")));
        return found;
    }
}
