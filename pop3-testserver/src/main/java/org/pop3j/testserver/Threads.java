package org.pop3j.testserver;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** Waiting for threads to end. */
final class Threads {
    private Threads() {}

    /**
     * Waits for all of them, within one limit and whether interrupted or not; an interrupt is kept for the caller.
     *
     * @throws IllegalStateException if one is still alive
     */
    static void join(Collection<Thread> threads, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            long left;
            while (thread.isAlive() && (left = deadline - System.nanoTime()) > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(thread, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Thread thread : threads) {
            if (thread.isAlive()) {
                throw new IllegalStateException("thread " + thread.getName() + " did not end within " + limit);
            }
        }
    }
}
