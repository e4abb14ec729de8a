package org.pop3j.testserver.junit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The threads that began after a moment, and that keep a JVM from ending. */
final class StartedThreads {
    private static final int FRAMES = 12;

    /** What JUnit calls threads of its own, such as the one that watches over time-outs. */
    private static final String JUNIT = "junit-";

    private final Set<Thread> before;

    /** Begins now. */
    StartedThreads() {
        before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(live());
    }

    /**
     * Those that are still alive.
     *
     * @param grace how long to wait for all of them together to end
     */
    List<Thread> remaining(Duration grace) {
        List<Thread> started = live().stream()
                .filter(thread -> !thread.isDaemon()
                        && !before.contains(thread)
                        && !thread.getName().startsWith(JUNIT))
                .toList();
        long deadline = System.nanoTime() + grace.toNanos();
        for (Thread thread : started) {
            join(thread, deadline - System.nanoTime());
        }
        return started.stream().filter(Thread::isAlive).toList();
    }

    private static void join(Thread thread, long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread and what it is doing. */
    static String shown(Thread thread) {
        return "  " + thread.getName()
                + Arrays.stream(thread.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining())
                + "\n";
    }

    private static List<Thread> live() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] room = new Thread[root.activeCount() + 16];
        int count = root.enumerate(room);
        while (count == room.length) {
            room = new Thread[2 * room.length];
            count = root.enumerate(room);
        }
        return List.of(Arrays.copyOf(room, count));
    }
}
