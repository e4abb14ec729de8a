package org.pop3j.ra;

import jakarta.activation.DataSource;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The parts of one mail, found by Jakarta Mail and read from the spool when they are asked for. */
final class MimeContent implements MailContent {
    static final int MAX_TEXT = 16 * 1024 * 1024;
    static final int MAX_PARTS = 1_000;
    private static final int MAX_DEPTH = 20;

    private final List<MimeLeaf> plain = new ArrayList<>();
    private final List<MimeLeaf> html = new ArrayList<>();
    private final List<MimeLeaf> attachments = new ArrayList<>();
    private int parts;

    private MimeContent() {}

    /** @throws IOException if the mail has too many parts */
    static MimeContent of(MimeMessage message) throws IOException {
        MimeContent content = new MimeContent();
        content.add(message, 0);
        return content;
    }

    @Override
    public String text() throws IOException {
        String text = join(plain);
        return text.isBlank() ? HtmlText.of(html()) : text;
    }

    @Override
    public String html() throws IOException {
        return join(html);
    }

    @Override
    public List<AttachedFile> attachments() {
        return List.copyOf(attachments);
    }

    List<MimeLeaf> attached() {
        return attachments;
    }

    /** The part that is the text, or else the first. */
    MimeLeaf main() {
        return leaves().findFirst().orElseThrow();
    }

    /** The first part that says that it is JSON, or else the main one. */
    MimeLeaf json() {
        return leaves().filter(leaf ->
                        leaf.type().equals("application/json") || leaf.type().endsWith("+json"))
                .findFirst()
                .orElseGet(this::main);
    }

    private Stream<MimeLeaf> leaves() {
        return Stream.of(plain, html, attachments).flatMap(List::stream);
    }

    private static String join(List<MimeLeaf> leaves) throws IOException {
        StringBuilder text = new StringBuilder();
        for (MimeLeaf leaf : leaves) {
            text.append(text.isEmpty() ? "" : "\n\n").append(leaf.text(Math.max(0, MAX_TEXT - text.length())));
        }
        return text.toString();
    }

    private void add(MimePart part, int depth) throws IOException {
        if (++parts > MAX_PARTS) {
            throw tooManyParts();
        }
        MimeLeaf leaf = new MimeLeaf(part);
        List<MimePart> children =
                leaf.type().startsWith("multipart/") && depth < MAX_DEPTH ? children(part, leaf.boundary()) : List.of();
        for (MimePart child : children) {
            add(child, depth + 1);
        }
        if (children.isEmpty()) {
            addLeaf(leaf);
        }
    }

    private void addLeaf(MimeLeaf leaf) {
        boolean attached = leaf.isNamedOrAttached();
        if (!attached && leaf.type().equals("text/html")) {
            html.add(leaf);
        } else if (!attached && (leaf.type().equals("text/plain") || leaf.type().startsWith("multipart/"))) {
            plain.add(leaf);
        } else {
            attachments.add(leaf);
        }
    }

    /** The parts of a part; none if it cannot be taken apart. */
    private static List<MimePart> children(MimePart part, String boundary) throws IOException {
        try {
            // Not by getContent(): what that gives depends on what the application has put in its way.
            DataSource source = part.getDataHandler().getDataSource();
            requireFewParts(source, boundary);
            MimeMultipart multipart = new MimeMultipart(source);
            List<MimePart> children = new ArrayList<>();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart child = multipart.getBodyPart(i);
                if (child instanceof MimePart mime) {
                    children.add(mime);
                }
            }
            return children;
        } catch (MessagingException | RuntimeException e) {
            return List.of();
        }
    }

    // Twice as many, because boundaries that begin with this one count as well, and so do the ends.
    private static void requireFewParts(DataSource source, String boundary) throws IOException {
        try (InputStream in = source.getInputStream()) {
            if (BoundaryLines.count(in, boundary, 2 * MAX_PARTS) > 2 * MAX_PARTS) {
                throw tooManyParts();
            }
        }
    }

    private static IOException tooManyParts() {
        return new IOException("the mail has more than " + MAX_PARTS + " parts");
    }
}
