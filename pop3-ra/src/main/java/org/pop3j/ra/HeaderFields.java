package org.pop3j.ra;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of a message's header (RFC 5322, section 2.2), unfolded, in their order, not decoded. Whatever the octets are,
 * there is a result: what is no field is passed over. Needs no Jakarta Mail.
 */
record HeaderFields(List<Field> fields) {
    /** What lies beyond so many octets is not looked at: the header of real mail is far smaller. */
    static final int MAX_OCTETS = 256 * 1024;

    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** One field; the value is in one line. */
    record Field(String name, String value) {}

    HeaderFields {
        fields = List.copyOf(fields);
    }

    static HeaderFields of(Octets octets) throws IOException {
        List<Field> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (String line : text(start(octets)).split("\r?\n", -1)) {
            if (line.isEmpty()) {
                break;
            }
            boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (!continues) {
                add(field, fields);
                field.setLength(0);
            }
            field.append(line);
        }
        add(field, fields);
        return new HeaderFields(fields);
    }

    private static void add(CharSequence line, List<Field> fields) {
        String field = line.toString();
        int colon = field.indexOf(':');
        String name = colon < 0 ? "" : field.substring(0, colon).strip();
        if (!name.isEmpty() && name.indexOf(' ') < 0) {
            fields.add(new Field(name, field.substring(colon + 1).strip()));
        }
    }

    /** The values of all fields of that name, in their order. */
    List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** The value of the first field of that name; empty if there is none. */
    String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }

    private static byte[] start(Octets octets) throws IOException {
        byte[] start = new byte[(int) Math.min(MAX_OCTETS, octets.count())];
        int filled = 0;
        int count = 0;
        while (filled < start.length && count >= 0) {
            count = octets.read(filled, start, filled, start.length - filled);
            filled += Math.max(count, 0);
        }
        int end = endOfHeader(start, filled);
        byte[] header = new byte[end];
        System.arraycopy(start, 0, header, 0, end);
        return header;
    }

    // The body must not have a say in what charset the header is of.
    private static int endOfHeader(byte[] octets, int filled) {
        int lineStart = 0;
        for (int i = 0; i < filled; i++) {
            if (octets[i] == '\n') {
                int length = i - lineStart;
                if (length == 0 || (length == 1 && octets[lineStart] == '\r')) {
                    return lineStart;
                }
                lineStart = i + 1;
            }
        }
        return filled;
    }

    /** Text in UTF-8 (RFC 6532), or in what senders use that know no better. */
    static String text(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(octets, WESTERN);
        }
    }
}
