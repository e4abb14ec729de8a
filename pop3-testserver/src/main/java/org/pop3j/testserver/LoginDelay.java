package org.pop3j.testserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The time that has to pass between two logins of a user (RFC 2449, section 6.5). Thread-safe. */
final class LoginDelay {
    private final Duration delay;
    private final InstantSource clock;
    private final ConcurrentMap<String, Instant> last = new ConcurrentHashMap<>();

    /** A delay; none at all if it is zero. */
    LoginDelay(Duration delay, InstantSource clock) {
        this.delay = delay;
        this.clock = clock;
    }

    /** Whether the last successful login was too short ago. */
    boolean tooSoon(String user) {
        Instant before = last.get(user);
        return before != null && clock.instant().isBefore(before.plus(delay));
    }

    /** Tells that a user has come in; who was turned away need not wait any longer for that. */
    void cameIn(String user) {
        last.put(user, clock.instant());
    }

    /** Nobody has ever come in. */
    void reset() {
        last.clear();
    }
}
