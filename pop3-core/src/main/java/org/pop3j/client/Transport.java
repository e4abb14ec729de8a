package org.pop3j.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The lowest layer: a socket with deadlines, and TLS on it. Lifecycle:
 *
 * <ol>
 *   <li>made by {@link Route#connect}, connected
 *   <li>{@link #tunnel} first, if the other end is a proxy
 *   <li>{@link #secure}, at once or after STLS, or never
 *   <li>reads and writes; {@link #expect} tells what the next octets are for
 *   <li>{@link #finish()} after an orderly end, else {@link #close()}
 * </ol>
 *
 * One thread at a time, but for {@link #abort()}.
 */
final class Transport {
    private static final List<String> TLS_VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final Endpoint peer;
    private final Deadlines deadlines;
    private final DeadlineSocket raw;
    private final InetSocketAddress address;
    private final Lifeline lifeline;
    private InputStream in;
    private OutputStream out;
    private @Nullable SSLSocket tls;
    private long sentOctets;
    private long receivedOctets;
    private String step = "connect";

    Transport(Endpoint peer, Deadlines deadlines, DeadlineSocket raw, InetSocketAddress address, Lifeline lifeline)
            throws IOException {
        this.peer = peer;
        this.deadlines = deadlines;
        this.raw = raw;
        this.address = address;
        this.lifeline = lifeline;
        this.in = raw.getInputStream();
        this.out = raw.getOutputStream();
    }

    /** Has the proxy connect to the server. */
    void tunnel(ProxyServer proxy) throws IOException {
        expect("connect through the " + proxy);
        try {
            proxy.tunnel(peer, in, out);
        } catch (IOException e) {
            close();
            throw explained(e);
        }
    }

    /** Layers TLS on the connection: 1.2 or 1.3, certificate chain and host name checked (RFC 7817, section 3). */
    void secure(SSLContext context) throws IOException {
        expect("TLS handshake");
        try {
            // It is never closed itself: closing it may block on a write, closing the raw socket does not.
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, peer.host(), peer.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(versions(parameters.getProtocols()));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            tls = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Those that the JVM's administrator left enabled, without the ones that must not be used (RFC 8996). */
    private static String[] versions(String[] enabled) throws SSLException {
        String[] versions =
                Arrays.stream(enabled).filter(TLS_VERSIONS::contains).toArray(String[]::new);
        if (versions.length == 0) {
            throw new SSLException("neither TLS 1.3 nor TLS 1.2 is enabled");
        }
        return versions;
    }

    Endpoint peer() {
        return peer;
    }

    /** What has answered. */
    InetSocketAddress address() {
        return address;
    }

    Optional<SSLSession> tlsSession() {
        return Optional.ofNullable(tls).map(SSLSocket::getSession);
    }

    /** Tells what the next octets are for, and that the server's time for them begins. */
    void expect(String what) {
        step = what;
        deadlines.nextAnswer();
    }

    /** Tells that the next octets are the answer to QUIT, which may take longer. */
    void expectEnd(String what) {
        step = what;
        deadlines.quit();
    }

    /** Whether octets have come that nobody has read. Under TLS it may not know. */
    boolean available() throws IOException {
        return in.available() > 0;
    }

    int read(byte[] octets, int offset, int length) throws IOException {
        try {
            int count = in.read(octets, offset, length);
            receivedOctets += Math.max(0, count);
            return count;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    void write(byte[] octets, int length) throws IOException {
        try {
            out.write(octets, 0, length);
            out.flush();
            sentOctets += length;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /** Whether what the last wait was given was the rest of the session's time. */
    boolean endOfSession() {
        return deadlines.endOfSession();
    }

    long sentOctets() {
        return sentOctets;
    }

    long receivedOctets() {
        return receivedOctets;
    }

    /** Says goodbye in TLS, so that the server does not take the end for a truncation, and closes. */
    void finish() {
        SSLSocket socket = tls;
        if (socket != null) {
            try {
                socket.shutdownOutput();
            } catch (IOException e) {
                // The session has ended already: how the connection ends changes nothing.
            }
        }
        close();
    }

    /** Closes at once, under TLS too: nothing is written, nobody is waited for. */
    void close() {
        lifeline.cut();
    }

    /** Closes; whatever blocks in another thread fails at once. From any thread. */
    void abort() {
        lifeline.abort();
    }

    boolean aborted() {
        return lifeline.aborted();
    }

    /** Whether the time for this answer is over, that of our own work included. */
    boolean over() {
        return aborted() || deadlines.over();
    }

    void requireTime() throws IOException {
        if (over()) {
            throw explained(deadlines.expired());
        }
    }

    private IOException explained(IOException failure) {
        String where = peer + ": " + step + ": ";
        if (aborted()) {
            return caused(new SocketException(where + "aborted"), failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return caused(new SocketTimeoutException(where + cause.getMessage()), failure);
            }
            if (cause instanceof SocketException || cause instanceof ClosedChannelException) {
                // TLS wraps what is not its own trouble.
                String message = where + words(cause);
                return caused(
                        cause instanceof ConnectException
                                ? new ConnectException(message)
                                : new SocketException(message),
                        failure);
            }
            if (cause instanceof Trust.Rejection rejection) {
                return new UntrustedCertificateException(where, rejection, failure);
            }
        }
        if (failure instanceof SSLHandshakeException) {
            return caused(new SSLHandshakeException(where + failure.getMessage()), failure);
        }
        return failure instanceof SSLException ? new SSLException(where + failure.getMessage(), failure) : failure;
    }

    private static String words(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            return cause instanceof ClosedByInterruptException ? "interrupted" : "closed";
        }
        return String.valueOf(cause.getMessage());
    }

    private static IOException caused(IOException failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }
}
