package org.pop3j.testserver;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Takes in the canonical octets of one message: counts them, and keeps them in the heap until there are too many, then in
 * a file. Closed without {@link #finish}, it leaves nothing behind.
 */
final class Intake extends OutputStream {
    /** What stays in the heap, in octets. */
    static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final SpillFolder folder;
    private final ByteArrayOutputStream heap = new ByteArrayOutputStream();
    private @Nullable Path file;
    private OutputStream target = heap;
    private long octets;
    private boolean finished;

    Intake(SpillFolder folder) {
        this.folder = folder;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int count) throws IOException {
        if (file == null && octets + count > IN_MEMORY) {
            spill();
        }
        target.write(source, from, count);
        octets += count;
    }

    private void spill() throws IOException {
        file = folder.newFile();
        target = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        heap.writeTo(target);
        heap.reset();
    }

    /** The message, complete. */
    Content finish() throws IOException {
        target.flush();
        finished = true;
        return file == null ? new Content.InMemory(heap.toByteArray()) : new Content.InFile(folder, file, octets);
    }

    @Override
    public void close() throws IOException {
        target.close();
        if (!finished && file != null) {
            folder.delete(file);
        }
    }
}
