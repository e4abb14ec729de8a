package org.pop3j.client;

import java.time.Duration;

/** The client's patience: every wait is finite, so none of these may be zero or longer than {@link #MAX}. */
record Timeouts(Duration connect, Duration read, Duration command, Duration quit, Duration session) {
    /** What a socket can be told in milliseconds, rounded down to whole days. */
    static final Duration MAX = Duration.ofDays(24);

    static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofHours(1));

    Timeouts {
        require("connectTimeout", connect);
        require("readTimeout", read);
        require("commandTimeout", command);
        require("quitTimeout", quit);
        require("sessionTimeout", session);
    }

    private static void require(String name, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " must be longer than zero and at most " + MAX);
        }
    }

    Timeouts withConnect(Duration timeout) {
        return new Timeouts(timeout, read, command, quit, session);
    }

    Timeouts withRead(Duration timeout) {
        return new Timeouts(connect, timeout, command, quit, session);
    }

    Timeouts withCommand(Duration timeout) {
        return new Timeouts(connect, read, timeout, quit, session);
    }

    Timeouts withQuit(Duration timeout) {
        return new Timeouts(connect, read, command, timeout, session);
    }

    Timeouts withSession(Duration timeout) {
        return new Timeouts(connect, read, command, quit, timeout);
    }
}
