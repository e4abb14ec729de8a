package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
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
    /** What the engine gives goes through an {@link Answer}, which may not come to its end. */
    private boolean intervening;

    /** What the engine has given to its end, and may not come to its end on the wire. */
    private @Nullable Transfer transfer;

    /** The command is in the record already. */
    private boolean told;

    private boolean greeted;
    /** The engine's last word is negative. */
    private boolean refused;
    /** What a fault says to the login that it prevents. */
    private Optional<String> refusal = Optional.empty();

    private record Transfer(Keyword keyword, int messageNumber, long octets) {}

    Wrongdoing(Session.Service service, Wire wire, SessionRecord record) {
        common = service.common();
        this.wire = wire;
        this.record = record;
        faults = new SessionFaults(common.faults(), wire, record);
    }

    /** Whether the last command was refused. */
    boolean refused() {
        return refused;
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
                refused = statusLine.startsWith(ERR);
                // Of the greeting, and of what goes through an answer, the record is told when it is sent.
                if (greeted && (challenged || !intervening)) {
                    record.replied(statusLine);
                }
            }

            @Override
            public void transferred(Keyword keyword, int messageNumber, long octets) {
                if (intervening) {
                    transfer = new Transfer(keyword, messageNumber, octets);
                } else {
                    record.transferred(keyword, messageNumber, octets);
                }
            }
        };
    }

    /** Sends the greeting. */
    void greet(ServerEngine engine) throws IOException {
        Pace before = wire.pace();
        Outcome outcome = faults.reach(Place.GREETING);
        ByteBuffer octets = ByteBuffer.allocate(1024);
        while (engine.next(octets) == ServerEngine.Action.WRITE) {
            // It has 512 octets at most.
        }
        if (outcome.reply().isEmpty()) {
            String greeting = new String(octets.array(), 0, octets.position(), ISO_8859_1);
            record.replied(greeting.stripTrailing());
            wire.put(greeting);
        }
        greeted = true;
        wire.pace(before);
    }

    /** A whole line has come, whether there are faults or not: a later one may be for the user whom it names. */
    void came(ByteBuffer line, SessionState state) {
        if (state == SessionState.AUTHORIZATION && !challenged && (line.get(line.position()) | ' ') == 'u') {
            CommandText.of(line).user().ifPresent(faults::user);
        }
    }

    /**
     * Answers one line.
     *
     * @param line or its last part, if it came in parts: the engine has the others
     */
    ServerEngine.Action answer(ByteBuffer line, boolean whole, ServerEngine engine) throws IOException {
        Pace before = wire.pace();
        refusal = Optional.empty();
        // What came in parts is a response, or longer than any command.
        CommandText command = whole && !challenged ? CommandText.of(line) : CommandText.UNKNOWN;
        try {
            // Of a line that came in parts the engine has most, and must have the end.
            if (whole && !challenged && replaced(command, engine)) {
                wire.pace(before);
                return ServerEngine.Action.READ;
            }
            intervening = true;
            String keyword = challenged ? "AUTH" : command.keyword();
            Stage stage = Stage.of(engine.state(), tls);
            engine.receive(line);
            ServerEngine.Action action = drain(engine, () -> new Answer.Asked(keyword, command.bare(), stage, refusal));
            wire.pace(before);
            if (action == ServerEngine.Action.CLOSE && maildrop != null) {
                wire.flush();
                maildrop.answered();
            }
            return action;
        } finally {
            told = false;
            intervening = false;
            transfer = null;
        }
    }

    private ServerEngine.Action drain(ServerEngine engine, Supplier<Answer.Asked> asked) throws IOException {
        ByteBuffer right = common.buffers().lend();
        try {
            ServerEngine.Action action = engine.next(right);
            if (challenged) {
                return passOn(engine, action, right);
            }
            Answer answer = new Answer(asked.get(), wire, faults, common.manner(), record);
            while (action == ServerEngine.Action.WRITE) {
                answer.take(right.flip());
                action = engine.next(right.clear());
            }
            if (action == ServerEngine.Action.START_TLS) {
                wire.clearInput();
            }
            answer.take(right.flip());
            if (answer.whole()) {
                tellSent();
            }
            answer.end();
            return action;
        } finally {
            common.buffers().giveBack(right);
        }
    }

    /** A challenge is no answer yet. */
    private ServerEngine.Action passOn(ServerEngine engine, ServerEngine.Action first, ByteBuffer right)
            throws IOException {
        ServerEngine.Action action = first;
        while (true) {
            right.flip();
            while (right.hasRemaining()) {
                wire.put(right.get());
            }
            right.clear();
            if (action != ServerEngine.Action.WRITE) {
                return action;
            }
            action = engine.next(right);
        }
    }

    /** Notes the message that the engine has given to its end, if there is one, and sends what is left of it. */
    private void tellSent() throws IOException {
        Transfer whole = transfer;
        if (whole == null) {
            return;
        }
        transfer = null;
        if (wire.pace().restricted()) {
            // It may take long.
            wire.flush();
        }
        record.transferred(whole.keyword(), whole.messageNumber(), whole.octets());
        wire.flush();
        if (whole.keyword() == Keyword.RETR && maildrop != null) {
            maildrop.retrieved(whole.messageNumber());
        }
    }

    /** What happens before a command is executed; whether it was answered by that. */
    private boolean replaced(CommandText command, ServerEngine engine) throws IOException {
        Outcome outcome = before(Place.COMMAND, command, engine);
        ServedMaildrop served = maildrop;
        if (served != null && outcome.has(Plain.REMOVE_MESSAGE)) {
            remove(command.messageNumber(), served);
        }
        if (outcome.reply().isPresent() || outcome.hasSent()) {
            return true;
        }
        Optional<String> refused = common.manner().refusal(command);
        if (refused.isPresent()) {
            tell(command, engine);
            record.replied(refused.get());
            wire.put(refused.get() + "\r\n");
            return true;
        }
        if (served != null && engine.state() == SessionState.TRANSACTION && command.isQuit()) {
            served.updateFault(updateFault(before(Place.UPDATE, command, engine).effects()));
        }
        return false;
    }

    /** Comes to a place where the engine does not know of the command yet: the record is to have it before the fault. */
    private Outcome before(Place place, CommandText command, ServerEngine engine) throws IOException {
        List<InjectedFault> here = faults.none() ? List.of() : faults.at(place, command.keyword());
        if (!here.isEmpty()) {
            tell(command, engine);
        }
        return faults.happen(here);
    }

    private void tell(CommandText command, ServerEngine engine) {
        if (!told) {
            told = true;
            record.received(engine.redacted(command.octets()));
        }
    }

    private static Optional<Plain> updateFault(List<Effect> effects) {
        return effects.isEmpty() ? Optional.empty() : Optional.of((Plain) effects.get(0));
    }

    private void remove(int messageNumber, ServedMaildrop served) {
        if (messageNumber > 0 && messageNumber <= served.messages()) {
            served.removed(messageNumber);
            common.accounts().maildrop(user).vanish(served.storedAs(messageNumber));
        }
    }

    /** Somebody has proved who it is; what faults make of that. */
    Optional<Login> comesIn(String name) {
        faults.user(name);
        try {
            refusal = faults.reach(Place.LOGIN).reply();
        } catch (IOException e) {
            record.line("*: " + e);
            throw new SessionEnd(RecordedSession.Ending.LOST);
        }
        // With its response code in the text, that it is kept where the server gives none.
        return refusal.map(line ->
                new Login.Refused(Optional.empty(), line.substring(ERR.length()).strip()));
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
