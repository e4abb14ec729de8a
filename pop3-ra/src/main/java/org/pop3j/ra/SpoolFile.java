package org.pop3j.ra;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one mail: in memory up to a bound, and as long as all mails together leave room there; in a file from there on. Used by
 * one thread.
 *
 * <ol>
 *   <li>written to while the mail is received;
 *   <li>{@link #finish()} when it is whole, or {@link #discard()} when it never will be.
 * </ol>
 */
final class SpoolFile extends OutputStream {
    /** A mail up to this size stays in memory. */
    static final int MAX_IN_MEMORY = 256 * 1024;

    private final SpoolMemory shared;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(8 * 1024);
    private @Nullable FileChannel file;
    private long count;

    SpoolFile(SpoolMemory shared) {
        this.shared = shared;
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
        if (file == null) {
            file = openFile();
            shared.fileOpened();
            write(file, ByteBuffer.wrap(memory.toByteArray()));
            shared.giveBack(memory.size());
            memory.reset();
        }
        write(file, ByteBuffer.wrap(octets, offset, length));
    }

    private static void write(FileChannel file, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
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

    /** How many octets there are by now. */
    long count() {
        return count;
    }

    /** The mail as received; to be closed by whom it is given to. */
    Octets finish() {
        return file == null
                ? new Octets.InMemory(memory.toByteArray(), shared)
                : new Octets.InFile(file, count, shared);
    }

    /** Gives up a mail that was not received whole. */
    void discard() throws IOException {
        shared.giveBack(memory.size());
        memory.reset();
        if (file != null) {
            shared.fileClosed();
            file.close();
        }
    }
}
