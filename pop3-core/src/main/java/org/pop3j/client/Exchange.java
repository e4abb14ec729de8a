package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.ClientEngine;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Event;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.StatusLine;

/**
 * The middle layer: commands and their answers, over one connection. An answer is read to its end or the connection is
 * closed: whatever is thrown while an answer is being read, by the network, the server or the caller's own streams, leaves
 * nothing behind that could be taken for the answer to a later command. A plain {@code -ERR} is a complete answer.
 *
 * <p>One call at a time, from one thread; {@link #abort()} from any.
 */
final class Exchange {
    private static final int BUFFER_OCTETS = 65_536;

    private enum Condition {
        OPEN,
        /** By the caller, who should know. */
        CLOSED,
        /** After a failure. */
        DROPPED
    }

    private final Transport transport;
    private final ClientEngine engine;
    private final Observer observer;
    private final Experience experience;
    private final long sessionOctets;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_OCTETS).limit(0);
    private final ByteBuffer toSend = ByteBuffer.allocate(Window.COMMAND_OCTETS + Command.MAX_OCTETS);
    private Condition condition = Condition.OPEN;
    private boolean busy;
    private @Nullable Keyword stepKeyword;
    private @Nullable SessionState stepState;
    private String step = "";
    private boolean lost;
    /** Whether the server has said something else than an answer that was due, or nothing. */
    private boolean outOfStep;
    /** How many octets of the buffer the last read has filled. */
    private int filled;
    /** Whether the rest of an answer that is being read is a message. */
    private boolean inMessage;

    Exchange(Transport transport, Limits limits, Observer observer, Experience experience) {
        this.transport = transport;
        this.engine = new ClientEngine(limits);
        this.observer = observer;
        this.experience = experience;
        this.sessionOctets = limits.sessionOctets();
    }

    /** What to do with the rest of a positive answer. */
    interface Reader<T> {
        T read(StatusLine statusLine) throws IOException;
    }

    /** Makes a value of a line; what it throws ends the connection. */
    interface LineParser<T> {
        Optional<T> parse(String line) throws Pop3ProtocolException;
    }

    /** One command for each of many items. */
    interface Batch<T> {
        Keyword keyword();

        Command command(T item);

        /** How long the answer may be, for the window. */
        long answerOctets(T item);

        /** Takes the whole answer, positive or not. */
        void answer(T item, StatusLine statusLine) throws IOException;
    }

    SessionState state() {
        return engine.state();
    }

    Endpoint peer() {
        return transport.peer();
    }

    Optional<SSLSession> tlsSession() {
        return transport.tlsSession();
    }

    /** TLS from the first octet. */
    void startTls(SSLContext context) throws IOException {
        observer.begin();
        transport.secure(context);
        engine.tlsStarted();
        transport.tlsSession().ifPresent(observer::secured);
    }

    /** TLS by command. It is asked for whether it is announced or not, because it is required. */
    void stls(SSLContext context) throws IOException {
        ask(Command.of(Keyword.STLS), statusLine -> statusLine);
        // The client speaks first in TLS: what has come before that has come in the clear.
        requireNothingUnasked();
        startTls(context);
    }

    StatusLine greeting() throws IOException {
        transport.expect("greeting");
        StatusLine statusLine = ((Event.Greeting) event()).statusLine();
        observer.greeted(statusLine);
        return statusLine;
    }

    /**
     * One command and its answer.
     *
     * @throws Pop3ReplyException if the answer is {@code -ERR}
     */
    <T> T ask(Command command, Reader<T> reader) throws IOException {
        begin();
        SessionState state = state();
        boolean complete = false;
        try {
            send(command);
            transport.expect(step(command.keyword()));
            flush();
            StatusLine statusLine = statusLine(command.keyword());
            if (!statusLine.positive()) {
                complete = true;
                observer.answered(statusLine);
                throw new Pop3ReplyException(command.keyword(), state, statusLine);
            }
            T result = reader.read(statusLine);
            complete = true;
            answered(
                    command.keyword() == Keyword.PASS
                            ? "USER"
                            : command.keyword().name(),
                    state,
                    statusLine);
            return result;
        } finally {
            end(complete);
        }
    }

    /**
     * AUTH, its challenges, and its end, all of it within the time of one answer.
     *
     * @throws Pop3LoginException if the server refuses
     * @throws Pop3Exception if the client had to cancel
     */
    void authenticate(Authentication authentication) throws IOException {
        begin();
        boolean complete = false;
        try {
            transport.expect(step(Keyword.AUTH));
            sendAndWipe(authentication.command());
            flush();
            Event event = event();
            while (event instanceof Event.Challenge challenge) {
                observer.challenged(challenge.text().length());
                requireNothingUnasked();
                respond(authentication, challenge);
                event = event();
            }
            StatusLine statusLine = ((Event.Reply) event).statusLine();
            complete = true;
            observer.replied(Keyword.AUTH, statusLine);
            answered(authentication.name(), SessionState.AUTHORIZATION, statusLine);
            if (!statusLine.positive()) {
                throw authentication.refused(statusLine);
            }
        } finally {
            end(complete);
        }
    }

    private void answered(String method, SessionState before, StatusLine statusLine) {
        if (before != SessionState.TRANSACTION && state() == SessionState.TRANSACTION) {
            observer.loggedIn(method);
        }
        observer.answered(statusLine);
    }

    private void sendAndWipe(Command command) throws IOException {
        try {
            send(command);
        } finally {
            command.wipe();
        }
    }

    private void respond(Authentication authentication, Event.Challenge challenge) throws IOException {
        Optional<byte[]> response = authentication.answer(challenge);
        if (response.isEmpty()) {
            transport.requireTime();
        }
        byte[] line;
        try {
            line = response.isEmpty() ? engine.cancel() : engine.respond(response.get(), authentication.complete());
        } finally {
            response.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
        }
        observer.responded(response.isEmpty());
        try {
            transport.write(line, line.length);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** Many commands and their answers, within a window; without pipelining one after the other. */
    <T> void askAll(Collection<T> items, Batch<T> batch, boolean pipelining) throws IOException {
        begin();
        boolean complete = false;
        try {
            Queue<T> waiting = new ArrayDeque<>(items);
            Window<T> window = new Window<>(pipelining && !experience.lockStep());
            fill(window, waiting, batch);
            while (!window.isEmpty()) {
                T item = window.oldest();
                StatusLine statusLine = nextReply(batch.keyword());
                batch.answer(item, statusLine);
                observer.answered(statusLine);
                window.answered();
                fill(window, waiting, batch);
            }
            complete = true;
        } finally {
            if (outOfStep && engine.outstanding() > 1) {
                experience.lostStep();
            }
            end(complete);
        }
    }

    /** A lost connection is nobody's fault, and a limit is the caller's: anything else where a status line is due tells. */
    private StatusLine nextReply(Keyword keyword) throws IOException {
        try {
            return reply(keyword);
        } catch (Pop3ProtocolException e) {
            outOfStep = !lost && transport.receivedOctets() <= sessionOctets;
            throw e;
        }
    }

    private <T> void fill(Window<T> window, Queue<T> waiting, Batch<T> batch) throws IOException {
        if (!window.low()) {
            return;
        }
        for (T item = waiting.peek(); item != null; item = waiting.peek()) {
            Command command = batch.command(item);
            long answer = batch.answerOctets(item);
            if (!window.admits(command.octets(), answer)) {
                break;
            }
            send(command);
            window.add(item, command.octets(), answer);
            waiting.remove();
        }
        flush();
    }

    /** The lines of a listing, up to its dot. */
    <T> List<T> lines(LineParser<T> parser) throws IOException {
        List<T> lines = new ArrayList<>();
        for (Event event = event(); event instanceof Event.Line line; event = event()) {
            observer.line(line.text());
            parser.parse(line.text()).ifPresent(lines::add);
        }
        observer.line(".");
        return lines;
    }

    /** The octets of a message, up to its dot. */
    long message(OutputStream to) throws IOException {
        long octets = 0;
        inMessage = true;
        for (Event event = event(); event instanceof Event.Body body; event = event()) {
            ByteBuffer piece = body.octets();
            octets += piece.remaining();
            to.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        }
        inMessage = false;
        observer.transferred(octets);
        return octets;
    }

    /**
     * QUIT, which ends the connection in any case.
     *
     * @throws Pop3ReplyException if the answer is {@code -ERR}
     * @throws UpdateUnknownException if there would have been an UPDATE, and no answer has come
     */
    void quit() throws IOException {
        begin();
        SessionState state = state();
        boolean answered = false;
        boolean sent = false;
        try {
            send(Command.of(Keyword.QUIT));
            transport.expectEnd(step(Keyword.QUIT));
            sent = true;
            flush();
            StatusLine statusLine = statusLine(Keyword.QUIT);
            answered = true;
            observer.answered(statusLine);
            if (!statusLine.positive()) {
                throw new Pop3ReplyException(Keyword.QUIT, state, statusLine);
            }
        } catch (IOException e) {
            if (sent && !answered && state == SessionState.TRANSACTION) {
                throw new UpdateUnknownException(peer(), e);
            }
            throw e;
        } finally {
            busy = false;
            condition = Condition.CLOSED;
            transport.finish();
            closed();
        }
    }

    /** The caller has had enough. */
    void close() {
        condition = Condition.CLOSED;
        transport.close();
        closed();
    }

    private void closed() {
        observer.closed(transport.sentOctets(), transport.receivedOctets());
    }

    /** Whether nobody waits for the answer any more that is being worked for. */
    boolean givenUp() {
        return transport.over();
    }

    /** From any thread. */
    void abort() {
        transport.abort();
    }

    private void begin() throws IOException {
        if (busy) {
            throw new IllegalStateException("another command's answer is being read");
        }
        if (transport.aborted() || condition == Condition.DROPPED) {
            throw new IOException(peer() + ": the connection was " + (transport.aborted() ? "aborted" : "dropped"));
        }
        if (condition == Condition.CLOSED) {
            throw new IllegalStateException("closed");
        }
        busy = true;
        observer.begin();
    }

    private void end(boolean complete) {
        busy = false;
        if (!complete && condition == Condition.OPEN) {
            condition = Condition.DROPPED;
            transport.close();
            closed();
        }
    }

    /** Octets that came unasked would be taken for the next answer, QUIT's for instance. */
    private void requireNothingUnasked() throws IOException {
        if (transport.available()) {
            fill();
        }
        engine.next(received);
    }

    private void send(Command command) throws IOException {
        if (engine.outstanding() == 0) {
            requireNothingUnasked();
        }
        byte[] line = engine.send(command);
        observer.sent(command);
        toSend.put(line);
        Arrays.fill(line, (byte) 0);
    }

    private void flush() throws IOException {
        if (toSend.position() == 0) {
            return;
        }
        try {
            transport.write(toSend.array(), toSend.position());
        } finally {
            Arrays.fill(toSend.array(), 0, toSend.position(), (byte) 0);
            toSend.clear();
        }
    }

    private StatusLine reply(Keyword keyword) throws IOException {
        transport.expect(step(keyword));
        return statusLine(keyword);
    }

    private StatusLine statusLine(Keyword keyword) throws IOException {
        StatusLine statusLine = ((Event.Reply) event()).statusLine();
        observer.replied(keyword, statusLine);
        return statusLine;
    }

    /** The same text for each of many commands. */
    private String step(Keyword keyword) {
        if (stepKeyword != keyword || stepState != state()) {
            stepKeyword = keyword;
            stepState = state();
            step = keyword + " in " + state();
        }
        return step;
    }

    private Event event() throws IOException {
        Event event = engine.next(received);
        while (event == null) {
            fill();
            event = engine.next(received);
        }
        return event;
    }

    /** Whether the other side has ended the connection before we wanted it. */
    boolean lost() {
        return lost;
    }

    private void fill() throws IOException {
        received.compact();
        int count;
        try {
            count = transport.read(received.array(), received.position(), received.remaining());
        } catch (SocketTimeoutException e) {
            outOfStep = !transport.endOfSession();
            throw explained(e);
        } catch (IOException e) {
            lost = !transport.aborted();
            throw e;
        }
        received.position(received.position() + Math.max(0, count)).flip();
        filled = received.limit();
        if (count < 0) {
            lost = true;
            engine.endOfStream();
            throw new EOFException(peer() + ": the connection was closed");
        }
    }

    /**
     * Some servers end messages with dot and LF, or behind a line without an end. Nobody can tell that from a message that
     * breaks off right there, where a sentence ends: it is a time-out in any case, and the hint is all that can be given.
     */
    private SocketTimeoutException explained(SocketTimeoutException silence) {
        String end = new String(received.array(), Math.max(0, filled - 3), Math.min(3, filled), ISO_8859_1);
        if (!inMessage || !(end.endsWith(".\n") || end.endsWith(".\r\n"))) {
            return silence;
        }
        SocketTimeoutException hint = new SocketTimeoutException(silence.getMessage()
                + ", behind a dot that is not alone on a line that ends with CRLF: the message is not complete,"
                + " unless the server takes that for its end");
        hint.initCause(silence);
        return hint;
    }
}
