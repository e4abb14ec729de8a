package org.pop3j.testserver;

import java.util.Optional;
import java.util.Random;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Trigger;

/** A {@link Fault} that a {@link Pop3TestServer} has been given, until it is removed. Thread-safe. */
public final class InjectedFault {
    private final FaultBook book;
    private final Fault fault;
    private final Random choices;
    private long reached;
    private long fired;
    private boolean removed;

    InjectedFault(FaultBook book, Fault fault) {
        this.book = book;
        this.fault = fault;
        choices = new Random(fault.trigger().seed());
    }

    /** What was injected. */
    public Fault fault() {
        return fault;
    }

    /** How often it has happened; in a session that waits or is throttled because of it, from the beginning of that. */
    public synchronized long fired() {
        return fired;
    }

    /** Takes it back: it does not happen any more, and what waits because of it goes on. Without effect when repeated. */
    public void remove() {
        book.remove(this);
    }

    /** Whether it has to do with a session at all. */
    boolean concerns(int session, Optional<String> user) {
        Trigger trigger = fault.trigger();
        return (trigger.session() == 0 || trigger.session() == session)
                && (trigger.user().isEmpty() || trigger.user().equals(user));
    }

    /** The point is reached; whether it happens now. */
    synchronized boolean fires() {
        Trigger trigger = fault.trigger();
        reached++;
        boolean now = !removed
                && reached >= trigger.nth()
                && fired < trigger.most()
                && (trigger.probability() == 1 || choices.nextDouble() < trigger.probability());
        fired += now ? 1 : 0;
        return now;
    }

    synchronized void removed() {
        removed = true;
    }

    synchronized boolean isRemoved() {
        return removed;
    }

    @Override
    public String toString() {
        return fault + " (" + fired() + " times)";
    }
}
