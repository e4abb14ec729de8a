package org.pop3j.testserver;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.ServerEngine;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.protocol.SessionState;
import org.pop3j.testserver.fault.Point.Place;

/**
 * One connection: hands its lines one by one to the engine, and what the engine says between two of them, which is one
 * answer, to the wire. It runs in one thread; only {@link #drop} and {@link #timeOut} may come from another.
 */
final class Session implements Runnable {
    private static final byte LF = '\n';

    private final Socket raw;
    private final Service service;
    private final SessionRecord record;
    private final Wire wire;
    private final Wrongdoing wrongdoing;
    private final SessionAccounts accounts;
    private final ServerEngine engine;
    /** The line that comes in parts has not ended. */
    private boolean continued;

    private volatile Optional<RecordedSession.Ending> cause = Optional.empty();

    Session(Socket raw, Service service, SessionRecord record) {
        this.raw = raw;
        this.service = service;
        this.record = record;
        Common common = service.common();
        wire = new Wire(raw, common.time(), common.buffers(), common.faults(), record);
        wrongdoing = new Wrongdoing(service, wire, record);
        accounts = new SessionAccounts(common.accounts(), service.settings(), this::comesIn, this::loggedIn);
        if (common.strictClient()) {
            record.watch(strictClient());
        }
        engine = new ServerEngine(accounts.greeted(service.settings()), accounts, wrongdoing.observer());
    }

    /** What all sessions of a server have in common. */
    record Common(
            AccountBook accounts,
            Tls tls,
            FaultBook faults,
            Manner manner,
            ServerTime time,
            Buffers buffers,
            boolean strictClient) {}

    /** What all sessions of one port have in common. */
    record Service(ServerSettings settings, Common common) {}

    @Override
    public void run() {
        RecordedSession.Ending ending = RecordedSession.Ending.FAILED;
        try {
            ending = serve();
        } catch (RuntimeException | Error e) {
            record.line("*: " + e);
            throw e;
        } finally {
            // Whoever sees the end, in the record or on the wire, may rely on the lock being free.
            engine.connectionLost();
            wrongdoing.ended();
            record.ended(engine.state() == SessionState.UPDATE ? RecordedSession.Ending.QUIT : ending);
            try {
                wire.release();
            } catch (IOException e) {
                record.line("*: close: " + e);
            }
        }
    }

    /** Whether its client has been silent, and has taken nothing, for longer than that. */
    boolean silentFor(Duration limit) {
        return service.common().time().nanos() - wire.active() > limit.toNanos();
    }

    /** The server does not want it any more. */
    void drop() {
        cut(RecordedSession.Ending.DROPPED);
    }

    /** The client has been silent for too long. */
    void timeOut() {
        cut(RecordedSession.Ending.TIMED_OUT);
    }

    private void cut(RecordedSession.Ending why) {
        cause = Optional.of(why);
        try {
            wire.cut();
        } catch (IOException e) {
            record.line("*: close: " + e);
        }
    }

    private RecordedSession.Ending serve() {
        try {
            raw.setTcpNoDelay(true);
            wrongdoing.reach(Place.ACCEPT);
            if (service.settings().tlsActive()) {
                secure();
            }
            return converse();
        } catch (SessionEnd e) {
            return cause.orElse(e.ending());
        } catch (TlsFailure e) {
            record.line("*: " + e.getCause());
            return cause.orElse(RecordedSession.Ending.TLS_FAILED);
        } catch (IOException e) {
            if (cause.isEmpty()) {
                record.line("*: " + e);
            }
            return cause.orElse(RecordedSession.Ending.LOST);
        }
    }

    private RecordedSession.Ending converse() throws IOException, TlsFailure {
        wrongdoing.greet(engine);
        while (true) {
            ByteBuffer line = wire.line();
            if (line == null) {
                return RecordedSession.Ending.LOST;
            }
            switch (answer(line)) {
                case START_TLS -> {
                    wire.flush();
                    secure();
                    engine.tlsStarted();
                }
                case CLOSE -> {
                    wire.flush();
                    return closed();
                }
                default -> {}
            }
        }
    }

    private ServerEngine.Action answer(ByteBuffer line) throws IOException {
        record.line(line, wire);
        boolean whole = !continued;
        continued = line.get(line.limit() - 1) != LF;
        try {
            if (whole) {
                wrongdoing.came(line, engine.state());
            }
            if (!continued && !wrongdoing.none()) {
                return wrongdoing.answer(line, whole, engine);
            }
            engine.receive(line);
            return drain();
        } finally {
            // It may have been a password.
            Arrays.fill(line.array(), line.arrayOffset(), line.limit(), (byte) 0);
        }
    }

    /** Everything as it is. Sent when the buffer is full, or before it is waited for the client. */
    private ServerEngine.Action drain() throws IOException {
        while (true) {
            ByteBuffer out = wire.out();
            ServerEngine.Action action = engine.next(out);
            if (action == ServerEngine.Action.START_TLS) {
                // What came in the clear behind STLS must never be taken for a command (RFC 2595, section 4).
                wire.clearInput();
            }
            if (action != ServerEngine.Action.WRITE) {
                return action;
            }
            if (!out.hasRemaining()) {
                wire.flush();
            }
        }
    }

    private RecordedSession.Ending closed() {
        return switch (engine.state()) {
            case AUTHORIZATION -> wrongdoing.refused() ? RecordedSession.Ending.REFUSED : RecordedSession.Ending.QUIT;
            case TRANSACTION -> brokenOff();
            case UPDATE -> RecordedSession.Ending.QUIT;
        };
    }

    private RecordedSession.Ending brokenOff() {
        record.line("*: a message could not be read to its end");
        return RecordedSession.Ending.FAILED;
    }

    private void secure() throws IOException, TlsFailure {
        wrongdoing.reach(Place.TLS);
        try {
            SSLSession secured = wire.secure(service.common().tls(), accounts.wantsCertificate());
            record.secured(secured.getProtocol());
            accounts.secured(secured);
            wrongdoing.secured();
        } catch (IOException e) {
            throw new TlsFailure(e);
        }
    }

    private Optional<Login> comesIn(String user) {
        return wrongdoing.comesIn(user);
    }

    private LockedMaildrop loggedIn(String user, LockedMaildrop maildrop) {
        ServedMaildrop served = wrongdoing.serve(user, record.loggedIn(user, maildrop));
        record.shows(served);
        return served;
    }

    private StrictClient strictClient() {
        ServerSettings settings = service.settings();
        return new StrictClient(
                settings.tlsActive(),
                settings.commands().contains(Keyword.UTF8),
                () -> wrongdoing.announces(Capabilities.PIPELINING, engine.state(), settings),
                record::violation);
    }

    /** Tells a failed handshake from a TLS connection that broke later. */
    private static final class TlsFailure extends Exception {
        private static final long serialVersionUID = 1L;

        TlsFailure(IOException cause) {
            super(cause);
        }
    }
}
