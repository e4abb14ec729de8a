package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A part of a mail that is not taken apart further. What its header says wrongly counts as not said. */
final class MimeLeaf implements AttachedFile {
    private final MimePart part;
    private final @Nullable ContentType contentType;
    private final String type;

    MimeLeaf(MimePart part) {
        this.part = part;
        this.contentType = contentType(part);
        this.type = type(part, contentType);
    }

    private interface Question {
        @Nullable
        String ask() throws MessagingException;
    }

    private static String answer(Question question) {
        try {
            String answer = question.ask();
            return answer == null ? "" : answer;
        } catch (MessagingException | RuntimeException e) {
            return "";
        }
    }

    private static @Nullable ContentType contentType(MimePart part) {
        try {
            return new ContentType(part.getContentType());
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }

    private static String type(MimePart part, @Nullable ContentType contentType) {
        if (contentType != null) {
            return contentType.getBaseType().toLowerCase(Locale.ROOT);
        }
        // A message that says something wrong about itself is best shown as it stands; a part of one is best kept as it
        // is.
        return part instanceof MimeMessage ? "text/plain" : "application/octet-stream";
    }

    /** What lies between the parts of a multipart; empty if it does not say. */
    String boundary() {
        String boundary = contentType == null ? null : contentType.getParameter("boundary");
        return boundary == null ? "" : boundary;
    }

    boolean isNamedOrAttached() {
        return !name().isEmpty() || Part.ATTACHMENT.equalsIgnoreCase(answer(part::getDisposition));
    }

    @Override
    public String name() {
        String name = answer(part::getFileName);
        // Jakarta Mail makes one character of each octet of bare UTF-8.
        boolean octets = name.chars().allMatch(c -> c < 256);
        String text = octets ? HeaderFields.text(name.getBytes(StandardCharsets.ISO_8859_1)) : name;
        String decoded = DecodedHeaders.decode(text);
        return decoded.substring(Math.max(decoded.lastIndexOf('/'), decoded.lastIndexOf('\\')) + 1);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public String contentId() {
        return answer(part::getContentID).strip().replaceAll("^<|>$", "");
    }

    @Override
    public InputStream open() throws IOException {
        try {
            return part.getInputStream();
        } catch (MessagingException | IOException e) {
            return openAsItStands();
        }
    }

    private InputStream openAsItStands() throws IOException {
        try {
            if (part instanceof MimeBodyPart body) {
                return body.getRawInputStream();
            }
            return ((MimeMessage) part).getRawInputStream();
        } catch (MessagingException e) {
            throw new IOException("a part of the mail cannot be read", e);
        }
    }

    /**
     * All octets, decoded.
     *
     * @throws IOException if there are more than so many, or the mail cannot be read, or an encoding breaks off
     */
    byte[] octets(int limit) throws IOException {
        try (InputStream in = open()) {
            return read(in, limit);
        }
    }

    private static byte[] read(InputStream in, int limit) throws IOException {
        byte[] octets = in.readNBytes(limit);
        if (in.read() >= 0) {
            throw new TooLargeException(limit);
        }
        return octets;
    }

    /** The part as text, by its charset, or by the likeliest if that is not said, unknown, or a lie. */
    String text(int limit) throws IOException {
        byte[] octets = textOctets(limit);
        Charset declared = charset();
        return declared == null || declared.equals(StandardCharsets.US_ASCII)
                ? HeaderFields.text(octets)
                : new String(octets, declared);
    }

    private byte[] textOctets(int limit) throws IOException {
        try {
            return octets(limit);
        } catch (TooLargeException e) {
            throw e;
        } catch (IOException e) {
            // If it is the encoding that is broken then there is text still; if it is the spool, this fails as well.
            try (InputStream in = openAsItStands()) {
                return read(in, limit);
            }
        }
    }

    private @Nullable Charset charset() {
        String name = contentType == null ? null : contentType.getParameter("charset");
        try {
            return name == null ? null : Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int limit) {
            super("a part of the mail is larger than the " + limit + " octets that are read at once");
        }
    }
}
