package org.pop3j.ra;

import java.time.Duration;
import java.util.regex.Pattern;
import org.pop3j.protocol.Capabilities;

/**
 * How long a server wants a user to wait from one login to the next (RFC 2449, section 6.5).
 *
 * @param delay none if it is zero
 * @param loggedIn when the last login was, as {@link System#nanoTime()}
 */
record LoginDelay(Duration delay, long loggedIn) {
    static final LoginDelay NONE = new LoginDelay(Duration.ZERO, 0);

    // A server that asks for more would never be polled.
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    /** What the server announces to the user that has just logged in. */
    static LoginDelay of(Capabilities capabilities) {
        Duration delay = capabilities
                .get(Capabilities.LOGIN_DELAY)
                .flatMap(capability -> capability.parameters().stream().findFirst())
                .filter(seconds -> SECONDS.matcher(seconds).matches())
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .orElse(Duration.ZERO);
        return new LoginDelay(delay.compareTo(LONGEST) > 0 ? LONGEST : delay, System.nanoTime());
    }

    /** How much of it is left. */
    Duration left() {
        Duration left = delay.minusNanos(System.nanoTime() - loggedIn);
        return delay.isZero() || left.isNegative() ? Duration.ZERO : left;
    }
}
