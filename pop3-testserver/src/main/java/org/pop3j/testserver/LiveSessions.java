package org.pop3j.testserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** The sessions that are going on, each with its thread. Thread-safe. */
final class LiveSessions {
    /** More connections than this wait in the backlog until a session ends. */
    private static final int MOST = 1000;

    private final Map<Session, Thread> threads = new HashMap<>();
    private final Semaphore room = new Semaphore(MOST);

    /** Waits until one more session may begin; {@link #start} or {@link #giveUp} must follow. */
    void awaitRoom() throws InterruptedException {
        room.acquire();
    }

    void giveUp() {
        room.release();
    }

    synchronized void start(Session session, String threadName) {
        Thread thread = new Thread(() -> run(session), threadName);
        thread.setDaemon(true);
        threads.put(session, thread);
        thread.start();
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
