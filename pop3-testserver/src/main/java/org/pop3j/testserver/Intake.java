package org.pop3j.testserver;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.UniqueId;

/**
 * Takes in the canonical octets of one message: counts them, digests them, and keeps them in the heap until there are
 * too many, then in a file. Closed without {@link #finish}, it leaves nothing behind.
 */
final class Intake extends OutputStream {
    /** What stays in the heap, in octets. */
    static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final SpillFolder folder;
    private final MessageDigest sha256;
    private final ByteArrayOutputStream heap = new ByteArrayOutputStream();
    private @Nullable Path file;
    private OutputStream target = heap;
    private long octets;
    private boolean finished;

    Intake(SpillFolder folder) {
        this.folder = folder;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
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
        sha256.update(source, from, count);
        octets += count;
    }

    private void spill() throws IOException {
        file = folder.newFile();
        target = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
        heap.writeTo(target);
        heap.reset();
    }

    /** The message, complete. */
    StoredMessage finish(UniqueId uniqueId) throws IOException {
        target.flush();
        Content content = file == null ? new Content.InMemory(heap.toByteArray()) : new Content.InFile(folder, file);
        finished = true;
        return new StoredMessage(uniqueId, octets, sha256.digest(), content);
    }

    @Override
    public void close() throws IOException {
        target.close();
        if (!finished && file != null) {
            folder.delete(file);
        }
    }
}
