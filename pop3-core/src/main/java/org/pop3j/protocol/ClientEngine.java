package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a session without I/O: commands are turned into octets, received octets into events. Lifecycle:
 *
 * <ol>
 *   <li>wait for the greeting; no command may be sent before it
 *   <li>any number of commands and answers. Commands may be sent before earlier ones are answered, but nothing may follow
 *       USER, PASS, APOP, AUTH, STLS and QUIT before their answers have come
 *   <li>over: after the answer to QUIT, a negative greeting, the end of the stream, or a {@link Pop3ProtocolException}
 * </ol>
 *
 * Line ends: what the status line of an answer ends with counts for the whole answer. After CRLF only CRLF ends a line, so
 * that LF, dot, LF inside a message never ends it; only after a status line with bare LF do bare LFs count.
 *
 * <p>Not thread-safe.
 */
public final class ClientEngine {
    private static final int MAX_FEW_ENTRIES = 1000;
    private static final int CHALLENGE_OCTETS = 8192;

    /** Most octets of one response in an exchange, before base64; a server takes as many. */
    public static final int MAX_RESPONSE_OCTETS = 12_288;

    private enum Phase {
        GREETING,
        STATUS,
        LISTING,
        MESSAGE,
        STARTING_TLS,
        OVER
    }

    private record Sent(Keyword keyword, boolean multiLine) {}

    private final Limits limits;
    private final LineReader lines = new LineReader();
    private final MessageReader message = new MessageReader();
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private SessionState state = SessionState.AUTHORIZATION;
    private Phase phase = Phase.GREETING;
    private boolean bareLf;
    private long entries;
    private long octets;
    private long sessionOctets;
    private boolean tls;
    private boolean userAccepted;
    /** UTF8 was asked for: it rules STLS out, whatever the answer (RFC 6856, section 2.1). */
    private boolean utf8;

    private boolean broken;
    /** AUTH: a challenge waits for its response. */
    private boolean challenged;
    /** AUTH: a success would be one. */
    private boolean mayEnd;

    private boolean cancelled;

    /**
     * A session that waits for its greeting.
     *
     * @param limits what to take from the server at most
     */
    public ClientEngine(Limits limits) {
        this.limits = limits;
    }

    /**
     * The state of the session, as far as the answers that were read tell.
     *
     * @return the state
     */
    public SessionState state() {
        return state;
    }

    /**
     * How many commands have not been answered completely.
     *
     * @return commands
     */
    public int outstanding() {
        return unanswered.size();
    }

    /**
     * Takes a command to be sent, and remembers that its answer comes after those of the earlier ones. Octets that were
     * received but not yet given to {@link #next} should be given to it first: while no command is outstanding they are an
     * attempt to answer a command before it is sent.
     *
     * @param command the command
     * @return the octets to write, CRLF included; those of PASS are the caller's to wipe
     * @throws IllegalStateException if the command is not allowed now: by the state, before the greeting, behind a command
     *     whose answer has to be awaited, PASS without a successful USER directly before it, STLS under TLS, after UTF8
     *     or while anything is outstanding
     */
    public byte[] send(Command command) {
        Keyword keyword = command.keyword();
        String objection = objection(keyword);
        if (objection != null) {
            throw new IllegalStateException(keyword + " in " + state + ": " + objection);
        }
        byte[] line = command.line();
        userAccepted = false;
        utf8 |= keyword == Keyword.UTF8;
        mayEnd = command.mayEnd();
        cancelled = false;
        unanswered.add(new Sent(keyword, command.multiLine()));
        return line;
    }

    /**
     * Answers a challenge (RFC 5034, section 4). The line may be longer than a command.
     *
     * @param response at most {@value #MAX_RESPONSE_OCTETS} octets, base64 not yet done
     * @param last whether the mechanism needs nothing else, so that {@code +OK} is a success; as long as it needs more,
     *     {@code +OK} is taken for a challenge
     * @return the octets to write, CRLF included; the caller's to wipe
     * @throws IllegalArgumentException if the response is too long
     * @throws IllegalStateException if there is no challenge
     */
    public byte[] respond(byte[] response, boolean last) {
        if (response.length > MAX_RESPONSE_OCTETS) {
            throw new IllegalArgumentException("a response of more than " + MAX_RESPONSE_OCTETS + " octets");
        }
        answerChallenge();
        mayEnd = last;
        byte[] encoded = Base64.getEncoder().encode(response);
        byte[] line = Arrays.copyOf(encoded, encoded.length + 2);
        Arrays.fill(encoded, (byte) 0);
        line[line.length - 2] = Octets.CR;
        line[line.length - 1] = Octets.LF;
        return line;
    }

    /**
     * Answers a challenge with a refusal to go on. The server has to say {@code -ERR} next.
     *
     * @return the octets to write, CRLF included
     * @throws IllegalStateException if there is no challenge
     */
    public byte[] cancel() {
        answerChallenge();
        cancelled = true;
        return Octets.line("*");
    }

    private void answerChallenge() {
        requireIntact();
        if (!challenged) {
            throw new IllegalStateException("there is no challenge to answer");
        }
        challenged = false;
    }

    private @Nullable String objection(Keyword keyword) {
        if (broken || phase == Phase.OVER) {
            return "the session is over";
        }
        if (phase == Phase.GREETING || phase == Phase.STARTING_TLS) {
            return phase == Phase.GREETING ? "the greeting has not come" : "TLS has not started";
        }
        if (!keyword.allowedIn(state)) {
            return "not allowed in this state";
        }
        Sent last = unanswered.peekLast();
        if (last != null && last.keyword().awaited()) {
            return "the answer to " + last.keyword() + " has not come";
        }
        if (keyword == Keyword.PASS && !userAccepted) {
            return "no successful USER directly before it";
        }
        if (keyword == Keyword.STLS && (tls || last != null)) {
            return tls ? "TLS is active" : "commands are outstanding";
        }
        if (keyword == Keyword.STLS && utf8) {
            return "not after UTF8";
        }
        return null;
    }

    /**
     * Makes the next event out of received octets.
     *
     * @param received octets from its position on; those used are consumed
     * @return the event, or null if more octets are needed
     * @throws Pop3ProtocolException if the server broke the protocol or a limit; the session is over then
     * @throws IllegalStateException if that has happened before
     */
    @SuppressWarnings("exports") // JSpecify is for compilers: nobody who uses this module has to have it
    public @Nullable Event next(ByteBuffer received) throws Pop3ProtocolException {
        requireIntact();
        int before = received.position();
        try {
            Event event = step(received);
            sessionOctets += received.position() - before;
            if (sessionOctets > limits.sessionOctets()) {
                throw new Violation("a session of more than " + limits.sessionOctets() + " octets");
            }
            return event;
        } catch (Violation violation) {
            throw broken(violation.rule());
        }
    }

    private @Nullable Event step(ByteBuffer received) throws Violation {
        return switch (phase) {
            case GREETING -> greeting(received);
            case STATUS -> reply(received);
            case LISTING -> line(received);
            case MESSAGE -> body(received);
            case STARTING_TLS -> nothingInTheClear(received);
            case OVER -> ignore(received);
        };
    }

    /**
     * Tells that the server has closed the connection.
     *
     * @throws Pop3ProtocolException if the greeting or an answer is missing or incomplete
     * @throws IllegalStateException if the server broke the protocol before
     */
    public void endOfStream() throws Pop3ProtocolException {
        requireIntact();
        if (phase == Phase.GREETING || !unanswered.isEmpty()) {
            throw broken("the connection was closed before the answer was complete");
        }
        phase = Phase.OVER;
    }

    /**
     * Tells that TLS is on: after a positive answer to STLS, or before the greeting. What was learnt in the clear is
     * forgotten.
     *
     * @throws IllegalStateException at any other time
     */
    public void tlsStarted() {
        boolean due = phase == Phase.STARTING_TLS || phase == Phase.GREETING;
        if (broken || tls || !due) {
            throw new IllegalStateException("TLS in " + state + ": this is not its time");
        }
        tls = true;
        if (phase == Phase.STARTING_TLS) {
            phase = Phase.STATUS;
        }
    }

    private @Nullable Event greeting(ByteBuffer received) throws Violation {
        StatusLine statusLine = statusLine(received);
        if (statusLine == null) {
            return null;
        }
        phase = statusLine.positive() ? Phase.STATUS : Phase.OVER;
        return new Event.Greeting(statusLine);
    }

    private @Nullable Event reply(ByteBuffer received) throws Violation {
        Sent sent = unanswered.peek();
        if (sent == null) {
            if (received.hasRemaining()) {
                throw new Violation("octets that no command asked for");
            }
            return null;
        }
        if (sent.keyword() == Keyword.AUTH) {
            return exchange(received);
        }
        StatusLine statusLine = statusLine(received);
        if (statusLine == null) {
            return null;
        }
        boolean multiLine = sent.multiLine() && statusLine.positive();
        if (multiLine) {
            begin(sent.keyword());
        } else {
            conclude(sent.keyword(), statusLine.positive(), received);
        }
        return new Event.Reply(sent.keyword(), statusLine, multiLine);
    }

    /** A challenge or the end of AUTH. Some servers write {@code +OK} where {@code +} is due. */
    private @Nullable Event exchange(ByteBuffer received) throws Violation {
        if (challenged) {
            if (received.hasRemaining()) {
                throw new Violation("octets behind a challenge");
            }
            return null;
        }
        String line = lines.read(received, Math.max(CHALLENGE_OCTETS, limits.statusLineOctets()), true);
        if (line == null) {
            return null;
        }
        boolean challenge = line.equals("+") || line.startsWith("+ ");
        StatusLine statusLine = challenge ? StatusLine.ok(line.substring(1).trim()) : StatusLine.parse(line);
        if (statusLine == null) {
            throw new Violation("a line that is neither a challenge nor +OK nor -ERR");
        }
        boolean positive = statusLine.positive();
        if (cancelled && positive) {
            throw new Violation("an exchange that was cancelled goes on");
        }
        if (challenge || (positive && !mayEnd)) {
            challenged = true;
            return new Event.Challenge(statusLine.text(), !challenge);
        }
        conclude(Keyword.AUTH, positive, received);
        return new Event.Reply(Keyword.AUTH, statusLine, false);
    }

    private void begin(Keyword keyword) {
        entries = 0;
        octets = 0;
        phase = keyword.answer() == Keyword.Answer.MESSAGE ? Phase.MESSAGE : Phase.LISTING;
        bareLf = !lines.endedWithCrLf();
        message.begin(bareLf);
    }

    /** The effect of a single-line answer on the session. */
    private void conclude(Keyword keyword, boolean positive, ByteBuffer received) throws Violation {
        if (keyword == Keyword.QUIT) {
            state = state == SessionState.TRANSACTION ? SessionState.UPDATE : state;
            phase = Phase.OVER;
        } else if (keyword == Keyword.STLS && positive) {
            phase = Phase.STARTING_TLS;
            nothingInTheClear(received);
        } else if ((keyword == Keyword.PASS || keyword == Keyword.APOP || keyword == Keyword.AUTH) && positive) {
            state = SessionState.TRANSACTION;
        }
        userAccepted = keyword == Keyword.USER && positive;
        unanswered.remove();
    }

    private @Nullable Event line(ByteBuffer received) throws Violation {
        String line = lines.read(received, limits.listingLineOctets(), bareLf);
        if (line == null) {
            return null;
        }
        if (line.equals(".")) {
            return end();
        }
        entries++;
        octets += line.length();
        if (entries > entryLimit() || octets > limits.listingOctets()) {
            throw new Violation(
                    "a listing of more than " + entryLimit() + " lines or " + limits.listingOctets() + " octets");
        }
        return new Event.Line(line.startsWith(".") ? line.substring(1) : line);
    }

    private long entryLimit() {
        Keyword keyword = unanswered.element().keyword();
        // Both are asked of servers that have proved nothing yet.
        boolean few = keyword == Keyword.CAPA || keyword == Keyword.LANG;
        return few ? Math.min(MAX_FEW_ENTRIES, limits.listingEntries()) : limits.listingEntries();
    }

    private @Nullable Event body(ByteBuffer received) throws Violation {
        ByteBuffer piece = message.read(received);
        if (piece == null) {
            return message.ended() ? end() : null;
        }
        octets += piece.remaining();
        if (octets > limits.messageOctets()) {
            throw new Violation("a message of more than " + limits.messageOctets() + " octets");
        }
        return new Event.Body(piece);
    }

    private Event end() {
        phase = Phase.STATUS;
        unanswered.remove();
        return new Event.End();
    }

    /** Octets behind STLS's answer would be read as if they had come under TLS: somebody is injecting answers. */
    private static @Nullable Event nothingInTheClear(ByteBuffer received) throws Violation {
        if (received.hasRemaining()) {
            throw new Violation("octets in the clear behind the answer to STLS");
        }
        return null;
    }

    private static @Nullable Event ignore(ByteBuffer received) {
        received.position(received.limit());
        return null;
    }

    private @Nullable StatusLine statusLine(ByteBuffer received) throws Violation {
        String line = lines.read(received, limits.statusLineOctets(), true);
        StatusLine statusLine = line == null ? null : StatusLine.parse(line);
        if (line != null && statusLine == null) {
            throw new Violation("a line that is neither +OK nor -ERR");
        }
        return statusLine;
    }

    private void requireIntact() {
        if (broken) {
            throw new IllegalStateException("the server has broken the protocol: the session is over");
        }
    }

    private Pop3ProtocolException broken(String rule) {
        broken = true;
        Sent sent = unanswered.peek();
        String what = sent != null ? sent.keyword().name() : phase == Phase.GREETING ? "greeting" : "session";
        return new Pop3ProtocolException(what + " in " + state + ": " + rule);
    }
}
