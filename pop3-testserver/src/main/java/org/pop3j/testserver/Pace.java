package org.pop3j.testserver;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pop3j.testserver.fault.Effect;

/**
 * How octets are sent: in slices of so many, so many a second, until the faults that ask for it are removed.
 *
 * @param slice null for any
 * @param throttle null for no limit
 */
record Pace(@Nullable Limit slice, @Nullable Limit throttle) {
    static final Pace NONE = new Pace(null, null);

    /** Throttled octets go out so often in a second. */
    private static final int STEPS = 20;

    /** A number, and the fault that it comes from. */
    record Limit(int octets, InjectedFault source) {
        boolean holds() {
            return !source.isRemoved();
        }
    }

    /** This one, and what an effect asks for. */
    Pace with(Effect effect, InjectedFault source) {
        if (effect instanceof Effect.Slice asked) {
            return new Pace(new Limit(asked.octets(), source), throttle);
        }
        return effect instanceof Effect.Throttle asked
                ? new Pace(slice, new Limit(asked.octetsPerSecond(), source))
                : this;
    }

    /** How many octets go into one write. */
    int step(int octets) {
        int step = slice != null && slice.holds() ? slice.octets() : octets;
        return throttle != null && throttle.holds() ? Math.min(step, Math.max(1, throttle.octets() / STEPS)) : step;
    }

    /** Whether a fault has asked for one. */
    boolean restricted() {
        return slice != null || throttle != null;
    }

    boolean limited() {
        return throttle != null && throttle.holds();
    }

    /** How long so many octets take. */
    long nanos(int octets) {
        return throttle == null ? 0 : TimeUnit.SECONDS.toNanos(octets) / throttle.octets();
    }
}
