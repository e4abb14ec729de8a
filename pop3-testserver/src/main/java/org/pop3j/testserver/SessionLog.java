package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The records of the last sessions of a server; older ones are forgotten. Thread-safe. */
final class SessionLog {
    static final int KEPT = 200;

    private final Changes changes;
    private final Deque<SessionRecord> records = new ArrayDeque<>();
    private int sessions;

    SessionLog(Changes changes) {
        this.changes = changes;
    }

    synchronized SessionRecord begin() {
        if (records.size() == KEPT) {
            records.removeFirst();
        }
        SessionRecord record = new SessionRecord(++sessions, changes);
        records.addLast(record);
        return record;
    }

    synchronized List<RecordedSession> snapshot() {
        return records.stream().map(SessionRecord::snapshot).toList();
    }

    /** Whether a QUIT has been carried out whose answer may not have left the server. */
    synchronized boolean quitting() {
        return records.stream().anyMatch(SessionRecord::quitting);
    }

    /** Forgets all sessions and counts from 1 again. */
    synchronized void clear() {
        records.clear();
        sessions = 0;
    }
}
