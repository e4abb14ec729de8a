package org.pop3j.testserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder for messages that are too large for the heap: made when the first one comes, removed by {@link #close}
 * with all that is in it, or at the end of the JVM if nobody closes it. Thread-safe.
 */
final class SpillFolder implements AutoCloseable {
    private final Set<Path> files = new HashSet<>();
    private @Nullable Path folder;
    private @Nullable Thread atTheEnd;
    private boolean closed;

    /** A new empty file. */
    synchronized Path newFile() throws IOException {
        if (closed) {
            throw new IllegalStateException("the test server is closed");
        }
        Path file = Files.createTempFile(folder(), "message-", ".eml");
        files.add(file);
        return file;
    }

    private Path folder() throws IOException {
        if (atTheEnd == null) {
            // Before there is anything to delete: once the JVM ends it is refused.
            Thread hook = new Thread(null, this::close, "pop3-testserver: deleting files", 0, false);
            Runtime.getRuntime().addShutdownHook(hook);
            atTheEnd = hook;
        }
        if (folder == null) {
            folder = Files.createTempDirectory("pop3-testserver-");
        }
        return folder;
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
        forgetTheEnd();
    }

    /** The JVM would keep what it is to run at its end, and all that hangs on it. */
    private void forgetTheEnd() {
        if (atTheEnd == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            // It has come already.
        }
        atTheEnd = null;
    }
}
