package org.pop3j.testserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time by which a server goes: that of the system, and ahead of it as far as the test let time pass. Thread-safe. */
final class ServerTime implements InstantSource {
    /** Nanoseconds are counted in a long, which is full after three times that. */
    private static final Duration MOST = Duration.ofDays(36_500);

    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    /** A time that can be counted, for one that somebody may have made up to mean for ever. */
    static Duration countable(Duration time) {
        return time.compareTo(MOST) > 0 ? MOST : time;
    }

    /** Grows steadily, whatever becomes of the system's clock. */
    long nanos() {
        return System.nanoTime() + ahead.toNanos();
    }

    synchronized void pass(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        if (time.compareTo(MOST.minus(ahead)) > 0) {
            throw new IllegalArgumentException("no more than 100 years can pass: " + time);
        }
        ahead = ahead.plus(time);
    }

    /** Goes by the system's time again; nothing that remembers a time may be left. */
    synchronized void reset() {
        ahead = Duration.ZERO;
    }
}
