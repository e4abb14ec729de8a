package org.pop3j.testserver;

import java.time.Duration;
import java.time.Instant;

/**
 * How long messages are kept. Times of delivery are minutes, because there may be many of them.
 *
 * @param age zero for ever
 */
record Expiry(Duration age, ServerTime time) {
    /** Messages never expire. */
    static final Expiry NEVER = new Expiry(Duration.ZERO, new ServerTime());

    /** The minute since 1970 that it is. */
    int minute() {
        return Math.toIntExact(time.instant().getEpochSecond() / 60);
    }

    boolean isOver(int minuteOfDelivery) {
        Instant delivered = Instant.ofEpochSecond(60L * minuteOfDelivery);
        return !age.isZero() && !delivered.plus(age).isAfter(time.instant());
    }
}
