package org.pop3j.testserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** An entity of MIME: its Content- header fields and its encoded body (RFC 2045, RFC 2046). */
final class MimePart {
    private static final int LONGEST_LINE = 998;

    private final List<String> fields;
    private final byte[] body;

    private MimePart(List<String> fields, byte[] body) {
        this.fields = fields;
        this.body = body;
    }

    /** Text in the plainest encoding that can carry it. */
    static MimePart text(String subtype, String text) {
        String canonical = text.replaceAll("\r\n|\r|\n", "\r\n");
        byte[] utf8 = canonical.getBytes(StandardCharsets.UTF_8);
        String type = "text/" + subtype + "; charset=utf-8";
        if (isPlain(utf8)) {
            return of(type, "7bit", utf8);
        }
        if (eightBitOctets(utf8) > utf8.length / 3) {
            return of(type, "base64", base64(utf8));
        }
        return of(type, "quoted-printable", QuotedPrintable.encode(canonical).getBytes(StandardCharsets.US_ASCII));
    }

    /** A file; a message goes as it is, because RFC 2046, section 5.2.1 allows it no encoding. */
    static MimePart attachment(String name, String type, byte[] content) {
        HeaderField.checkValue("attachment name", name);
        HeaderField.checkValue("attachment type", type);
        String lower = type.toLowerCase(Locale.ROOT);
        if (!type.matches("[!-~&&[^/;]]+/[!-~&&[^/;]]+(;[ -~]*)?") || lower.startsWith("multipart/")) {
            throw new IllegalArgumentException("not a content type for an attachment: " + type);
        }
        String disposition =
                HeaderField.fold("Content-Disposition", MimeParameter.words("attachment", "filename", name));
        if (lower.startsWith("message/")) {
            return asItIs(type, disposition, content);
        }
        return new MimePart(
                List.of(field("Content-Type", type), field("Content-Transfer-Encoding", "base64"), disposition),
                base64(content));
    }

    /** Parts below one another; the boundary occurs in none of them. */
    static MimePart multipart(String subtype, List<MimePart> parts) {
        String boundary = "=_" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (MimePart part : parts) {
            body.writeBytes(("--" + boundary + "\r\n").getBytes(StandardCharsets.US_ASCII));
            part.writeTo(body);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        byte[] octets = body.toByteArray();
        String type = HeaderField.fold(
                "Content-Type", List.of("multipart/" + subtype + ";", "boundary=\"" + boundary + "\""));
        // The whole has to admit what one of its parts contains (RFC 2045, section 6.4).
        String encoding = eightBitOctets(octets) == 0 ? "7bit" : "8bit";
        return new MimePart(List.of(type, field("Content-Transfer-Encoding", encoding)), octets);
    }

    /** Writes header, empty line and body. */
    void writeTo(ByteArrayOutputStream out) {
        fields.forEach(field -> out.writeBytes(field.getBytes(StandardCharsets.US_ASCII)));
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
    }

    private static MimePart asItIs(String type, String disposition, byte[] content) {
        byte[] canonical = Canonical.of(content);
        if (!hasMailLines(canonical)) {
            throw new IllegalArgumentException("a message with NUL or with lines over 998 octets cannot be attached");
        }
        String encoding = eightBitOctets(canonical) == 0 ? "7bit" : "8bit";
        return new MimePart(
                List.of(field("Content-Type", type), field("Content-Transfer-Encoding", encoding), disposition),
                canonical);
    }

    private static MimePart of(String type, String encoding, byte[] body) {
        return new MimePart(List.of(field("Content-Type", type), field("Content-Transfer-Encoding", encoding)), body);
    }

    private static String field(String name, String value) {
        return HeaderField.fold(name, List.of(value.split(" ")));
    }

    private static byte[] base64(byte[] octets) {
        return Base64.getMimeEncoder().encode(octets);
    }

    private static boolean isPlain(byte[] octets) {
        for (byte octet : octets) {
            boolean control = octet < 0x20 && octet != '\t' && octet != '\r' && octet != '\n';
            if (control || octet == 0x7F) {
                return false;
            }
        }
        return hasMailLines(octets);
    }

    /** What 7bit and 8bit both demand (RFC 2045, section 2.7). */
    private static boolean hasMailLines(byte[] octets) {
        int line = 0;
        for (byte octet : octets) {
            line = octet == '\r' || octet == '\n' ? 0 : line + 1;
            if (line > LONGEST_LINE || octet == 0) {
                return false;
            }
        }
        return true;
    }

    private static int eightBitOctets(byte[] octets) {
        int count = 0;
        for (byte octet : octets) {
            count += octet < 0 ? 1 : 0;
        }
        return count;
    }
}
