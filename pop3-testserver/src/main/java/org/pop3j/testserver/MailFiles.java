package org.pop3j.testserver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the messages of a file or folder, whatever form of these it is. */
final class MailFiles {
    /** Enough for the name of the first header field. */
    private static final int HEAD_OCTETS = 1024;

    private MailFiles() {}

    /** Takes messages in. */
    interface Intake {
        void take(MessageSource message) throws IOException;
    }

    /**
     * Hands over all messages in their order.
     *
     * @throws IllegalArgumentException if something there is no message, or the whole is no form that is known
     */
    static void read(Path source, Intake intake) throws IOException {
        if (!Files.isDirectory(source)) {
            read(source, Files.newInputStream(source), intake, true);
        } else if (Maildir.is(source)) {
            readMaildir(Maildir.list(source), intake);
        } else {
            for (Path file : messages(source)) {
                read(file, Files.newInputStream(file), intake, false);
            }
        }
    }

    private static void readMaildir(Maildir maildir, Intake intake) throws IOException {
        for (Path file : maildir.files()) {
            Optional<InputStream> opened = maildir.open(file);
            if (opened.isPresent()) {
                read(file, opened.get(), intake, false);
            }
        }
    }

    private static List<Path> messages(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isRegularFile)) {
            for (Path file : all) {
                if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".eml")) {
                    files.add(file);
                }
            }
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("neither a Maildir nor a folder with .eml files: " + folder);
        }
        files.sort(null);
        return files;
    }

    private static void read(Path file, InputStream opened, Intake intake, boolean mboxAllowed) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(opened, 2 * HEAD_OCTETS)) {
            in.mark(HEAD_OCTETS);
            byte[] head = in.readNBytes(HEAD_OCTETS);
            in.reset();
            if (mboxAllowed && (head.length == 0 || Mbox.begins(head))) {
                readMbox(in, intake);
            } else if (HeaderField.begins(head, 0, head.length)) {
                intake.take(in::transferTo);
            } else {
                throw new IllegalArgumentException(
                        "it does not begin like a message" + (mboxAllowed ? " or an mbox: " : ": ") + file);
            }
        }
    }

    private static void readMbox(InputStream in, Intake intake) throws IOException {
        Mbox mbox = new Mbox(in);
        while (mbox.hasNext()) {
            intake.take(mbox::writeNext);
        }
    }
}
