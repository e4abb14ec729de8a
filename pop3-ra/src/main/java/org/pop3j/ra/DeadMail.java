package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * A mail that was given up, as two files: {@code .eml} has its octets as the server gave them, {@code .json} says whose it
 * was and why. The names follow from the mail, so that a second writing replaces the first. The second file comes when the
 * first is complete; each appears whole or not at all.
 */
record DeadMail(Path directory, LedgerKey key, SpooledMail mail, int attempts, String reason) {
    private static final int CHUNK = 64 * 1024;

    /** Where the octets are. */
    Path message() {
        return directory.resolve(name() + ".eml");
    }

    // A unique-id may hold any printable character, and may be used again for another mail.
    private String name() {
        String text = String.join(
                "\n",
                key.maildropKey(),
                key.subscription(),
                mail.uniqueId(),
                mail.identity().fingerprint());
        return MaildropAddress.digest(text.getBytes(UTF_8));
    }

    /** Returns when both files would survive the loss of power. */
    void write(MaildropAddress maildrop, Instant now) throws IOException {
        boolean made = !Files.isDirectory(directory);
        Files.createDirectories(directory);
        write(message(), this::copyMessage);
        byte[] description = description(maildrop, now).getBytes(UTF_8);
        write(directory.resolve(name() + ".json"), file -> Disk.write(file, ByteBuffer.wrap(description)));
        Disk.sync(directory.toAbsolutePath(), made);
    }

    private interface Content {
        void writeTo(FileChannel file) throws IOException;
    }

    private void write(Path path, Content content) throws IOException {
        // Temporary files can be read by their owner alone; so can mail.
        Path part = Files.createTempFile(directory, "", ".part");
        try {
            try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
                content.writeTo(file);
                file.force(true);
            }
            Files.move(part, path, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void copyMessage(FileChannel file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long position = 0;
        int count = mail.octets().read(position, chunk, 0, chunk.length);
        while (count > 0) {
            Disk.write(file, ByteBuffer.wrap(chunk, 0, count));
            position += count;
            count = mail.octets().read(position, chunk, 0, chunk.length);
        }
        if (position != mail.octets().count()) {
            throw new IOException(
                    "the spool has " + position + " of " + mail.octets().count() + " octets");
        }
    }

    private String description(MaildropAddress maildrop, Instant now) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("maildrop", maildrop.toString());
        members.put("subscription", key.subscription());
        members.put("uniqueId", mail.uniqueId());
        members.put("octets", mail.octets().count());
        members.put("attempts", attempts);
        members.put("reason", reason);
        members.put("givenUpAt", now.toString());
        return members.entrySet().stream()
                .map(member -> "  " + quoted(member.getKey()) + ": "
                        + (member.getValue() instanceof Number number ? number.toString() : quoted(member.getValue())))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    // RFC 8259, section 7; in ASCII whatever the text holds.
    private static String quoted(Object text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toString().toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7E) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
