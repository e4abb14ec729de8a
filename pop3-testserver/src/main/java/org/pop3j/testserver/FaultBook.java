package org.pop3j.testserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.pop3j.testserver.fault.Fault;

/** The faults of a server, in the order in which they were injected. Thread-safe. */
final class FaultBook {
    private final List<InjectedFault> faults = new CopyOnWriteArrayList<>();
    private final Object waiting = new Object();

    InjectedFault add(Fault fault) {
        if (fault.effects().isEmpty()) {
            throw new IllegalArgumentException("a fault without effects: then(…) has yet to say what happens");
        }
        InjectedFault injected = new InjectedFault(this, fault);
        faults.add(injected);
        return injected;
    }

    /** A copy, or a view that changes no more. */
    List<InjectedFault> all() {
        return List.copyOf(faults);
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    void remove(InjectedFault injected) {
        injected.removed();
        faults.remove(injected);
        wake();
    }

    void clear() {
        all().forEach(this::remove);
    }

    /** Waits so long, or until it is over; whoever ends that calls {@link #wake}. */
    void await(long nanos, BooleanSupplier over) {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        synchronized (waiting) {
            while (left > 0 && !over.getAsBoolean()) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(waiting, left);
                } catch (InterruptedException e) {
                    // Nobody interrupts a session: it is ended by the end of its connection.
                    Thread.currentThread().interrupt();
                    return;
                }
                left = deadline - System.nanoTime();
            }
        }
    }

    /** All who wait are to look whether they still have to. */
    void wake() {
        synchronized (waiting) {
            waiting.notifyAll();
        }
    }
}
