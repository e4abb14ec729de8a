package org.pop3j.samples.maildesk;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names, subjects and characters as people are meant to read them, whatever the sender made of the rules. */
final class HeaderText {
    private static final int MAX_NAME = 200;
    private static final Charset WESTERN = Charset.forName("windows-1252");
    private static final Map<String, String> ENDINGS = Map.of(
            "message/rfc822", ".eml",
            "message/delivery-status", ".txt",
            "text/rfc822-headers", ".txt",
            "text/calendar", ".ics",
            "text/csv", ".csv",
            "text/html", ".html",
            "text/plain", ".txt",
            "application/pdf", ".pdf",
            "image/png", ".png",
            "image/jpeg", ".jpg");

    private HeaderText() {}

    /** A header without folds and encoded words (RFC 2047). */
    static String decode(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String unfolded = MimeUtility.unfold(value);
        try {
            return utf8(MimeUtility.decodeText(unfolded));
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return utf8(unfolded);
        }
    }

    /** Headers with bare UTF-8 arrive with one character per octet. */
    static String utf8(String value) {
        boolean octets = value.chars().allMatch(c -> c < 256);
        boolean beyondAscii = value.chars().anyMatch(c -> c > 127);
        String text = octets && beyondAscii ? strict(value.getBytes(StandardCharsets.ISO_8859_1)) : null;
        return text == null ? value : text;
    }

    /** One line without control characters, at most so many characters. */
    static String clean(String value, int limit) {
        // Cf holds the marks that turn the direction of text: with them, "gpj.exe" reads as "exe.jpg".
        String line = value.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ")
                .replaceAll("\\p{Cf}", "")
                .strip();
        return line.length() <= limit ? line : line.substring(0, limit - 1) + "…";
    }

    /** The part's file name as one path element; empty if it has none. */
    static String fileName(MimePart part) throws MessagingException {
        String name;
        try {
            name = part.getFileName();
        } catch (MessagingException | RuntimeException e) {
            return "";
        }
        if (name == null) {
            return "";
        }
        String decoded = clean(decode(name), MAX_NAME);
        String last = decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
        return last.replaceAll("[\"<>|:*?]", "_").replaceAll("^[. ]+", "");
    }

    static String inventedName(String type, int number) {
        return "attachment-" + number + ENDINGS.getOrDefault(type, ".bin");
    }

    /** The octets as text: by the part's charset, or by the likeliest if that is unknown or a lie. */
    static String charset(MimePart part, byte[] octets) {
        Charset declared = declared(part);
        if (declared != null && !declared.equals(StandardCharsets.US_ASCII)) {
            return new String(octets, declared);
        }
        String text = strict(octets);
        return text == null ? new String(octets, WESTERN) : text;
    }

    private static @Nullable Charset declared(MimePart part) {
        try {
            String name = new ContentType(part.getContentType()).getParameter("charset");
            return name == null ? null : Charset.forName(MimeUtility.javaCharset(name));
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable String strict(byte[] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
