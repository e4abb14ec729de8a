package org.pop3j.testserver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.ServerObserver;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** Writes down one session while it lasts, within bounds. Thread-safe. */
final class SessionRecord implements ServerObserver, Wire.Watcher {
    private static final int MOST_DELETED = 500;
    private static final int MOST_VIOLATIONS = 100;
    /** Where in USER the name is. */
    private static final int USER_NAME = 5;

    private final int number;
    private final Changes changes;
    private final Runnable over;
    private final Bounded<String> lines = new Bounded<>();
    private final Bounded<Said> said = new Bounded<>();
    /** What was said, once the session is over. */
    private List<Exchange> exchanges = List.of();

    private List<String> deleted = List.of();
    private int deletedLeftOut;
    private boolean tls;
    private @Nullable String user;
    private @Nullable RecordedMaildrop maildrop;
    private @Nullable ServedMaildrop shown;
    private @Nullable StrictClient client;
    private final List<String> violations = new ArrayList<>();
    /** What was put to its end, and has not all left the server. */
    private final List<Unsent> unsent = new ArrayList<>();
    /** The last command, to which an answer may yet come. */
    private @Nullable Said last;

    private boolean quitting;
    /** A fault holds the session up. */
    private boolean held;

    private RecordedSession.Ending ending = RecordedSession.Ending.OPEN;

    /**
     * Nothing yet.
     *
     * @param over called once, behind the end
     */
    SessionRecord(int number, Changes changes, Runnable over) {
        this.number = number;
        this.changes = changes;
        this.over = over;
    }

    private record Unsent(Said said, int messageNumber, Exchange.Body body) {}

    /** What can be said of a session in a word. */
    record Facts(
            int number,
            boolean tls,
            Optional<String> user,
            RecordedSession.Ending ending,
            long exchangesLeftOut,
            List<String> deleted,
            int deletedLeftOut,
            List<String> violations) {}

    int number() {
        return number;
    }

    @Override
    public void received(String redactedCommandLine) {
        synchronized (this) {
            String command = withoutSecondWord(redactedCommandLine);
            line("C: " + command);
            if (last != null) {
                said.add(last);
            }
            last = new Said(command, maildrop == null || shown == null ? 0 : maildrop.named(command, shown.messages()));
            quitting = CommandSyntax.begins(command, Keyword.QUIT.name());
        }
        changes.tell();
    }

    /** What is behind the name in USER is refused; it may be a password all the same. */
    private static String withoutSecondWord(String command) {
        int space = CommandSyntax.begins(command, Keyword.USER.name()) ? command.indexOf(' ', USER_NAME) : -1;
        return space < 0 || space == command.length() - 1 ? command : command.substring(0, space) + " ****";
    }

    @Override
    public synchronized void replied(String statusLine) {
        line("S: " + statusLine);
        if (last != null) {
            last.answered(statusLine);
        }
        quitting &= statusLine.startsWith("+OK");
        if (client != null) {
            client.replied(statusLine);
        }
    }

    @Override
    public synchronized void transferred(Keyword keyword, int messageNumber, long octets) {
        String hash = "";
        if (last != null && maildrop != null) {
            Exchange.Body body = maildrop.sent(octets);
            unsent.add(new Unsent(last, messageNumber, body));
            hash = body.sha256().map(digits -> ", SHA-256 " + digits).orElse("");
        }
        line("*: " + keyword + " " + messageNumber + " sent, " + octets + " octets" + hash);
    }

    /** The client that has a message finds it in the record. */
    @Override
    public synchronized void sending() {
        for (Unsent one : unsent) {
            one.said().sent(one.body());
        }
    }

    @Override
    public void sent() {
        synchronized (this) {
            unsent.clear();
        }
        changes.tell();
    }

    private void takeBackUnsent() {
        for (Unsent one : unsent) {
            one.said().notSent();
            line("*: not all of " + one.messageNumber() + " has left the server");
        }
        unsent.clear();
    }

    /** A fault begins to happen; {@link #resumed} follows, unless it ends the session. */
    void faulted(Fault fault) {
        synchronized (this) {
            line("*: fault: " + fault);
            quitting &= !answers(fault);
            if (client != null) {
                client.faulted(fault.effects().stream().anyMatch(SessionRecord::isNoReply));
            }
        }
        changes.tell();
    }

    /** The fault now takes its time. What was answered before that has left the server. */
    void held() {
        synchronized (this) {
            held = true;
        }
        changes.tell();
    }

    /** What a fault did by itself is done. */
    synchronized void resumed() {
        held = false;
    }

    /** Whether a command is not carried out because of it. */
    private static boolean answers(Fault fault) {
        return fault.point().place() == Point.Place.COMMAND
                && fault.effects().stream().anyMatch(effect -> effect instanceof Effect.Reply || isNoReply(effect));
    }

    private static boolean isNoReply(Effect effect) {
        return effect instanceof Effect.Raw || effect instanceof Effect.Garbage || effect == Effect.Plain.ENDLESS_LINE;
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
        deletedLeftOut = uniqueIds.size() - deleted.size();
    }

    void ended(RecordedSession.Ending how) {
        synchronized (this) {
            if (client != null) {
                client.ended(how);
            }
            ending = how;
            quitting = false;
            takeBackUnsent();
            exchanges = exchanges();
            // Not to hold on to messages that may be large, and be removed.
            maildrop = null;
            shown = null;
        }
        over.run();
        changes.tell();
    }

    synchronized void line(String line) {
        lines.add(line);
    }

    /** Whether QUIT has come, and its answer is on its way and may not have left the server: when it has, the session ends. */
    synchronized boolean quitting() {
        return quitting && !held;
    }

    synchronized boolean open() {
        return ending == RecordedSession.Ending.OPEN;
    }

    /** Whether its client has broken rules while that was watched. */
    synchronized boolean hasViolations() {
        return !violations.isEmpty();
    }

    synchronized RecordedSession snapshot() {
        List<String> told = lines.kept();
        if (lines.omitted() > 0) {
            told.add(Bounded.FIRST, "*: " + lines.omitted() + " lines left out");
        }
        Facts facts = new Facts(
                number,
                tls,
                Optional.ofNullable(user),
                ending,
                said.omitted(),
                deleted,
                deletedLeftOut,
                List.copyOf(violations));
        return new RecordedSession(facts, told, open() ? exchanges() : exchanges);
    }

    /** While the session lasts: then the messages have their numbers. */
    private List<Exchange> exchanges() {
        List<Said> all = said.kept();
        if (last != null) {
            all.add(last);
        }
        return all.stream().map(one -> one.shown(this::uniqueId)).toList();
    }

    private String uniqueId(int messageNumber) {
        return Objects.requireNonNull(shown, "a message-number before the login")
                .storedAs(messageNumber);
    }
}
