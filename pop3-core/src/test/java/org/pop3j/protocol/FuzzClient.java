package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.pop3j.protocol.FuzzInput.require;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client engine, watched: the order of its events, its bounds, its state, and that it is dead once it said so. */
final class FuzzClient {
    private static final int LONGEST_LINE = 8192 + 2;

    private final ClientEngine engine;
    private final Limits limits;
    private final Deque<Keyword> unanswered = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private SessionState state = SessionState.AUTHORIZATION;
    private boolean greeted;
    private boolean inside;
    private boolean broken;
    /** Octets that no event has come of yet. */
    private long kept;

    private long octets;
    private long entries;

    FuzzClient(Limits limits) {
        this.limits = limits;
        this.engine = new ClientEngine(limits);
    }

    boolean over() {
        return broken;
    }

    /** The events, the pieces of a message made one. */
    List<String> events() {
        return ClientDriver.joined(events);
    }

    void send(String line) {
        Command command = ClientDriver.command(line);
        offer(command);
    }

    /** AUTH with a first response that is all the mechanism needs. */
    void authenticate() {
        offer(Command.auth("X", new byte[] {1}, true));
    }

    private void offer(Command command) {
        int before = engine.outstanding();
        try {
            byte[] sent = engine.send(command);
            require(sent.length == command.octets() && engine.outstanding() == before + 1, "not sent");
            unanswered.add(command.keyword());
        } catch (IllegalStateException e) {
            require(engine.outstanding() == before, "sent after all");
        }
    }

    void respond(String response, boolean last) {
        attempt(() -> engine.respond(response.getBytes(ISO_8859_1), last));
    }

    void cancel() {
        attempt(engine::cancel);
    }

    void startTls() {
        attempt(engine::tlsStarted);
    }

    /** A session in TRANSACTION, if it may be. */
    void login() {
        for (String step : List.of("", "USER u", "PASS p")) {
            if (!step.isEmpty()) {
                send(step);
            }
            if (!broken) {
                receive(ByteBuffer.wrap("+OK\r\n".getBytes(ISO_8859_1)));
            }
        }
    }

    private static void attempt(Runnable deed) {
        try {
            deed.run();
        } catch (IllegalStateException e) {
            require(e.getMessage() != null, "refused without a reason");
        }
    }

    void receive(ByteBuffer octets) {
        int calls = 0;
        int most = 2 * octets.remaining() + 2;
        try {
            Event event;
            do {
                int before = octets.position();
                event = engine.next(octets);
                kept += octets.position() - before;
                require(++calls <= most, "no progress");
                if (event != null) {
                    see(event);
                    kept = 0;
                }
                require(kept <= LONGEST_LINE || engine.state() == SessionState.UPDATE || !greeted, "no bound");
            } while (event != null);
            require(!octets.hasRemaining(), "octets are left behind");
        } catch (Pop3ProtocolException e) {
            broken = true;
        }
        require(broken || engine.state() == state, "another state than the answers tell");
    }

    private void see(Event event) {
        events.add(shown(event));
        if (event instanceof Event.Greeting) {
            require(!greeted && unanswered.isEmpty(), "a greeting out of place");
            greeted = true;
            return;
        }
        Keyword keyword = unanswered.peek();
        require(greeted && keyword != null, "an event that nobody asked for");
        if (event instanceof Event.Reply reply) {
            require(!inside && reply.keyword() == keyword, "an answer to another command");
            answered(reply);
        } else if (event instanceof Event.Challenge) {
            require(!inside && keyword == Keyword.AUTH, "a challenge out of place");
        } else {
            require(inside, "a part of no answer");
            part(event, keyword);
        }
        require(engine.outstanding() == unanswered.size(), "another number of commands outstanding");
    }

    private void answered(Event.Reply reply) {
        boolean positive = reply.statusLine().positive();
        require(positive || !reply.multiLine(), "more behind a refusal");
        inside = reply.multiLine();
        octets = 0;
        entries = 0;
        if (inside) {
            return;
        }
        switch (unanswered.remove()) {
            case PASS, APOP, AUTH -> state = positive ? SessionState.TRANSACTION : state;
            case QUIT -> state = state == SessionState.TRANSACTION ? SessionState.UPDATE : state;
            default -> {
                // The others change nothing.
            }
        }
    }

    private void part(Event event, @Nullable Keyword keyword) {
        if (event instanceof Event.Body body) {
            octets += body.octets().remaining();
            require(keyword == Keyword.RETR || keyword == Keyword.TOP, "a message that nobody asked for");
            require(octets <= limits.messageOctets() && body.octets().hasRemaining(), "a message beyond its limit");
        } else if (event instanceof Event.Line line) {
            octets += line.text().length();
            entries++;
            require(line.text().length() <= limits.listingLineOctets(), "a line beyond its limit");
            require(
                    entries <= limits.listingEntries() && octets <= limits.listingOctets(),
                    "a listing beyond its limit");
        } else {
            unanswered.remove();
            inside = false;
        }
    }

    /** The end of the stream is an error exactly if something is missing; after an error nothing is possible. */
    void end() {
        if (broken) {
            requireDead(() -> engine.send(Command.of(Keyword.QUIT)));
            requireDead(engine::endOfStream);
            requireDead(() -> engine.next(ByteBuffer.wrap(new byte[] {'+'})));
            requireDead(engine::cancel);
            return;
        }
        boolean complete = true;
        try {
            engine.endOfStream();
        } catch (Pop3ProtocolException e) {
            complete = false;
        }
        require(complete == (greeted && unanswered.isEmpty()), "the end of the stream is misjudged");
        events.add(complete ? "complete" : "cut off");
    }

    private interface Deed {
        void run() throws Pop3ProtocolException;
    }

    private static void requireDead(Deed deed) {
        try {
            deed.run();
        } catch (IllegalStateException e) {
            return;
        } catch (Pop3ProtocolException e) {
            throw new AssertionError("broken twice", e);
        }
        throw new AssertionError("it lives on after an error");
    }

    private static String shown(Event event) {
        if (event instanceof Event.Body body) {
            return "body " + ISO_8859_1.decode(body.octets().duplicate());
        }
        return event.toString();
    }
}
