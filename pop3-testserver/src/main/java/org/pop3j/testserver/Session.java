package org.pop3j.testserver;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.pop3j.protocol.ServerEngine;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.protocol.SessionState;

/**
 * One connection: moves octets between a socket and the engine. It runs in one thread; only {@link #drop} may come from
 * another.
 */
final class Session implements Runnable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);
    private static final int IN_OCTETS = 4096;
    private static final int OUT_OCTETS = 32768;

    private final Socket raw;
    private final Tls tls;
    private final boolean implicitTls;
    private final int autologoutMillis;
    private final SessionRecord record;
    private final SessionAccounts accounts;
    private final ServerEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(IN_OCTETS).limit(0);
    private final ByteBuffer out = ByteBuffer.allocate(OUT_OCTETS);
    private Socket socket;
    private volatile boolean dropped;

    Session(Socket raw, Service service, SessionRecord record) {
        this.raw = raw;
        this.record = record;
        socket = raw;
        tls = service.tls();
        implicitTls = service.settings().tlsActive();
        autologoutMillis = Math.toIntExact(service.autologout().toMillis());
        accounts = new SessionAccounts(service.accounts(), service.settings(), record::loggedIn);
        engine = new ServerEngine(accounts.greeted(service.settings()), accounts, record);
    }

    /** What all sessions of one port have in common. */
    record Service(ServerSettings settings, AccountBook accounts, Tls tls, Duration autologout) {}

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
            record.ended(engine.state() == SessionState.UPDATE ? RecordedSession.Ending.QUIT : ending);
            close(socket);
            close(raw);
        }
    }

    private void close(Socket layer) {
        try {
            layer.close();
        } catch (IOException e) {
            record.line("*: close: " + e);
        }
    }

    /** Ends the connection beneath TLS, so that no thread that is stuck in TLS can hold this one up. */
    void drop() {
        dropped = true;
        close(raw);
    }

    private RecordedSession.Ending serve() {
        try {
            raw.setTcpNoDelay(true);
            raw.setSoTimeout(autologoutMillis);
            if (implicitTls) {
                secure();
            }
            return converse();
        } catch (TlsFailure e) {
            record.line("*: " + e.getCause());
            return dropped ? RecordedSession.Ending.DROPPED : RecordedSession.Ending.TLS_FAILED;
        } catch (SocketTimeoutException e) {
            return RecordedSession.Ending.TIMED_OUT;
        } catch (IOException e) {
            record.line("*: " + e);
            return dropped ? RecordedSession.Ending.DROPPED : RecordedSession.Ending.LOST;
        }
    }

    private RecordedSession.Ending converse() throws IOException, TlsFailure {
        while (true) {
            ServerEngine.Action action = engine.next(out);
            flush();
            switch (action) {
                case READ -> {
                    if (!in.hasRemaining() && !fill()) {
                        return RecordedSession.Ending.LOST;
                    }
                    engine.receive(in);
                }
                case WRITE -> {}
                case START_TLS -> {
                    // What came in the clear behind STLS must never be taken for a command (RFC 2595, section 4).
                    in.limit(in.position());
                    secure();
                    engine.tlsStarted();
                }
                case CLOSE -> {
                    return engine.state() == SessionState.TRANSACTION ? brokenOff() : RecordedSession.Ending.QUIT;
                }
            }
        }
    }

    private RecordedSession.Ending brokenOff() {
        record.line("*: a message could not be read to its end");
        return RecordedSession.Ending.FAILED;
    }

    private boolean fill() throws IOException {
        in.clear();
        int octets = socket.getInputStream().read(in.array(), 0, in.capacity());
        in.limit(Math.max(octets, 0));
        return octets >= 0;
    }

    private void flush() throws IOException {
        if (out.position() > 0) {
            socket.getOutputStream().write(out.array(), 0, out.position());
            out.clear();
        }
        record.flushed();
    }

    private void secure() throws IOException, TlsFailure {
        raw.setSoTimeout(Math.toIntExact(HANDSHAKE.toMillis()));
        try {
            SSLSocket secured = tls.over(raw, accounts.wantsCertificate());
            secured.startHandshake();
            record.secured(secured.getSession().getProtocol());
            accounts.secured(secured.getSession());
            socket = secured;
        } catch (IOException e) {
            throw new TlsFailure(e);
        }
        raw.setSoTimeout(autologoutMillis);
    }

    /** Tells a failed handshake from a TLS connection that broke later. */
    private static final class TlsFailure extends Exception {
        private static final long serialVersionUID = 1L;

        TlsFailure(IOException cause) {
            super(cause);
        }
    }
}
