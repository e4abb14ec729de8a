package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The records of the last sessions of a server; older ones are forgotten. Thread-safe. */
final class SessionLog {
    static final int KEPT = 200;

    private final Deque<SessionRecord> records = new ArrayDeque<>();
    private int sessions;

    synchronized SessionRecord begin() {
        if (records.size() == KEPT) {
            records.removeFirst();
        }
        SessionRecord record = new SessionRecord(++sessions);
        records.addLast(record);
        return record;
    }

    synchronized List<RecordedSession> snapshot() {
        return records.stream().map(SessionRecord::snapshot).toList();
    }

    synchronized void clear() {
        records.clear();
    }
}
