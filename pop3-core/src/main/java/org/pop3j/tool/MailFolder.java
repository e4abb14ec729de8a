package org.pop3j.tool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is stored, one file for each. A file has its final name only when all of it is on the disk; no file is ever
 * overwritten. One process at a time. Lifecycle:
 *
 * <ol>
 *   <li>{@link #open}: locked, and free of what an earlier run left unfinished
 *   <li>for each mail {@link #begin}, the octets, {@link #store}; or {@link #holding}
 *   <li>{@link #sync}: from now on all of it survives the machine
 *   <li>{@link #close()}
 * </ol>
 */
final class MailFolder implements AutoCloseable {
    private static final String LOCK = ".pop3j.lock";
    private static final String PREFIX = ".pop3j-";
    private static final String SUFFIX = ".part";

    /** More mails than this with one unique-id are a broken server, which must not keep us comparing for ever. */
    private static final int MOST_OF_ONE_NAME = 1000;

    private final Path directory;
    private final FileChannel lock;
    /** Directories with names that this run has made; the folder itself is the first. */
    private final List<Path> changed;
    /** Files that stand for a mail of this run: two mails are two files. */
    private final Set<Path> taken = new HashSet<>();

    private MailFolder(Path directory, FileChannel lock, List<Path> changed) {
        this.directory = directory;
        this.lock = lock;
        this.changed = changed;
    }

    /** A file that holds a whole mail, and whether it was there before. */
    record Stored(Path file, boolean before) {}

    static MailFolder open(Path directory) throws ToolException {
        FileChannel lock = null;
        try {
            List<Path> changed = changedByMaking(directory);
            Files.createDirectories(directory);
            lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lock) == null) {
                throw new IOException("another run is writing into it");
            }
            sweep(directory);
            return new MailFolder(directory, lock, changed);
        } catch (IOException e) {
            closeQuietly(lock);
            throw ToolException.local("The directory " + directory + " cannot be used", e);
        }
    }

    /** The folder, and the parents of what is not there yet. */
    private static List<Path> changedByMaking(Path directory) {
        List<Path> changed = new ArrayList<>(List.of(directory));
        Path path = directory.toAbsolutePath();
        for (Path parent = path.getParent(); parent != null && !Files.exists(path); parent = path.getParent()) {
            changed.add(parent);
            path = parent;
        }
        return changed;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** What a run that was killed has left. */
    private static void sweep(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    /** A file for the octets of one mail, readable for its owner only. */
    PartFile begin() throws ToolException {
        try {
            return new PartFile(Files.createTempFile(directory, PREFIX, SUFFIX));
        } catch (IOException e) {
            throw ToolException.local("In the directory " + directory + " no file can be made", e);
        }
    }

    /**
     * Gives a whole mail, which is on the disk already, its name. If it is there with the same octets, it is not stored
     * again; if another mail is there, it gets another name; if too many are there, it is not stored.
     */
    Optional<Stored> store(Path part, FileName name) throws ToolException {
        try {
            for (int ordinal = 1; ordinal <= MOST_OF_ONE_NAME; ordinal++) {
                Path file = directory.resolve(name.file(ordinal));
                if (taken.contains(file)) {
                    continue;
                }
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
                    taken.add(file);
                    return Optional.of(new Stored(file, false));
                }
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.mismatch(part, file) < 0) {
                    force(file);
                    Files.delete(part);
                    taken.add(file);
                    return Optional.of(new Stored(file, true));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw ToolException.local("A mail cannot be stored in " + directory, e);
        }
    }

    /** A file with the name of this mail and with as many octets. */
    Optional<Path> holding(FileName name, long octets) throws ToolException {
        try {
            for (int ordinal = 1; ordinal <= MOST_OF_ONE_NAME; ordinal++) {
                Path file = directory.resolve(name.file(ordinal));
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.empty();
                }
                boolean same = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == octets;
                if (same && taken.add(file)) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw ToolException.local("The directory " + directory + " cannot be read", e);
        }
    }

    /** It may have come there by other means. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the names of the files durable. */
    void sync() throws ToolException {
        for (Path one : changed) {
            sync(one);
        }
    }

    private static void sync(Path directory) throws ToolException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException e) {
            if (!windows()) {
                throw ToolException.local("The directory " + directory + " cannot be read", e);
            }
        } catch (IOException e) {
            throw ToolException.local("The directory " + directory + " cannot be written to the disk", e);
        }
    }

    /** Windows has no such call, and needs none: its file systems keep a journal of names. */
    private static boolean windows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written to it.
        }
    }
}
