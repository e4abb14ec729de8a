package org.pop3j.testserver;

import java.time.Duration;

/**
 * How long messages are kept. Times are milliseconds since 1970.
 *
 * @param age zero for ever
 */
record Expiry(Duration age, ServerTime time) {
    /** Messages never expire. */
    static final Expiry NEVER = new Expiry(Duration.ZERO, new ServerTime());

    /** What time it is. */
    long now() {
        return time.instant().toEpochMilli();
    }

    boolean isOver(long timeOfDelivery) {
        return !age.isZero() && now() - timeOfDelivery >= age.toMillis();
    }
}
