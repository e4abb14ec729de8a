package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Drops clients that take nothing of what a thread writes to them. The JDK's server has a limit for the whole of an answer only,
 * the work for it included. Thread-safe.
 */
final class WriteLimit implements AutoCloseable {
    private static final int LOOKS = 10;

    private final long nanos;
    private final Timer clock = new Timer("pop3-testserver control clock", true);

    /** Who is writing, and since when. */
    private final Map<Thread, Long> writers = new ConcurrentHashMap<>();

    /** What is written at once. */
    @FunctionalInterface
    interface Piece {
        void write() throws IOException;
    }

    WriteLimit(Duration limit) {
        nanos = limit.toNanos();
        long millis = Math.max(1, limit.toMillis() / LOOKS);
        clock.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        look();
                    }
                },
                millis,
                millis);
    }

    /** Writes a piece, which the client has to take within the limit. */
    void write(Piece piece) throws IOException {
        writers.put(Thread.currentThread(), System.nanoTime());
        try {
            piece.write();
        } finally {
            writers.remove(Thread.currentThread());
            // One that came too late is not for what this thread does next.
            Thread.interrupted();
        }
    }

    private void look() {
        try {
            writers.keySet().forEach(this::look);
        } catch (OutOfMemoryError e) {
            // A large body, most likely. The next look is due soon.
        }
    }

    /** As long as this looks at a thread, that one does not get beyond the removal in {@link #write}. */
    private void look(Thread writer) {
        writers.computeIfPresent(writer, (thread, began) -> {
            if (System.nanoTime() - began > nanos) {
                // Closes the channel that it writes to.
                thread.interrupt();
            }
            return began;
        });
    }

    @Override
    public void close() {
        clock.cancel();
    }
}
