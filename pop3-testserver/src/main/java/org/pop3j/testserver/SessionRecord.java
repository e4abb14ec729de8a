package org.pop3j.testserver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.ServerObserver;

/** Writes down one session while it lasts, within bounds. Thread-safe. */
final class SessionRecord implements ServerObserver {
    private static final int MOST_DELETED = 500;

    private final int number;
    private final Changes changes;
    private final Bounded<String> lines = new Bounded<>();
    private final Bounded<Exchange> exchanges = new Bounded<>();
    private List<String> deleted = List.of();
    private boolean tls;
    private @Nullable String user;
    private @Nullable RecordedMaildrop maildrop;
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
            List<String> deleted) {}

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
                maildrop == null ? Optional.empty() : maildrop.named(redactedCommandLine),
                Optional.empty());
        quitting = exchange.is(Keyword.QUIT.name());
    }

    @Override
    public synchronized void replied(String statusLine) {
        line("S: " + statusLine);
        if (exchange != null) {
            exchange = exchange.answered(statusLine);
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

    /** All that was answered so far has left the server. */
    void flushed() {
        synchronized (this) {
            quitting = false;
        }
        changes.tell();
    }

    synchronized void secured(String protocol) {
        tls = true;
        line("*: " + protocol);
    }

    /** Somebody has logged in; gives the maildrop to work on. */
    synchronized LockedMaildrop loggedIn(String name, LockedMaildrop opened) {
        user = name;
        maildrop = new RecordedMaildrop(opened, this::removed);
        return maildrop;
    }

    private synchronized void removed(List<String> uniqueIds) {
        deleted = List.copyOf(uniqueIds.subList(0, Math.min(uniqueIds.size(), MOST_DELETED)));
    }

    void ended(RecordedSession.Ending how) {
        synchronized (this) {
            ending = how;
            quitting = false;
            // Not to hold on to messages that may be large, and be removed.
            maildrop = null;
        }
        changes.tell();
    }

    synchronized void line(String line) {
        lines.add(line);
    }

    /** Whether QUIT has come and its answer may not have left the server. */
    synchronized boolean quitting() {
        return quitting;
    }

    synchronized boolean open() {
        return ending == RecordedSession.Ending.OPEN;
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
        Facts facts = new Facts(number, tls, Optional.ofNullable(user), ending, exchanges.omitted(), deleted);
        return new RecordedSession(facts, shown, said);
    }

    private void keepExchange() {
        if (exchange != null) {
            exchanges.add(exchange);
        }
    }
}
