package org.pop3j.client;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Limits;

/**
 * Where a POP3 server is and how to speak to it. It holds no connection and no credentials. Thread-safe: any number of
 * connections can be made from it. Immutable, but that it remembers if pipelining has failed.
 */
public final class Pop3Client {
    private final Route route;
    private final Tls tls;
    private final @Nullable SSLContext sslContext;
    private final Timeouts timeouts;
    private final Limits limits;
    private final Pop3Connection.Habits habits;
    private final Experience experience = new Experience();
    private final Supplier<? extends @Nullable Pop3Listener> listeners;
    private final @Nullable Consumer<String> protocolLog;

    private Pop3Client(Builder builder) {
        this.tls = builder.tls;
        this.route = new Route(
                new Endpoint(builder.host, builder.port == 0 ? tls.defaultPort() : builder.port), builder.proxy);
        this.sslContext = builder.sslContext;
        this.timeouts = builder.timeouts;
        this.limits = builder.limits;
        this.habits = new Pop3Connection.Habits(builder.pipelining, builder.initialResponse, builder.capa);
        this.listeners = builder.listeners;
        this.protocolLog = builder.protocolLog;
    }

    /**
     * Begins a configuration.
     *
     * @param host name or IP address of the server. With TLS, the server's certificate has to be valid for it
     * @return a builder with a finite default for everything
     */
    public static Builder builder(String host) {
        return new Builder(host);
    }

    /**
     * Connects, reads the greeting, starts TLS if configured, and asks for the capabilities (RFC 1939, section 4; RFC 2449,
     * section 5; RFC 2595, section 4). If TLS cannot be had the connection fails, before any credential is sent.
     *
     * @return the connection, in the AUTHORIZATION state
     * @throws javax.net.ssl.SSLException if TLS fails, for instance because the certificate is not trusted, has expired or
     *     is another host's
     * @throws java.net.SocketTimeoutException if a time-out has passed
     * @throws Pop3ReplyException if the server refuses STLS
     * @throws org.pop3j.protocol.Pop3Exception if the server refuses the connection in its greeting
     * @throws IOException if there is no connection, or it broke
     */
    public Pop3Connection connect() throws IOException {
        return connect(abort -> {});
    }

    /**
     * As {@link #connect()}, for those who may have to give up while it blocks.
     *
     * @param aborts is given, before anything blocks, an action that closes the connection at once: a call that blocks in
     *     another thread fails. It may be run from any thread, at any time. Only the look-up of a name cannot be
     *     interrupted: the attempt then ends with it
     * @return the connection, in the AUTHORIZATION state
     * @throws IOException as {@link #connect()} does, or because the attempt was aborted
     */
    public Pop3Connection connect(Consumer<Runnable> aborts) throws IOException {
        Lifeline lifeline = new Lifeline(route.peer());
        aborts.accept(lifeline::abort);
        try {
            return connect(lifeline, habits);
        } catch (Pop3Connection.LostByCapaException e) {
            if (tls == Tls.STLS) {
                // Who can cut the connection here could keep us from what the server announces.
                throw e.loss();
            }
            return again(lifeline, e.loss());
        }
    }

    private Pop3Connection again(Lifeline lifeline, IOException loss) throws IOException {
        try {
            return connect(lifeline, habits.withoutCapa());
        } catch (IOException e) {
            loss.addSuppressed(e);
            throw loss;
        }
    }

    private Pop3Connection connect(Lifeline lifeline, Pop3Connection.Habits how) throws IOException {
        SSLContext context = tls == Tls.NONE ? null : context();
        Observer observer = new Observer(listeners.get(), protocolLog);
        Transport transport = route.connect(timeouts, lifeline);
        observer.connected(transport.address());
        Exchange exchange = new Exchange(transport, limits, observer, experience);
        boolean connected = false;
        try {
            if (context != null && tls == Tls.IMPLICIT) {
                exchange.startTls(context);
            }
            Pop3Connection connection = Pop3Connection.begin(exchange, how);
            if (context != null && tls == Tls.STLS) {
                connection.stls(context);
            }
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                exchange.close();
            }
        }
    }

    private SSLContext context() throws SSLException {
        try {
            return sslContext == null ? SSLContext.getDefault() : sslContext;
        } catch (NoSuchAlgorithmException e) {
            throw new SSLException(route.peer() + ": the JVM's default SSLContext cannot be made", e);
        }
    }

    @Override
    public String toString() {
        return "POP3 " + route.peer() + " TLS " + tls;
    }

    /** Collects a configuration. Not thread-safe. */
    public static final class Builder {
        private final String host;
        private int port;
        private Tls tls = Tls.IMPLICIT;
        private @Nullable SSLContext sslContext;
        private @Nullable ProxyServer proxy;
        private Timeouts timeouts = Timeouts.DEFAULT;
        private Limits limits = Limits.DEFAULT;
        private boolean pipelining = true;
        private boolean initialResponse;
        private boolean capa = true;
        private Supplier<? extends @Nullable Pop3Listener> listeners = () -> null;
        private @Nullable Consumer<String> protocolLog;

        private Builder(String host) {
            this.host = host;
        }

        /**
         * Where the server listens.
         *
         * @param value 1 to 65535; if not set, 995 with implicit TLS, else 110
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder port(int value) {
            this.port = new Endpoint(host, value).port();
            return this;
        }

        /**
         * How the connection is secured.
         *
         * @param value if not set, {@link Tls#IMPLICIT}
         * @return this
         */
        public Builder tls(Tls value) {
            this.tls = value;
            return this;
        }

        /**
         * Whom to trust, and perhaps a certificate of the client's own. Protocol versions below TLS 1.2 are not used,
         * whatever the context says, and the host name is checked, unless the context has an X509ExtendedTrustManager of
         * the caller's own: that one decides for itself. It replaces what was set by {@link #trust}.
         *
         * @param value if not set, the JVM's default at the time of {@link Pop3Client#connect()}
         * @return this
         */
        public Builder sslContext(SSLContext value) {
            this.sslContext = value;
            return this;
        }

        /**
         * Whom to trust. It replaces what was set by {@link #sslContext}.
         *
         * @param value if not set, whom the JVM's default {@link SSLContext} trusts
         * @return this
         */
        public Builder trust(Trust value) {
            return sslContext(value.context());
        }

        /**
         * The proxy to go through. Host names are then looked up by the proxy.
         *
         * @param value if not set, there is none, whatever the JVM's properties say
         * @return this
         */
        public Builder proxy(ProxyServer value) {
            this.proxy = value;
            return this;
        }

        /**
         * How long a TCP connection may take, all addresses of the host together; the name service has time-outs of its own.
         * With a proxy it is the connection to the proxy; how long its answer may take is bounded like that of the server.
         *
         * @param value longer than zero, at most 24 days; if not set, 10 seconds
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder connectTimeout(Duration value) {
            this.timeouts = timeouts.withConnect(value);
            return this;
        }

        /**
         * How long the server may be silent while an answer is due, or take nothing of what is being sent.
         *
         * @param value longer than zero, at most 24 days; if not set, 1 minute
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder readTimeout(Duration value) {
            this.timeouts = timeouts.withRead(value);
            return this;
        }

        /**
         * How long the client waits for one answer as a whole: the greeting, the TLS handshake, or the answer to a command.
         * For a long answer it is how long each 64 KiB of it may take. The caller's own time for storing a message does not
         * count.
         *
         * @param value longer than zero, at most 24 days; if not set, 2 minutes
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder commandTimeout(Duration value) {
            this.timeouts = timeouts.withCommand(value);
            return this;
        }

        /**
         * How long the server may take to answer QUIT, in place of the other time-outs: it may have many messages to remove.
         *
         * @param value longer than zero, at most 24 days; if not set, 5 minutes
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder quitTimeout(Duration value) {
            this.timeouts = timeouts.withQuit(value);
            return this;
        }

        /**
         * How long a session may last, from the beginning of {@link Pop3Client#connect()} up to QUIT. The read that meets
         * its end fails. It is what bounds very long messages.
         *
         * @param value longer than zero, at most 24 days; if not set, 1 hour
         * @return this
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder sessionTimeout(Duration value) {
            this.timeouts = timeouts.withSession(value);
            return this;
        }

        /**
         * How much is taken from the server at most.
         *
         * @param value if not set, {@link Limits#DEFAULT}
         * @return this
         */
        public Builder limits(Limits value) {
            this.limits = value;
            return this;
        }

        /**
         * Whether to pipeline RETR and DELE if the server announces PIPELINING. Some servers announce it and lose step, or
         * fall silent. After such a failure this client pipelines no more, in none of its later sessions: if, with more than
         * one answer outstanding, something else than a status line came where one was due, or the read or command time-out
         * passed in waiting for an answer. Lost connections, limits other than the length of a status line, the end of the
         * session time-out and what the caller's own code throws do not count.
         *
         * @param value if not set, true
         * @return this
         */
        public Builder pipelining(boolean value) {
            this.pipelining = value;
            return this;
        }

        /**
         * Whether AUTH carries the first response in the command, which saves a round trip, where that fits into 255
         * octets (RFC 5034, section 4). Some servers do not take it.
         *
         * @param value if not set, false
         * @return this
         */
        public Builder initialResponse(boolean value) {
            this.initialResponse = value;
            return this;
        }

        /**
         * Whether to ask for the capabilities. Some servers fall silent at CAPA. One that closes the connection is connected
         * to once more without asking, each time, unless TLS begins with STLS: whoever could break the connection there
         * would decide what the client knows of the server. Under implicit TLS whoever can break the connection has it so
         * that nothing is pipelined, and that a login by {@link org.pop3j.auth.Credentials} is by USER and PASS, still to
         * nobody but the server that the certificate is of; {@link org.pop3j.auth.Credentials#only} prevents that.
         *
         * @param value if not set, true
         * @return this
         */
        public Builder capa(boolean value) {
            this.capa = value;
            return this;
        }

        /**
         * Who watches the connections.
         *
         * @param perConnection asked for a listener for each connection, of which {@link Pop3Client#connect()} may make two
         *     ({@link #capa}); it may give the same one again,
         *     which then has to be thread-safe. If not set, nobody watches, and nothing is measured
         * @return this
         */
        public Builder listener(Supplier<? extends Pop3Listener> perConnection) {
            this.listeners = perConnection;
            return this;
        }

        /**
         * Where a record of each session goes: {@code C: } and what the client says, {@code S: } and what the server says,
         * {@code * } and what happens to the connection. Passwords, responses, challenges and the text of the answers to
         * them are left out, of a message there is only the number of its octets, and what cannot be printed shows as a
         * question mark. Names of users and unique-ids do show.
         *
         * @param lines takes a line without its end, from the thread that uses the connection; what it throws is dealt with
         *     as {@link Pop3Listener} says. If not set, no record is made
         * @return this
         */
        public Builder protocolLog(Consumer<String> lines) {
            this.protocolLog = lines;
            return this;
        }

        /**
         * The configuration.
         *
         * @return an immutable client
         * @throws IllegalArgumentException if the host is not a host name
         */
        public Pop3Client build() {
            return new Pop3Client(this);
        }
    }
}
