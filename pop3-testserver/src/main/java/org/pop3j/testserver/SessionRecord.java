package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.ServerObserver;

/** Writes down one session while it lasts: a bounded number of lines, the first and the last ones. Thread-safe. */
final class SessionRecord implements ServerObserver {
    static final int FIRST_LINES = 50;
    static final int LAST_LINES = 450;

    private final int number;
    private final List<String> first = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private long omitted;
    private boolean tls;
    private @Nullable String user;
    private RecordedSession.Ending ending = RecordedSession.Ending.OPEN;

    SessionRecord(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    @Override
    public void received(String redactedCommandLine) {
        line("C: " + redactedCommandLine);
    }

    @Override
    public void replied(String statusLine) {
        line("S: " + statusLine);
    }

    @Override
    public void transferred(Keyword keyword, int messageNumber, long octets) {
        line("*: " + keyword + " " + messageNumber + " sent, " + octets + " octets");
    }

    /** More octets had come behind the command that is told next: the client pipelines. */
    void pipelined() {
        // Nobody asks yet.
    }

    /** All that was answered so far has left the server. */
    void flushed() {
        // Nobody waits yet.
    }

    synchronized void secured(String protocol) {
        tls = true;
        line("*: " + protocol);
    }

    synchronized void loggedIn(String name) {
        user = name;
    }

    synchronized void ended(RecordedSession.Ending how) {
        ending = how;
    }

    synchronized void line(String line) {
        if (first.size() < FIRST_LINES) {
            first.add(line);
            return;
        }
        if (last.size() == LAST_LINES) {
            last.removeFirst();
            omitted++;
        }
        last.addLast(line);
    }

    synchronized RecordedSession snapshot() {
        List<String> lines = new ArrayList<>(first);
        if (omitted > 0) {
            lines.add("*: " + omitted + " lines left out");
        }
        lines.addAll(last);
        return new RecordedSession(number, tls, Optional.ofNullable(user), lines, ending);
    }
}
