package org.pop3j.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder for messages that are too large for the heap: made when the first one comes, removed by {@link #close}
 * with all that is in it. Thread-safe.
 */
final class SpillFolder implements AutoCloseable {
    private final Set<Path> files = new HashSet<>();
    private @Nullable Path folder;
    private boolean closed;

    /** A new empty file. */
    synchronized Path newFile() throws IOException {
        if (closed) {
            throw new IllegalStateException("the test server is closed");
        }
        if (folder == null) {
            folder = Files.createTempDirectory("pop3-testserver-");
        }
        Path file = Files.createTempFile(folder, "message-", ".eml");
        files.add(file);
        return file;
    }

    /** Deletes one file; what cannot be deleted now is tried again by {@link #close}. */
    synchronized void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            files.remove(file);
        } catch (IOException e) {
            // Windows refuses while somebody reads; close() comes back to it.
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Set.copyOf(files).forEach(this::delete);
        if (folder != null) {
            delete(folder);
        }
    }
}
