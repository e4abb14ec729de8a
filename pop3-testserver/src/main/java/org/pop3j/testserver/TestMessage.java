package org.pop3j.testserver;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message for a test: built without a mail library (RFC 5322; RFC 2045 to 2047; RFC 2231), generated, or taken from one.
 * Immutable.
 *
 * <pre>{@code
 * TestMessage.builder().from("Zoë <zoe@example.org>").subject("Drucker brennt").text("Hilfe!").build()
 * }</pre>
 */
public final class TestMessage {
    private final Content content;

    private TestMessage(Content content) {
        this.content = content;
    }

    private TestMessage(byte[] octets) {
        this(new Content.InMemory(octets));
    }

    /** Begins a message from {@code sender@example.org} to {@code recipient@example.org}, dated now. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A message of any size that is made anew each time it is read, so that it takes no memory and no file. A header, then
     * lines of printable ASCII, each different; some are empty, some begin with a dot, some are nothing but a dot.
     *
     * @param octets its size, exactly: 256 or more
     * @param seed the same size and seed make the same message, today and with later versions
     * @throws IllegalArgumentException if it is to be smaller
     */
    public static TestMessage generated(long octets, long seed) {
        return new TestMessage(new GeneratedContent(octets, seed));
    }

    /**
     * What Jakarta Mail writes of a message at this moment, in the heap. Jakarta Mail is needed for this alone. A message that
     * was never saved is saved thereby.
     *
     * @throws IllegalArgumentException if Jakarta Mail cannot write it
     * @throws UncheckedIOException if the content of a part cannot be read
     */
    // Not an overload of something: to choose between overloads a compiler wants the types of all of them.
    @SuppressWarnings("exports") // Whoever calls it has Jakarta Mail; a module that does not must compile without it.
    public static TestMessage copyOf(MimeMessage message) {
        return new TestMessage(MimeMessages.octets(message));
    }

    /**
     * The octets of the message, a copy of its own; what the builder or the generator made has only CRLF as line end.
     *
     * @throws IllegalStateException if it is too large for an array: a generated one of 2 GiB or more
     */
    public byte[] content() {
        try {
            return content.toArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Content source() {
        return content;
    }

    /**
     * Describes a message. Not thread-safe.
     *
     * <p>Text of any language may go into subject, names, bodies and file names. Wherever a value goes into a header, CR,
     * LF or NUL in it is an {@link IllegalArgumentException}.
     */
    public static final class Builder {
        private static final DateTimeFormatter DATE =
                DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.US);
        private static final Set<String> OWN_FIELDS = Set.of("from", "to", "subject", "date", "mime-version");

        private Mailbox from = Mailbox.parse("sender@example.org");
        private final List<Mailbox> to = new ArrayList<>();
        private String subject = "";
        private OffsetDateTime date = Instant.now().atOffset(ZoneOffset.UTC);
        private final List<String> fields = new ArrayList<>();
        private boolean messageId;
        private @Nullable String text;
        private @Nullable String html;
        private final List<MimePart> attachments = new ArrayList<>();
        private byte @Nullable [] raw;

        private Builder() {}

        /**
         * Sets the author.
         *
         * @param mailbox {@code local@domain} or {@code Name <local@domain>}; the address in ASCII
         */
        public Builder from(String mailbox) {
            from = Mailbox.parse(mailbox);
            return this;
        }

        /**
         * Adds a recipient.
         *
         * @param mailbox {@code local@domain} or {@code Name <local@domain>}; the address in ASCII
         */
        public Builder to(String mailbox) {
            to.add(Mailbox.parse(mailbox));
            return this;
        }

        /** Sets the subject. */
        public Builder subject(String subject) {
            HeaderField.checkValue("Subject", subject);
            this.subject = subject;
            return this;
        }

        /** Sets the date; seconds are the finest that a header can tell. */
        public Builder date(OffsetDateTime date) {
            this.date = date;
            return this;
        }

        /** Sets the date, told in UTC. */
        public Builder date(Instant date) {
            return date(date.atOffset(ZoneOffset.UTC));
        }

        /**
         * Adds a header field; a name may come more than once.
         *
         * @throws IllegalArgumentException if the name is not one, or is that of a field which the builder writes itself
         */
        public Builder header(String name, String value) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (OWN_FIELDS.contains(lower) || lower.startsWith("content-")) {
                throw new IllegalArgumentException(name + " is written by the builder");
            }
            fields.add(HeaderField.text(name, value));
            messageId |= lower.equals("message-id");
            return this;
        }

        /** Sets the body as plain text; its line ends become CRLF. */
        public Builder text(String text) {
            this.text = text;
            return this;
        }

        /** Sets the body as HTML; next to {@link #text} both become alternatives of each other. */
        public Builder html(String html) {
            this.html = html;
            return this;
        }

        /**
         * Adds a file.
         *
         * @param name its name, in any language
         * @param type its content type, such as {@code application/pdf}; not {@code multipart/}. A {@code message/} is not
         *     encoded: its line ends become CRLF, and it must have no NUL and no lines over 998 octets.
         * @param content its octets
         */
        public Builder attachment(String name, String type, byte[] content) {
            attachments.add(MimePart.attachment(name, type, content));
            return this;
        }

        /** Takes the whole message as it is, well-formed or not, in place of everything else. */
        public Builder raw(byte[] message) {
            raw = message.clone();
            return this;
        }

        /** Makes the message. */
        public TestMessage build() {
            if (raw != null) {
                return new TestMessage(raw);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(header().getBytes(StandardCharsets.US_ASCII));
            body().writeTo(out);
            return new TestMessage(Canonical.of(out.toByteArray()));
        }

        private String header() {
            List<Mailbox> recipients = to.isEmpty() ? List.of(Mailbox.parse("recipient@example.org")) : to;
            StringBuilder header = new StringBuilder()
                    .append(HeaderField.mailboxes("From", List.of(from)))
                    .append(HeaderField.mailboxes("To", recipients))
                    .append(HeaderField.text("Subject", subject))
                    .append(HeaderField.text("Date", DATE.format(date)));
            if (!messageId) {
                header.append(HeaderField.text("Message-ID", "<" + UUID.randomUUID() + "@example.org>"));
            }
            fields.forEach(header::append);
            return header.append("MIME-Version: 1.0\r\n").toString();
        }

        private MimePart body() {
            List<MimePart> alternatives = new ArrayList<>();
            if (text != null || (html == null && attachments.isEmpty())) {
                alternatives.add(MimePart.text("plain", text == null ? "" : text));
            }
            if (html != null) {
                alternatives.add(MimePart.text("html", html));
            }
            List<MimePart> parts = new ArrayList<>();
            if (alternatives.size() > 1) {
                parts.add(MimePart.multipart("alternative", alternatives));
            } else {
                parts.addAll(alternatives);
            }
            parts.addAll(attachments);
            return attachments.isEmpty() ? parts.get(0) : MimePart.multipart("mixed", parts);
        }
    }
}
