package org.pop3j.testserver;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for something to happen to a server. To tell costs nothing while nobody waits. Thread-safe. */
final class Changes {
    private final AtomicInteger waiting = new AtomicInteger();
    private long version;

    /** Something has changed, and everybody can see it already. */
    void tell() {
        // Who begins to wait after this look counts itself first and looks at the state then: it sees the change.
        if (waiting.get() > 0) {
            advance();
        }
    }

    private synchronized void advance() {
        version++;
        notifyAll();
    }

    private synchronized long version() {
        return version;
    }

    /**
     * Waits for a condition.
     *
     * @param condition looked at first now, then after each change, and once more at the limit; called without a lock
     * @return whether it came true within the limit
     */
    boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        waiting.incrementAndGet();
        try {
            long seen = version();
            while (!condition.getAsBoolean()) {
                if (!awaitOther(seen, deadline)) {
                    // Not everything that somebody may look at is told.
                    return condition.getAsBoolean();
                }
                seen = version();
            }
            return true;
        } finally {
            waiting.decrementAndGet();
        }
    }

    private synchronized boolean awaitOther(long seen, long deadline) throws InterruptedException {
        while (version == seen) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
