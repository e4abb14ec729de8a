package org.pop3j.ra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A digest of what makes a mail itself: its Message-ID, Date and first Received, or its size if it has none of them, because
 * some servers add to a mail that was read. Unique-ids should never be used
 * again, but some servers do; the fingerprint tells a mail that came back from another one with its unique-id.
 */
final class Fingerprint {
    private static final int MAX_HEADER = 64 * 1024;

    private Fingerprint() {}

    static String of(Octets octets) throws IOException {
        String header = header(octets);
        String fields = field(header, "message-id") + "\n" + field(header, "date") + "\n" + field(header, "received");
        return digest(fields.isBlank() ? Long.toString(octets.count()) : fields);
    }

    /** Whether it says something of this mail alone: that of its size may be the fingerprint of many. */
    static boolean isTelling(String fingerprint, Octets octets) {
        return !fingerprint.equals(digest(Long.toString(octets.count())));
    }

    private static String digest(String text) {
        return MaildropAddress.digest(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ISO-8859-1 keeps every octet apart, whatever the mail's own charset may be.
    private static String header(Octets octets) throws IOException {
        byte[] start = new byte[(int) Math.min(MAX_HEADER, octets.count())];
        int filled = 0;
        while (filled < start.length) {
            int count = octets.read(filled, start, filled, start.length - filled);
            if (count < 0) {
                break;
            }
            filled += count;
        }
        String text = new String(start, 0, filled, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? text : text.substring(0, end + 2);
    }

    /** The first field of the name, unfolded lines included as they are; empty if there is none. */
    private static String field(String header, String name) {
        int start = 0;
        while (start < header.length()) {
            int end = endOfField(header, start);
            String field = header.substring(start, end);
            if (field.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return field.substring(name.length() + 1).strip();
            }
            start = end;
        }
        return "";
    }

    private static int endOfField(String header, int start) {
        int end = start;
        do {
            int lineEnd = header.indexOf('\n', end);
            end = lineEnd < 0 ? header.length() : lineEnd + 1;
        } while (end < header.length() && (header.charAt(end) == ' ' || header.charAt(end) == '\t'));
        return end;
    }
}
