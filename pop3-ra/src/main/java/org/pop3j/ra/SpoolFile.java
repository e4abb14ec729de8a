package org.pop3j.ra;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one mail: in memory up to a bound, and as long as all mails together leave room there; in a file from there on, or when it
 * is whole if it is to outlive the process. Used by one thread.
 *
 * <ol>
 *   <li>written to while the mail is received;
 *   <li>{@link #finish()} when it is whole, or {@link #discard()} when it never will be.
 * </ol>
 */
final class SpoolFile extends OutputStream {
    private static final System.Logger LOG = System.getLogger(SpoolFile.class.getPackageName());

    /** A mail up to this size stays in memory. */
    static final int MAX_IN_MEMORY = 256 * 1024;

    private final SpoolMemory shared;
    private final Optional<SpoolFolder.Place> place;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(8 * 1024);
    private @Nullable FileChannel file;
    private @Nullable Path part;
    private @Nullable IOException failure;
    private long count;

    /** @param place where it is to outlive the process; if there is none it need not */
    SpoolFile(SpoolMemory shared, Optional<SpoolFolder.Place> place) {
        this.shared = shared;
        this.place = place;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        count += length;
        if (file == null && count <= MAX_IN_MEMORY && shared.take(length)) {
            memory.write(octets, offset, length);
            return;
        }
        FileChannel open = file();
        if (memory.size() > 0) {
            Disk.write(open, ByteBuffer.wrap(memory.toByteArray()));
            forgetMemory();
        }
        Disk.write(open, ByteBuffer.wrap(octets, offset, length));
    }

    private FileChannel file() throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = place.isPresent() ? openIn(place.get()) : openFile();
            file = open;
            shared.fileOpened();
        }
        return open;
    }

    private FileChannel openIn(SpoolFolder.Place known) throws IOException {
        Path begun = known.begin();
        part = begun;
        return FileChannel.open(begun, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel openFile() throws IOException {
        Path path = Files.createTempFile("pop3j-", ".spool");
        FileChannel channel = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            // Where an open file can lose its name, the system frees it even if we are killed.
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Elsewhere DELETE_ON_CLOSE does what can be done.
            return channel;
        }
        return channel;
    }

    private void forgetMemory() {
        shared.giveBack(memory.size());
        memory.reset();
    }

    /** How many octets there are by now. */
    long count() {
        return count;
    }

    /** The mail as received; to be closed by whom it is given to. */
    Octets finish() {
        if (place.isPresent()) {
            try {
                return kept(place.get());
            } catch (IOException e) {
                // It has come, and may not come again: it is delivered from what there is.
                failure = e;
            }
        }
        if (memory.size() > 0 || file == null) {
            closeFile();
            return new Octets.InMemory(memory.toByteArray(), shared);
        }
        return new Octets.InFile(file, count, shared, Optional.ofNullable(part));
    }

    /** Why a mail that was to outlive the process does not. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    private Octets kept(SpoolFolder.Place known) throws IOException {
        FileChannel open = file();
        if (memory.size() > 0) {
            Disk.write(open, ByteBuffer.wrap(memory.toByteArray()));
        }
        Path whole = known.keep(Objects.requireNonNull(part), open);
        forgetMemory();
        return new Octets.InFile(open, count, shared, Optional.of(whole));
    }

    /** Gives up a mail that was not received whole. */
    void discard() {
        forgetMemory();
        closeFile();
    }

    private void closeFile() {
        try {
            if (file != null) {
                shared.fileClosed();
                file.close();
                file = null;
            }
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a spool file could not be closed, or removed", e);
        }
    }
}
