package org.pop3j.interop.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What a test of the contract tells of a server, the worst last. */
enum Outcome {
    KEPT,
    NOT_ASKED,
    BROKEN;

    /** So that servers have time for each: what a test has to wait for is short. */
    private static final int AT_ONCE = 2;

    /** What a cell of the page says. */
    static Outcome in(String cell) {
        String text = cell.strip().replace("*", "");
        return text.startsWith("yes") ? KEPT : text.matches("-(:.*)?") ? NOT_ASKED : BROKEN;
    }

    /** Runs these tests, two at a time. */
    static Map<Method, Outcome> of(Object server, Collection<Method> tests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Map<Method, Future<Outcome>> running = new LinkedHashMap<>();
            tests.forEach(test -> running.put(test, threads.submit(() -> of(server, test))));
            Map<Method, Outcome> outcomes = new LinkedHashMap<>();
            for (Map.Entry<Method, Future<Outcome>> test : running.entrySet()) {
                outcomes.put(test.getKey(), test.getValue().get(2, TimeUnit.MINUTES));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Only what the contract has seen counts against a server; whatever else goes wrong is the fault of who asks. */
    private static Outcome of(Object server, Method test) throws IllegalAccessException {
        try {
            test.invoke(server);
            return KEPT;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof NotAsked) {
                return NOT_ASKED;
            }
            if (cause instanceof AssertionError && !(cause instanceof NoAnswerInTime)) {
                return BROKEN;
            }
            throw new IllegalStateException("neither kept nor broken, " + cause + ": " + test, cause);
        }
    }

    Outcome worse(Outcome other) {
        return compareTo(other) > 0 ? this : other;
    }
}
