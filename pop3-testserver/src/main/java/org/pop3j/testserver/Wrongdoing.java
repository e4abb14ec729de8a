package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.ServerEngine;
import org.pop3j.protocol.ServerObserver;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.protocol.SessionState;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Effect.Plain;
import org.pop3j.testserver.fault.Point.Place;

/**
 * What one session does otherwise than the engine would have it: the faults, and the manner of the server's profile. It
 * stands between the two directions of the engine and the wire. One thread's own.
 */
final class Wrongdoing {
    private static final String HIDDEN = "****";
    private static final Set<String> SECRET = Set.of("PASS", "APOP", "AUTH");
    private static final String ERR = "-ERR";

    private final Session.Common common;
    private final Wire wire;
    private final SessionRecord record;
    private final SessionFaults faults;
    private @Nullable ServedMaildrop maildrop;
    private String user = "";
    private boolean tls;
    /** The next line is a response to a challenge. */
    private boolean challenged;
    /** The command is in the record already. */
    private boolean told;

    Wrongdoing(Session.Common common, Wire wire, SessionRecord record) {
        this.common = common;
        this.wire = wire;
        this.record = record;
        faults = new SessionFaults(common.faults(), wire, record);
    }

    /** Whether there is nothing to do. */
    boolean none() {
        return faults.none() && common.manner().plain();
    }

    Outcome reach(Place place) throws IOException {
        return faults.reach(place);
    }

    void secured() {
        tls = true;
    }

    /** Whether a client that asks now is told of a capability. */
    boolean announces(String tag, SessionState state, ServerSettings right) {
        List<String> told = common.manner().capabilities(Stage.of(state, tls));
        return told.isEmpty()
                ? right.announced().stream()
                        .anyMatch(capability -> capability.tag().equals(tag))
                : told.contains(tag);
    }

    /** What the engine tells goes through here. */
    ServerObserver observer() {
        return new ServerObserver() {
            @Override
            public void received(String redactedCommandLine) {
                if (!told) {
                    record.received(redactedCommandLine);
                }
            }

            @Override
            public void replied(String statusLine) {
                challenged = statusLine.startsWith("+ ");
                record.replied(statusLine);
            }

            @Override
            public void transferred(Keyword keyword, int messageNumber, long octets) {
                if (keyword == Keyword.RETR && maildrop != null) {
                    maildrop.retrieved(messageNumber);
                }
                record.transferred(keyword, messageNumber, octets);
            }
        };
    }

    /** Sends the greeting. */
    void greet(ServerEngine engine) throws IOException {
        Pace before = wire.pace();
        Outcome outcome = faults.reach(Place.GREETING);
        ByteBuffer greeting = ByteBuffer.allocate(1024);
        while (engine.next(greeting) == ServerEngine.Action.WRITE) {
            // It has 512 octets at most.
        }
        if (outcome.reply().isEmpty()) {
            wire.put(new String(greeting.array(), 0, greeting.position(), ISO_8859_1));
        }
        restore(before);
    }

    private void restore(Pace before) throws IOException {
        if (!wire.pace().equals(before)) {
            wire.pace(before);
        }
    }

    /** Answers one whole line. */
    ServerEngine.Action answer(ByteBuffer line, ServerEngine engine) throws IOException {
        Pace before = wire.pace();
        told = false;
        String keyword = challenged ? "AUTH" : keyword(line);
        if (!challenged && replaced(keyword, line, engine)) {
            restore(before);
            return ServerEngine.Action.READ;
        }
        Stage stage = Stage.of(engine.state(), tls);
        engine.receive(line);
        Answer answer = new Answer(keyword, stage, wire, faults, common.manner(), record.number());
        ServerEngine.Action action = drain(engine, answer);
        answer.end();
        restore(before);
        if (action == ServerEngine.Action.CLOSE && maildrop != null) {
            wire.flush();
            maildrop.answered();
        }
        return action;
    }

    private ServerEngine.Action drain(ServerEngine engine, Answer answer) throws IOException {
        ByteBuffer right = common.buffers().lend();
        try {
            while (true) {
                ServerEngine.Action action = engine.next(right);
                if (action == ServerEngine.Action.START_TLS) {
                    wire.clearInput();
                }
                answer.take(right.flip());
                right.clear();
                if (action != ServerEngine.Action.WRITE) {
                    return action;
                }
            }
        } finally {
            common.buffers().giveBack(right);
        }
    }

    /** What happens before a command is executed; whether it was answered by that. */
    private boolean replaced(String keyword, ByteBuffer line, ServerEngine engine) throws IOException {
        Outcome outcome = before(Place.COMMAND, keyword, line);
        if (outcome.reply().isPresent() || outcome.hasSent()) {
            return true;
        }
        Optional<String> refusal = common.manner().refusal(text(line));
        if (refusal.isPresent()) {
            tell(keyword, line);
            record.replied(refusal.get());
            wire.put(refusal.get() + "\r\n");
            return true;
        }
        ServedMaildrop served = maildrop;
        if (served != null && outcome.has(Plain.REMOVE_MESSAGE)) {
            remove(text(line), served);
        }
        if (served != null
                && engine.state() == SessionState.TRANSACTION
                && text(line).equalsIgnoreCase("QUIT")) {
            served.updateFault(updateFault(before(Place.UPDATE, keyword, line).effects()));
        }
        return false;
    }

    /** Comes to a place where the engine does not know of the command yet: the record is to have it before the fault. */
    private Outcome before(Place place, String keyword, ByteBuffer line) throws IOException {
        List<InjectedFault> here = faults.none() ? List.of() : faults.at(place, keyword);
        if (!here.isEmpty()) {
            tell(keyword, line);
        }
        return faults.happen(here);
    }

    private void tell(String keyword, ByteBuffer line) {
        if (!told) {
            told = true;
            record.received(redacted(keyword, text(line)));
        }
    }

    /** As the engine would show it. */
    private static String redacted(String keyword, String line) {
        boolean known =
                Arrays.stream(Keyword.values()).anyMatch(one -> one.name().equals(keyword));
        if (!known) {
            return HIDDEN;
        }
        boolean bare = line.length() == keyword.length();
        return SECRET.contains(keyword) && !bare ? keyword + " " + HIDDEN : line.replaceAll("[^ -~]", "?");
    }

    private static Optional<Plain> updateFault(List<Effect> effects) {
        return effects.isEmpty() ? Optional.empty() : Optional.of((Plain) effects.get(0));
    }

    private void remove(String line, ServedMaildrop served) {
        String[] words = line.split(" ");
        boolean number = words.length > 1 && words[1].matches("[1-9][0-9]{0,8}");
        int messageNumber = number ? Integer.parseInt(words[1]) : 0;
        if (number && messageNumber <= served.messages()) {
            served.removed(messageNumber);
            common.accounts().maildrop(user).vanish(served.storedAs(messageNumber));
        }
    }

    /** The keyword in upper case. From USER it takes the name. */
    private String keyword(ByteBuffer line) {
        String text = text(line);
        int space = text.indexOf(' ');
        String keyword = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        if (keyword.equals("USER") && space > 0) {
            faults.user(text.substring(space + 1));
        }
        return keyword;
    }

    private static String text(ByteBuffer line) {
        String text = new String(line.array(), line.arrayOffset() + line.position(), line.remaining(), ISO_8859_1);
        return text.stripTrailing();
    }

    /** Somebody has proved who it is; what faults make of that. */
    Optional<Login> comesIn(String name) {
        faults.user(name);
        try {
            return faults.reach(Place.LOGIN).reply().map(Wrongdoing::refused);
        } catch (IOException e) {
            record.line("*: " + e);
            throw new SessionEnd(RecordedSession.Ending.LOST);
        }
    }

    private static Login refused(String reply) {
        String text = reply.substring(ERR.length()).strip();
        int end = text.indexOf(']');
        if (!text.startsWith("[") || end < 2) {
            return new Login.Refused(Optional.empty(), text);
        }
        try {
            ResponseCode code = new ResponseCode(text.substring(1, end));
            return new Login.Refused(Optional.of(code), text.substring(end + 1).strip());
        } catch (IllegalArgumentException e) {
            return new Login.Refused(Optional.empty(), text);
        }
    }

    /** The maildrop that a session is to work on. */
    ServedMaildrop serve(String name, LockedMaildrop locked) {
        user = name;
        ServedMaildrop served = new ServedMaildrop(locked, common.manner());
        maildrop = served;
        return served;
    }

    /** The session is over, whatever the reason. */
    void ended() {
        try {
            if (maildrop != null) {
                maildrop.answered();
            }
        } catch (IOException e) {
            record.line("*: " + e);
        }
    }
}
