package org.pop3j.ra;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * A digest of what makes a mail itself: its Message-ID, Date and first Received, because some servers add to a mail that was read;
 * or all its octets if it has none of them. Unique-ids should never be used
 * again, but some servers do; the fingerprint tells a mail that came back from another one with its unique-id.
 *
 * @param value 43 characters
 * @param telling whether no other mail should have it: mails that a device sends may have all octets in common
 */
record Fingerprint(String value, boolean telling) {
    private static final int MAX_HEADER = 64 * 1024;

    static Fingerprint of(Octets octets) throws IOException {
        String header = header(octets);
        String fields = field(header, "message-id") + "\n" + field(header, "date") + "\n" + field(header, "received");
        return fields.isBlank()
                ? new Fingerprint(digest(octets), false)
                : new Fingerprint(MaildropAddress.digest(fields.getBytes(StandardCharsets.ISO_8859_1)), true);
    }

    private static String digest(Octets octets) throws IOException {
        MessageDigest digest = MaildropAddress.sha256();
        byte[] part = new byte[8 * 1024];
        long position = 0;
        for (int count = octets.read(0, part, 0, part.length); count >= 0; ) {
            digest.update(part, 0, count);
            position += count;
            count = octets.read(position, part, 0, part.length);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
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
        String begin = name + ":";
        int start = 0;
        while (start < header.length()) {
            int end = endOfField(header, start);
            if (header.regionMatches(true, start, begin, 0, begin.length())) {
                return header.substring(start + begin.length(), end).strip();
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
