package org.pop3j.ra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many sessions to mail servers begin at once, on the whole and for each host, and one at a time to a host that could
 * not be reached again and again: many maildrops must not all knock at a server that is down. Nobody is blocked here. Safe for
 * use by any thread.
 */
final class Doors {
    /** How many sessions there are at most; a server may have 30 threads for an adapter, and deliveries need some. */
    static final int MAX_SESSIONS = 16;

    private static final int FAILURES = 5;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Map<String, Host> hosts = new HashMap<>();
    private final Map<Runnable, Request> waiting = new LinkedHashMap<>();
    private int sessions;

    /** Who wants to begin a session: to which host, and with how many others at most. */
    record Request(String host, int maxConnections) {}

    private static final class Host {
        private int sessions;
        private int failures;
        private Instant lastFailure = Instant.MIN;
        private Instant closedUntil = Instant.MIN;
    }

    Doors(Clock clock) {
        this.clock = clock;
    }

    /**
     * Asks to begin a session; to be followed by {@link #leave} if that is allowed.
     *
     * @param turn run, if it is not, whenever it may be asked for again; the latest request with it counts
     */
    boolean enter(Request request, Runnable turn) {
        lock.lock();
        try {
            boolean open = isOpen(request);
            if (open) {
                waiting.remove(turn);
                sessions++;
                hosts.computeIfAbsent(request.host(), name -> new Host()).sessions++;
            } else {
                waiting.put(turn, request);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen(Request request) {
        Host host = hosts.get(request.host());
        if (sessions >= MAX_SESSIONS || host == null) {
            return sessions < MAX_SESSIONS;
        }
        boolean doubtful = host.failures >= FAILURES;
        return doubtful
                ? host.sessions == 0 && !clock.instant().isBefore(host.closedUntil)
                : host.sessions < request.maxConnections();
    }

    /**
     * Ends a session.
     *
     * @param begun when it began: what fails at the same time is one failure
     * @param retry the time from one try to the next if the host could not be reached; null if it could
     */
    void leave(String name, Instant begun, @Nullable Duration retry) {
        List<Runnable> next;
        lock.lock();
        try {
            sessions--;
            Host host = hosts.computeIfAbsent(name, absent -> new Host());
            host.sessions--;
            if (retry == null) {
                host.failures = 0;
            } else if (!begun.isBefore(host.lastFailure)) {
                host.failures++;
                host.lastFailure = clock.instant();
                host.closedUntil = host.lastFailure.plus(Trouble.NETWORK.backOff(retry, host.failures));
            }
            if (host.sessions == 0 && host.failures == 0) {
                hosts.remove(name);
            }
            next = next();
        } finally {
            lock.unlock();
        }
        next.forEach(Runnable::run);
    }

    // All for whom there is room, in the order of asking: the first of them may not want to begin now, and those behind
    // it are
    // not to wait for that. Each keeps its place until it begins.
    private List<Runnable> next() {
        return waiting.entrySet().stream()
                .filter(one -> isOpen(one.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Forgets who waits; does nothing if it does not. */
    void forget(Runnable turn) {
        lock.lock();
        try {
            waiting.remove(turn);
        } finally {
            lock.unlock();
        }
    }
}
