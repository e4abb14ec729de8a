package org.pop3j.testserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The sessions that are going on, each with its thread. Thread-safe. */
final class LiveSessions {
    /** More connections than this wait in the backlog until a session ends. */
    static final int MOST = 10_000;

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Duration autologout;
    private final Map<Session, Thread> threads = new HashMap<>();
    private final Semaphore room = new Semaphore(MOST);
    private long lastSweep = System.nanoTime();

    /**
     * No sessions yet.
     *
     * @param autologout how long a client may be silent
     */
    LiveSessions(Duration autologout) {
        this.autologout = autologout;
    }

    /** Waits for a while until one more session may begin; if so, {@link #start} or {@link #giveUp} must follow. */
    boolean awaitRoom(long millis) throws InterruptedException {
        return room.tryAcquire(millis, TimeUnit.MILLISECONDS);
    }

    void giveUp() {
        room.release();
    }

    /** Gives a session its thread. If that fails the session has not begun, and there is room for another one still to be given up. */
    synchronized void start(Session session, String threadName) {
        Thread thread = new Thread(() -> run(session), threadName);
        thread.setDaemon(true);
        threads.put(session, thread);
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                threads.remove(session);
            }
        }
    }

    private void run(Session session) {
        try {
            session.run();
        } finally {
            ended(session);
        }
    }

    private synchronized void ended(Session session) {
        threads.remove(session);
        room.release();
    }

    /** To be called once a second or more often: ends the sessions of clients that were silent for too long. */
    synchronized void sweepNowAndThen() {
        if (System.nanoTime() - lastSweep >= SWEEP_NANOS) {
            lastSweep = System.nanoTime();
            silent().keySet().forEach(Session::timeOut);
        }
    }

    /** Ends the sessions of clients that were silent for too long, and waits for their threads. */
    void sweep(Duration limit) {
        Map<Session, Thread> silent = silent();
        silent.keySet().forEach(Session::timeOut);
        Threads.join(silent.values(), limit);
    }

    private synchronized Map<Session, Thread> silent() {
        return threads.entrySet().stream()
                .filter(session -> session.getKey().silentFor(autologout))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Ends all sessions without UPDATE and waits for their threads. Nothing may start one meanwhile. */
    void dropAll(Duration limit) {
        Map<Session, Thread> open;
        synchronized (this) {
            open = Map.copyOf(threads);
        }
        open.keySet().forEach(Session::drop);
        Threads.join(open.values(), limit);
    }
}
