package org.pop3j.testserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time by which a server goes: that of the system, and ahead of it as far as the test let time pass. Thread-safe. */
final class ServerTime implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    /** Grows steadily, whatever becomes of the system's clock. */
    long nanos() {
        return System.nanoTime() + ahead.toNanos();
    }

    synchronized void pass(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        ahead = ahead.plus(time);
    }
}
