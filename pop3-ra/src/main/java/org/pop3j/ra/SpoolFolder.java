package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the mails of one maildrop are from when they are fetched until they are settled, so that they outlive the process: some
 * servers hide or remove what was fetched. Of one session at a time.
 *
 * @param directory for this maildrop alone; made when it is needed
 */
record SpoolFolder(Path directory) {
    private static final System.Logger LOG = System.getLogger(SpoolFolder.class.getPackageName());

    // In the order in which they were fetched: when, and the message-number. A unique-id may hold any printable
    // character, and a file system may not tell capital letters from small ones.
    private static final Pattern NAME = Pattern.compile("(\\d{15})-(\\d{10})-(\\d+)-([0-9a-z]+)\\.mail");
    private static final int RADIX = Character.MAX_RADIX;
    private static final String PART = ".part";
    // The session of a poller that has been closed may still be ending.
    private static final Duration LONGEST_FETCH = Duration.ofDays(1);
    private static final long LEAST_SPACE = 64L << 20;

    /** A mail that has been fetched; {@code octets} is what the scan listing has said of it. */
    record Kept(Path file, String uniqueId, long octets) {
        Octets open(SpoolMemory memory) throws IOException {
            long size = Files.size(file);
            FileChannel channel = FileChannel.open(file, READ);
            memory.fileOpened();
            return new Octets.InFile(channel, size, memory, Optional.of(file));
        }
    }

    /**
     * The place of a mail that is to be fetched.
     *
     * @param session when the session began
     */
    record Place(SpoolFolder folder, Instant session, Listing.Message message) {
        /** A new file, for as long as the mail has not come whole. */
        Path begin() throws IOException {
            return Files.createTempFile(folder.directory, "", PART);
        }

        /** Has a mail that came whole survive the loss of power; from now on it is in the file that is returned. */
        Path keep(Path part, FileChannel channel) throws IOException {
            channel.force(true);
            String uniqueId = new BigInteger(1, message.uniqueId().getBytes(US_ASCII)).toString(RADIX);
            String name = String.format(
                    Locale.ROOT,
                    "%015d-%010d-%d-%s.mail",
                    session.toEpochMilli(),
                    message.number(),
                    message.octets(),
                    uniqueId);
            Path file = Files.move(part, folder.directory.resolve(name), ATOMIC_MOVE);
            Disk.sync(folder.directory.toAbsolutePath(), false);
            return file;
        }
    }

    static SpoolFolder of(Path data, MaildropAddress maildrop) {
        return new SpoolFolder(data.resolve("spool").resolve(maildrop.key().replace(':', '-')));
    }

    /**
     * To be called before anything is fetched, which the server may not give a second time.
     *
     * @throws IOException if nothing could be kept here
     */
    void requireWritable() throws IOException {
        boolean made = !Files.isDirectory(directory);
        Files.createDirectories(directory);
        if (made) {
            Disk.sync(directory.toAbsolutePath(), true);
        }
        long space = Files.getFileStore(directory).getUsableSpace();
        if (space < LEAST_SPACE) {
            throw new IOException(directory + " has room for " + space + " octets, and must have for " + LEAST_SPACE);
        }
        Path probe = Files.createTempFile(directory, "", PART);
        try (FileChannel channel = FileChannel.open(probe, WRITE)) {
            Disk.write(channel, ByteBuffer.wrap(new byte[1]));
            channel.force(true);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** What is there, in the order in which it was fetched; what did not come whole is removed, when nobody can be fetching it any more. */
    List<Kept> kept() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.sorted().toList();
        }
        List<Kept> kept = new ArrayList<>();
        for (Path file : files) {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                kept.add(new Kept(file, uniqueId(name.group(4)), Long.parseLong(name.group(3))));
            } else if (file.toString().endsWith(PART)) {
                removeIfOld(file);
            }
        }
        return kept;
    }

    private static void removeIfOld(Path part) {
        try {
            Instant written = Files.getLastModifiedTime(part).toInstant();
            if (written.isBefore(Instant.now().minus(LONGEST_FETCH))) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "it has come whole meanwhile, or is there for ever", e);
        }
    }

    private static String uniqueId(String name) {
        return new String(new BigInteger(name, RADIX).toByteArray(), US_ASCII);
    }
}
