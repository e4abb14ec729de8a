package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The records of the last sessions of a server; older ones are forgotten once they are over. Thread-safe. */
final class SessionLog {
    static final int KEPT = 200;

    private final Changes changes;
    private final Deque<SessionRecord> records = new ArrayDeque<>();
    private int sessions;
    /** How many of the records are of sessions that are over. */
    private int ended;

    SessionLog(Changes changes) {
        this.changes = changes;
    }

    synchronized SessionRecord begin() {
        SessionRecord record = new SessionRecord(++sessions, changes, this::ended);
        records.addLast(record);
        changes.tell();
        return record;
    }

    private synchronized void ended() {
        if (++ended > KEPT) {
            forgetOne();
            ended--;
        }
    }

    /** The oldest one of which nobody will want to be told any more: it is over, and its client has kept the rules if possible. */
    private void forgetOne() {
        if (!forgetFirst(record -> !record.open() && !record.hasViolations())) {
            forgetFirst(record -> !record.open());
        }
    }

    private boolean forgetFirst(Predicate<SessionRecord> which) {
        Iterator<SessionRecord> all = records.iterator();
        while (all.hasNext()) {
            if (which.test(all.next())) {
                all.remove();
                return true;
            }
        }
        return false;
    }

    synchronized List<RecordedSession> snapshot() {
        return records.stream().map(SessionRecord::snapshot).toList();
    }

    /** The first session in which a QUIT has come whose answer may not have left the server. */
    synchronized Optional<Integer> quitting() {
        return records.stream()
                .filter(SessionRecord::quitting)
                .map(SessionRecord::number)
                .findFirst();
    }

    /** Forgets all sessions and counts from 1 again. */
    synchronized void clear() {
        records.clear();
        sessions = 0;
        ended = 0;
    }
}
