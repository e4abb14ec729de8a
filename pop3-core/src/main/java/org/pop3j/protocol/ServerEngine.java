package org.pop3j.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of a session without I/O. The transport calls {@link #next} until it says {@link Action#READ}, then
 * {@link #receive} with what the client sent, and so on to {@link Action#CLOSE}; {@link #connectionLost()} in every other
 * end, also after an exception. It may call {@link #receive} at any time in between, so that it need not stop reading
 * while it writes a long answer.
 *
 * <p>Both directions are bounded: of the input a few kilobytes of pipelined commands are kept, of a message one chunk.
 * Commands that came behind STLS are dropped, as is everything learnt before it. If a message cannot be read to its end,
 * the session ends without the final dot and without UPDATE.
 *
 * <p>Not thread-safe.
 */
public final class ServerEngine {
    /** What the transport has to do. In every case it first writes what is in the output buffer. */
    public enum Action {
        /** Nothing to write; hand in more octets with {@link ServerEngine#receive}. */
        READ,
        /** Write the output buffer, then call again. */
        WRITE,
        /** Write the output buffer, throw away clear-text octets, shake hands, call {@link ServerEngine#tlsStarted()}. */
        START_TLS,
        /** Write the output buffer, then close the connection. */
        CLOSE
    }

    private final ServerObserver observer;
    private final ServerSession session;
    private final CommandLines commands;
    private final boolean responseCodes;
    private @Nullable Output output;
    private @Nullable Output content;
    private ServerReply.Then then = ServerReply.Then.GO_ON;

    /**
     * A session that has yet to send its greeting.
     *
     * @param settings what the server offers
     * @param accounts who may log in
     * @param observer told what happens
     */
    public ServerEngine(ServerSettings settings, Accounts accounts, ServerObserver observer) {
        this.observer = observer;
        this.session = new ServerSession(settings, accounts, observer);
        this.commands = new CommandLines(
                settings.mechanisms().isEmpty()
                        ? settings.maxCommandOctets()
                        : Math.max(settings.maxCommandOctets(), ServerAuth.MAX_LINE_OCTETS));
        this.responseCodes = settings.announces(Capabilities.RESP_CODES);
        send(ServerReply.ok(settings.greeting()));
    }

    /**
     * The state of the session.
     *
     * @return the state
     */
    public SessionState state() {
        return session.state();
    }

    /**
     * Takes octets from the client: as many as fit into the bounded buffer; the rest stays for a later call. What comes
     * between STLS and {@link #tlsStarted()}, or after the end, is dropped.
     *
     * @param octets those taken are consumed
     */
    public void receive(ByteBuffer octets) {
        if (then == ServerReply.Then.GO_ON) {
            commands.receive(octets);
        } else {
            octets.position(octets.limit());
        }
    }

    /**
     * A line as {@link ServerObserver#received} would be told of it, if it came next: for a transport that answers some
     * commands itself and keeps a record.
     *
     * @param line without CRLF; it is neither kept nor changed
     * @return without secrets
     */
    public String redacted(byte[] line) {
        return session.redacted(line);
    }

    /**
     * Goes on: runs commands and puts what is to be sent into the buffer. May call {@link Accounts} and
     * {@link LockedMaildrop}, and takes as long as they do.
     *
     * @param out has room for at least one octet
     * @return what to do next
     */
    public Action next(ByteBuffer out) {
        int before = out.position();
        try {
            while (drained(out)) {
                if (then != ServerReply.Then.GO_ON) {
                    return then == ServerReply.Then.CLOSE ? Action.CLOSE : Action.START_TLS;
                }
                if (!answerNext()) {
                    return out.position() > before ? Action.WRITE : Action.READ;
                }
            }
            return Action.WRITE;
        } catch (IOException e) {
            connectionLost();
            return Action.CLOSE;
        }
    }

    /**
     * Tells that TLS is on after {@link Action#START_TLS}.
     *
     * @throws IllegalStateException at any other time
     */
    public void tlsStarted() {
        if (then != ServerReply.Then.START_TLS || output != null) {
            throw new IllegalStateException("TLS in " + state() + " without STLS");
        }
        then = ServerReply.Then.GO_ON;
        session.tlsStarted();
    }

    /** Tells that the connection is gone. The lock is released, nothing is deleted. Without effect when repeated. */
    public void connectionLost() {
        close(output);
        close(content);
        output = null;
        content = null;
        then = ServerReply.Then.CLOSE;
        commands.clear();
        session.abandon();
    }

    /** Whether everything that is to be sent is in the buffer. */
    private boolean drained(ByteBuffer out) throws IOException {
        while (output != null) {
            if (!output.drain(out)) {
                return false;
            }
            output = content;
            content = null;
        }
        return true;
    }

    private static void close(@Nullable Output unsent) {
        if (unsent != null) {
            unsent.close();
        }
    }

    private boolean answerNext() {
        try {
            byte[] line = nextLine();
            if (line == null) {
                return false;
            }
            observer.received(session.redacted(line));
            try {
                send(session.answer(line));
            } finally {
                // It may have been a password.
                Arrays.fill(line, (byte) 0);
            }
        } catch (Refusal refusal) {
            send(session.refuse(refusal));
        }
        return true;
    }

    private byte @Nullable [] nextLine() throws Refusal {
        try {
            return commands.next(session.maxLineOctets());
        } catch (Refusal refusal) {
            observer.received(Request.REDACTED);
            throw refusal;
        }
    }

    private void send(ServerReply reply) {
        StatusLine full = reply.statusLine();
        if (full == null) {
            output = reply.content();
            observer.replied("+ " + Request.REDACTED);
            return;
        }
        StatusLine statusLine = responseCodes ? full : full.withoutCode();
        output = LinesOutput.status(statusLine);
        content = reply.content();
        then = reply.then();
        observer.replied(statusLine.toString());
        if (then != ServerReply.Then.GO_ON) {
            commands.clear();
        }
    }
}
