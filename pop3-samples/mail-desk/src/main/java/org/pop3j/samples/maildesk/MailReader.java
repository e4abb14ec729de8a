package org.pop3j.samples.maildesk;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pop3j.samples.maildesk.MailContent.Attachment;

/**
 * Reads one mail. A mail that breaks the rules of MIME is read as far as it can be: a part that cannot be taken apart is
 * shown as it stands, and a ticket with half of its mail is better than a mail that comes back for ever. Everything is
 * bounded, whatever the mail. Not safe for use by several threads.
 */
final class MailReader {
    static final int MAX_HEADER = 1_000;
    static final int MAX_TEXT = 100_000;
    static final int MAX_KEPT = 8 * 1024 * 1024;
    private static final int MAX_TEXT_OCTETS = 400_000;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 100;

    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final List<Attachment> attachments = new ArrayList<>();
    private int room = MAX_KEPT;
    private int parts;

    private MailReader() {}

    static MailContent read(MimeMessage message) {
        MailReader reader = new MailReader();
        reader.part(message, 0);
        return new MailContent(
                HeaderText.clean(sender(message), MAX_HEADER),
                HeaderText.clean(HeaderText.decode(header(message, "Subject")), MAX_HEADER),
                reader.text(),
                List.copyOf(reader.attachments),
                header(message, "X-Mail-Desk-Fail"));
    }

    private String text() {
        String text = plain.toString().isBlank() ? HtmlText.of(html.toString()) : plain.toString();
        // Some databases refuse the character 0 in a text.
        String shown = text.replace('\0', '\uFFFD').strip();
        return shown.length() <= MAX_TEXT ? shown : shown.substring(0, MAX_TEXT);
    }

    private static @Nullable String header(MimeMessage message, String name) {
        try {
            return message.getHeader(name, ", ");
        } catch (MessagingException | RuntimeException e) {
            return null;
        }
    }

    private static String sender(MimeMessage message) {
        try {
            Address[] from = message.getFrom();
            if (from != null && from.length > 0) {
                return HeaderText.utf8(from[0] instanceof InternetAddress a ? shown(a) : from[0].toString());
            }
        } catch (MessagingException | RuntimeException e) {
            // No address that anybody could answer to, but perhaps one that somebody can read.
        }
        return HeaderText.decode(header(message, "From"));
    }

    private static String shown(InternetAddress address) {
        String name = address.getPersonal();
        return name == null ? address.getAddress() : name + " <" + address.getAddress() + ">";
    }

    private void part(MimePart part, int depth) {
        if (++parts > MAX_PARTS || depth > MAX_DEPTH) {
            return;
        }
        try {
            if (part.isMimeType("multipart/*") && children(part, depth)) {
                return;
            }
            leaf(part);
        } catch (MessagingException | IOException | RuntimeException e) {
            attachments.add(new Attachment("unreadable-" + parts, "application/octet-stream", -1, null));
        }
    }

    /** Whether the part could be taken apart; if not, then it is shown as it stands. */
    private boolean children(MimePart part, int depth) {
        try {
            if (!(part.getContent() instanceof Multipart multipart)) {
                return false;
            }
            int count = multipart.getCount();
            for (int i = 0; i < count && parts < MAX_PARTS; i++) {
                if (multipart.getBodyPart(i) instanceof MimePart child) {
                    part(child, depth + 1);
                }
            }
            return count > 0;
        } catch (MessagingException | IOException | RuntimeException e) {
            return false;
        }
    }

    private void leaf(MimePart part) throws MessagingException, IOException {
        String name = HeaderText.fileName(part);
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) || !name.isEmpty();
        if (!attached && part.isMimeType("text/html")) {
            append(html, part);
        } else if (!attached && (part.isMimeType("text/plain") || part.isMimeType("multipart/*"))) {
            append(plain, part);
        } else {
            attach(part, name);
        }
    }

    private static void append(StringBuilder to, MimePart part) throws MessagingException, IOException {
        if (to.length() > MAX_TEXT_OCTETS) {
            return;
        }
        if (to.length() > 0) {
            to.append("\n\n");
        }
        try (InputStream in = Octets.open(part)) {
            to.append(HeaderText.charset(part, Octets.read(in, MAX_TEXT_OCTETS).content()));
        }
    }

    private void attach(MimePart part, String name) throws MessagingException, IOException {
        String type = type(part);
        String shown = name.isEmpty() ? HeaderText.inventedName(type, attachments.size() + 1) : name;
        try (InputStream in = Octets.open(part)) {
            Octets octets = Octets.read(in, room);
            byte[] content = octets.complete() ? octets.content() : null;
            if (content != null) {
                room -= content.length;
            }
            attachments.add(new Attachment(shown, type, octets.count(), content));
        } catch (IOException e) {
            attachments.add(new Attachment(shown, type, -1, null));
        }
    }

    private static @Nullable String disposition(MimePart part) throws MessagingException {
        try {
            return part.getDisposition();
        } catch (ParseException e) {
            return null;
        }
    }

    private static String type(MimePart part) throws MessagingException {
        try {
            String type = new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
            return HeaderText.clean(type, 100);
        } catch (ParseException e) {
            return "application/octet-stream";
        }
    }
}
