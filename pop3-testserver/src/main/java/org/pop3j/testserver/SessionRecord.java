package org.pop3j.testserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.ServerObserver;

/** Writes down one session while it lasts, within bounds. Thread-safe. */
final class SessionRecord implements ServerObserver {
    private static final int MOST_DELETED = 500;
    private static final int MOST_VIOLATIONS = 100;

    private final int number;
    private final Changes changes;
    private final Bounded<String> lines = new Bounded<>();
    private final Bounded<Exchange> exchanges = new Bounded<>();
    private List<String> deleted = List.of();
    private boolean tls;
    private @Nullable String user;
    private @Nullable RecordedMaildrop maildrop;
    private @Nullable ServedMaildrop shown;
    private @Nullable StrictClient client;
    private final List<String> violations = new ArrayList<>();
    /** The last exchange, to which an answer may yet come. */
    private @Nullable Exchange exchange;

    private boolean quitting;
    private RecordedSession.Ending ending = RecordedSession.Ending.OPEN;

    SessionRecord(int number, Changes changes) {
        this.number = number;
        this.changes = changes;
    }

    /** What can be said of a session in a word. */
    record Facts(
            int number,
            boolean tls,
            Optional<String> user,
            RecordedSession.Ending ending,
            long exchangesLeftOut,
            List<String> deleted,
            List<String> violations) {}

    int number() {
        return number;
    }

    @Override
    public synchronized void received(String redactedCommandLine) {
        line("C: " + redactedCommandLine);
        keepExchange();
        exchange = new Exchange(
                redactedCommandLine,
                Optional.empty(),
                maildrop == null || shown == null ? Optional.empty() : maildrop.named(redactedCommandLine, shown),
                Optional.empty());
        quitting = exchange.is(Keyword.QUIT.name());
    }

    @Override
    public synchronized void replied(String statusLine) {
        line("S: " + statusLine);
        if (exchange != null) {
            exchange = exchange.answered(statusLine);
        }
        quitting &= statusLine.startsWith("+OK");
        if (client != null) {
            client.replied(statusLine);
        }
    }

    @Override
    public synchronized void transferred(Keyword keyword, int messageNumber, long octets) {
        String hash = "";
        if (exchange != null && maildrop != null) {
            Exchange.Body body = maildrop.sent(octets);
            exchange = exchange.sent(body);
            hash = body.sha256().map(digits -> ", SHA-256 " + digits).orElse("");
        }
        line("*: " + keyword + " " + messageNumber + " sent, " + octets + " octets" + hash);
    }

    /** What was told to be transferred last has not left the server after all. */
    synchronized void notTransferred() {
        if (exchange != null) {
            exchange = exchange.notSent();
        }
        line("*: not all of it has left the server");
    }

    /** Something that was answered has left the server. */
    void flushed() {
        changes.tell();
    }

    /** From now on it is noted what the client does against the rules. */
    synchronized void watch(StrictClient strictly) {
        client = strictly;
    }

    synchronized void violation(String what) {
        line("*: violation: " + what);
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(what);
        }
    }

    /** A line has come, or a part of one that is too long for the wire. */
    synchronized void line(ByteBuffer octets, Wire from) throws IOException {
        if (client != null) {
            byte[] copy = new byte[octets.remaining()];
            octets.duplicate().get(copy);
            client.line(copy, from.hasMore() || from.hasArrived());
            Arrays.fill(copy, (byte) 0);
        }
    }

    synchronized void secured(String protocol) {
        tls = true;
        if (client != null) {
            client.tlsStarted();
        }
        line("*: " + protocol);
    }

    /** Somebody has logged in; gives the maildrop to work on. */
    synchronized LockedMaildrop loggedIn(String name, LockedMaildrop opened) {
        user = name;
        maildrop = new RecordedMaildrop(opened, this::removed);
        return maildrop;
    }

    /** In what form the client sees the maildrop that has just been opened. */
    synchronized void shows(ServedMaildrop served) {
        shown = served;
    }

    private synchronized void removed(List<String> uniqueIds) {
        deleted = List.copyOf(uniqueIds.subList(0, Math.min(uniqueIds.size(), MOST_DELETED)));
    }

    void ended(RecordedSession.Ending how) {
        synchronized (this) {
            if (client != null) {
                client.ended(how);
            }
            ending = how;
            quitting = false;
            // Not to hold on to messages that may be large, and be removed.
            maildrop = null;
            shown = null;
        }
        changes.tell();
    }

    synchronized void line(String line) {
        lines.add(line);
    }

    /** Whether QUIT has come, and its answer may not have left the server: when it has, the session ends. */
    synchronized boolean quitting() {
        return quitting;
    }

    synchronized boolean open() {
        return ending == RecordedSession.Ending.OPEN;
    }

    /** Whether its client has broken rules while that was watched. */
    synchronized boolean hasViolations() {
        return !violations.isEmpty();
    }

    synchronized RecordedSession snapshot() {
        List<String> shown = lines.kept();
        if (lines.omitted() > 0) {
            shown.add(Bounded.FIRST, "*: " + lines.omitted() + " lines left out");
        }
        List<Exchange> said = new ArrayList<>(exchanges.kept());
        if (exchange != null) {
            said.add(exchange);
        }
        Facts facts = new Facts(
                number, tls, Optional.ofNullable(user), ending, exchanges.omitted(), deleted, List.copyOf(violations));
        return new RecordedSession(facts, shown, said);
    }

    private void keepExchange() {
        if (exchange != null) {
            exchanges.add(exchange);
        }
    }
}
