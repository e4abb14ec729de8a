package org.pop3j.testserver;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.ServerSettings;
import org.pop3j.testserver.fault.Fault;

/**
 * A POP3 server on 127.0.0.1 inside this JVM (RFC 1939, 2449, 2595, 5034, 6856): one port in the clear with STLS, one with implicit
 * TLS, unless the builder is told otherwise. Thread-safe.
 *
 * <ol>
 *   <li>{@link #start()}, or {@link #builder()}, users and {@link Builder#start()};
 *   <li>{@link TestMaildrop#deliver(TestMessage) deliver} mail, let the program under test fetch it, look at the
 *       {@link #maildrop} and at the {@link #sessions};
 *   <li>{@link #stopAccepting} and {@link #startAccepting} as often as wanted: down, and up again on the same ports;
 *   <li>{@link #close}: no connection, thread or file is left.
 * </ol>
 *
 * <p>Certificates are made when TLS is first used. Nothing in the JVM changes: whoever is to trust the server takes its
 * {@link #clientSslContext} or its {@link #certificatePem}.
 */
public final class Pop3TestServer implements AutoCloseable {
    static final String HOST = "127.0.0.1";

    /** How long close and stop wait for threads which have nothing left to wait for. */
    private static final Duration STOP = Duration.ofSeconds(5);

    /** How long is waited for what is to happen at once, on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AccountBook accounts;
    private final SpillFolder spillFolder = new SpillFolder();
    private final Changes changes = new Changes();
    private final SessionLog log = new SessionLog(changes);
    private final FaultBook faults = new FaultBook();
    private final ServerTime time = new ServerTime();
    private final Expiry expiry;
    private final LiveSessions live;
    private final Manner manner;
    private final Session.Common common;
    private final TestCertificate firstCertificate;
    private final Tls tls;
    private final String host;
    private final Gate clear;
    private final Optional<Gate> secure;
    private boolean accepting;
    private boolean closed;

    private Pop3TestServer(Plan plan) {
        live = new LiveSessions(plan.autologout);
        expiry = new Expiry(plan.expire, time);
        accounts = new AccountBook(new LoginDelay(plan.loginDelay, time), this::newMaildrop, plan.accountsOnDemand);
        firstCertificate = plan.certificate;
        tls = new Tls(Clock.systemUTC(), firstCertificate);
        manner = new Manner(plan.profile, plan.capabilities);
        common = new Session.Common(accounts, tls, faults, manner, time, new Buffers(), plan.strictClient);
        ServerSettings settings = plan.settings(manner);
        host = plan.address.isAnyLocalAddress() ? HOST : plan.address.getHostAddress();
        clear = gate(plan.address, plan.port, settings);
        secure = plan.implicitTls
                ? Optional.of(gate(plan.address, plan.tlsPort, settings.withTlsActive(true)))
                : Optional.empty();
        plan.users.forEach(this::addUser);
    }

    private Gate gate(InetAddress address, int port, ServerSettings settings) {
        return new Gate(new InetSocketAddress(address, port), new Session.Service(settings, common), log, live);
    }

    /** A server with free ports and no users, to be changed before it starts. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a server with free ports and the user {@code alice}, password {@code secret}.
     *
     * @throws UncheckedIOException if it cannot listen
     */
    public static Pop3TestServer start() {
        return builder().user("alice", "secret").start();
    }

    /** The address that clients on this machine reach it at: {@code 127.0.0.1}, unless the builder was told another one. */
    public String host() {
        return host;
    }

    /** The port in the clear, on which STLS is offered unless the builder was told otherwise. */
    public int port() {
        return clear.port();
    }

    /**
     * The port with implicit TLS.
     *
     * @throws IllegalStateException if there is none: see {@link Builder#withoutTlsPort}
     */
    public int tlsPort() {
        return secure.orElseThrow(() -> new IllegalStateException("this server has no port with implicit TLS"))
                .port();
    }

    /** The names of the users, sorted. */
    public List<String> users() {
        return accounts.users();
    }

    /**
     * A URL for the port in the clear (RFC 2384); clients that go by such URLs are to use STLS.
     *
     * @param user percent-encoded as needed; need not be a user of this server
     */
    public String url(String user) {
        return url("pop3", user, port());
    }

    /**
     * A URL for the port with implicit TLS.
     *
     * @param user percent-encoded as needed; need not be a user of this server
     */
    public String tlsUrl(String user) {
        return url("pop3s", user, tlsPort());
    }

    private String url(String scheme, String user, int port) {
        String encoded = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
        String address = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + encoded + "@" + address + ":" + port;
    }

    /** What a Jakarta Mail client needs to connect to this server. */
    public JakartaMailProperties jakartaMail() {
        return new JakartaMailProperties(this);
    }

    /**
     * The maildrop of a user, made now if {@link Builder#accountsOnDemand} knows him.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public TestMaildrop maildrop(String user) {
        return accounts.maildrop(user);
    }

    /**
     * Adds a user with an empty maildrop.
     *
     * @param name without spaces and controls; beyond ASCII it can log in by AUTH, or if UTF8 is offered
     * @param password not empty; spaces are welcome, CR, LF and NUL are not
     * @throws IllegalArgumentException if the name is taken, or one of them cannot be sent in a command
     */
    public void addUser(String name, String password) {
        accounts.add(name, password);
    }

    private TestMaildrop newMaildrop() {
        // Not from a SecureRandom: to set up the first one of a JVM takes as long as all the rest of the start.
        String validity = Long.toHexString(ThreadLocalRandom.current().nextLong());
        return new TestMaildrop(spillFolder, validity, changes, expiry);
    }

    /**
     * Changes a password. Open sessions go on.
     *
     * @throws IllegalArgumentException if there is no such user, or the password cannot be sent in a command
     */
    public void password(String user, String newPassword) {
        accounts.password(user, newPassword);
    }

    /**
     * Sets the access token that OAUTHBEARER and XOAUTH2 take for a user (RFC 7628); there is none at first.
     *
     * @throws IllegalArgumentException if there is no such user, or the token is not printable ASCII without spaces
     */
    public void accessToken(String user, String token) {
        accounts.accessToken(user, token);
    }

    /** Shows another certificate, from the next handshake on. Connections under TLS go on. */
    public void certificate(TestCertificate certificate) {
        tls.show(certificate);
    }

    /** For clients: trusts the authority of this server and nothing else. Checking the host's name stays their business. */
    public SSLContext clientSslContext() {
        return tls.clientContext();
    }

    /**
     * For clients that log in by EXTERNAL: the same, and shows a certificate that stands for a user.
     *
     * @param user need not be a user of this server
     */
    public SSLContext clientSslContext(String user) {
        return tls.clientContext(user);
    }

    /** The certificate of this server's authority in PEM: what a client in another process is to trust. */
    public String certificatePem() {
        return tls.pem();
    }

    /**
     * Makes something go wrong from now on, in open sessions, too. Of several faults at one point all happen, in the order in
     * which they were injected.
     *
     * @throws IllegalArgumentException if the fault has no effect
     */
    public InjectedFault inject(Fault fault) {
        return faults.add(fault);
    }

    /** The faults that were injected and not removed, in that order. */
    public List<InjectedFault> faults() {
        return faults.all();
    }

    /** Removes all faults; what waits because of one goes on. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * Lets time pass for the server, at once: for clients that are silent, for the delay between logins and for messages that
     * expire. When it returns, sessions whose time is over have ended.
     *
     * @param time not negative; until the next {@link #reset} no more than 100 years in all
     * @throws IllegalArgumentException if it is out of these bounds
     */
    public void passTime(Duration time) {
        this.time.pass(time);
        live.sweep(STOP);
    }

    /**
     * Takes the server down: closes both ports and drops all sessions, which thereby delete nothing. When it returns
     * every lock is released. Without effect if it is down.
     */
    public synchronized void stopAccepting() {
        accepting = false;
        try {
            clear.close();
            secure.ifPresent(Gate::close);
            clear.awaitClosed(STOP);
            secure.ifPresent(gate -> gate.awaitClosed(STOP));
        } finally {
            live.dropAll(STOP);
        }
    }

    /**
     * Takes the server up again on the same ports. Without effect if it is up.
     *
     * @throws UncheckedIOException if somebody else has taken a port meanwhile
     * @throws IllegalStateException if the server is closed
     */
    public synchronized void startAccepting() {
        if (closed) {
            throw new IllegalStateException("the test server is closed");
        }
        if (accepting) {
            return;
        }
        clear.open();
        try {
            secure.ifPresent(Gate::open);
        } catch (UncheckedIOException e) {
            clear.close();
            clear.awaitClosed(STOP);
            throw e;
        }
        accepting = true;
    }

    /** The last 200 sessions and all that are still open, the oldest first; connections that never got beyond TLS are sessions, too. */
    public List<RecordedSession> sessions() {
        return log.snapshot();
    }

    /** All that is remembered of the sessions, for people to read. */
    public String transcript() {
        return this + "\n"
                + sessions().stream().map(RecordedSession::transcript).collect(Collectors.joining());
    }

    /** To wait, ten seconds at most. */
    public Waiting await() {
        return await(PATIENCE);
    }

    /** To wait, no longer than a limit. */
    public Waiting await(Duration limit) {
        return new Waiting(this, log, changes, limit);
    }

    /**
     * Waits for the end of a session, ten seconds at most, to say what it must have been. For one that stays open there is {@link
     * SessionAssert#assertThat}.
     *
     * @param number counts the connections from 1, since the start or the last reset
     * @throws AssertionError if it does not end
     */
    public SessionAssert assertThatSession(int number) {
        return SessionAssert.assertThat(await().session(number));
    }

    /**
     * To say what a maildrop must hold.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public MaildropAssert assertThatMaildrop(String user) {
        accounts.maildrop(user);
        return new MaildropAssert(this, user);
    }

    /**
     * Fails if a client has left its connection open. Sessions whose clients have gone get two seconds to notice.
     *
     * @throws AssertionError with the transcript of each session that is open
     */
    public void assertNoOpenSessions() {
        new ClientChecks(this).noOpenSessions();
    }

    /**
     * Fails if the server was built with {@link Builder#strictClient} and a client has broken a rule of the RFCs, or has not ended
     * its session yet. Sessions whose clients have gone get two seconds to notice.
     *
     * @throws AssertionError with what was broken, and the transcript of each session in which it was
     */
    public void assertNoViolations() {
        if (common.strictClient()) {
            assertNoOpenSessions();
            new ClientChecks(this).noViolations();
        }
    }

    /**
     * Makes a server that several tests share as good as new: drops all sessions and forgets them, removes all faults, empties
     * the maildrops, shows the certificate of the beginning, and is up. Ports, users and passwords stay; sessions count from 1 again.
     */
    public synchronized void reset() {
        try {
            stopAccepting();
        } finally {
            faults.clear();
            manner.reset();
            accounts.reset();
            log.clear();
            time.reset();
            tls.show(firstCertificate);
            startAccepting();
        }
    }

    /** Takes the server down for good and deletes its temporary files. Without effect when repeated. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            stopAccepting();
        } finally {
            spillFolder.close();
        }
    }

    @Override
    public String toString() {
        return "POP3 test server on " + host + ", port " + port()
                + secure.map(gate -> ", with TLS " + gate.port()).orElse("");
    }

    /** Describes a server before it starts. Not thread-safe. */
    public static final class Builder {
        private final Plan plan = new Plan();

        private Builder() {}

        /**
         * Adds a user, or changes the password of one that was added.
         *
         * @param name without spaces and controls; beyond ASCII it can log in by AUTH, or if UTF8 is offered
         * @param password not empty; spaces are welcome, CR, LF and NUL are not
         */
        public Builder user(String name, String password) {
            plan.users.put(name, password);
            return this;
        }

        /**
         * Lets everybody be a user for whom a function gives a password, next to those that are added; by default it gives none.
         * His maildrop, an empty one, is made when he first logs in, by whatever mechanism, or when {@link
         * Pop3TestServer#maildrop} or another method first names him, and stays until the server is closed. Who gives a wrong
         * password makes none, so that there are only as many as have logged in or were named. By EXTERNAL and ANONYMOUS, where
         * they are offered, users log in whose password the function gives, although nobody asks for it.
         *
         * @param passwordOf is handed a name in its normal form (NFKC), without spaces and controls; called by many sessions at
         *     once, and not any more for a user whose maildrop there is. What it throws breaks off the session.
         */
        public Builder accountsOnDemand(Function<String, Optional<String>> passwordOf) {
            plan.accountsOnDemand = passwordOf;
            return this;
        }

        /**
         * Sets the port in the clear.
         *
         * @param port 0, the default, is a free one
         */
        public Builder port(int port) {
            plan.port = port;
            return this;
        }

        /**
         * Sets the port with implicit TLS.
         *
         * @param port 0, the default, is a free one
         */
        public Builder tlsPort(int port) {
            plan.tlsPort = port;
            return this;
        }

        /** Opens no port with implicit TLS. */
        public Builder withoutTlsPort() {
            plan.implicitTls = false;
            return this;
        }

        /**
         * Sets the address to listen on, 127.0.0.1 by default. On any other one, such as 0.0.0.0 for all that this machine
         * has, other machines can reach the server. Its certificates stay those for 127.0.0.1, ::1 and localhost.
         */
        public Builder bind(InetAddress address) {
            plan.address = address;
            return this;
        }

        /** Sets the certificate to begin with; a valid one by default. */
        public Builder certificate(TestCertificate certificate) {
            plan.certificate = certificate;
            return this;
        }

        /**
         * Sets the mechanisms of AUTH (RFC 5034); by default all but EXTERNAL, DIGEST-MD5, ANONYMOUS and APOP. Those with channel
         * binding are announced under TLS. With EXTERNAL the server asks for a certificate, takes none but those of {@link
         * Pop3TestServer#clientSslContext(String)}, and announces it to clients that have shown one.
         * ANONYMOUS opens the maildrop of the user {@code anonymous}. APOP, which is off by default, puts a timestamp into the
         * greeting.
         *
         * @param offered in the order in which they are announced; none switches AUTH off
         */
        public Builder mechanisms(Mechanism... offered) {
            plan.mechanisms = List.of(offered);
            return this;
        }

        /**
         * Offers UTF8 and LANG (RFC 6856): messages with UTF-8 in their headers are then refused to clients that do not ask
         * for them. Not offered by default.
         */
        public Builder utf8() {
            plan.utf8 = true;
            return this;
        }

        /**
         * Sets whether USER and PASS, and mechanisms that show the password as they do, are allowed without TLS (RFC 2595,
         * section 2.3); they are by default. What is not allowed is not announced either.
         *
         * @param allowed false for a server that insists on TLS
         */
        public Builder clearTextLogin(boolean allowed) {
            plan.clearTextLogin = allowed;
            return this;
        }

        /**
         * Sets how long a user has to wait between two logins (RFC 2449, section 6.5), and announces it.
         *
         * @param delay in whole seconds; zero, the default, is no delay
         * @throws IllegalArgumentException if it is negative, or has a fraction of a second
         */
        public Builder loginDelay(Duration delay) {
            plan.loginDelay(delay);
            return this;
        }

        /**
         * Makes the server like a known one; {@link Profile#STRICT} by default. What it is told of mechanisms after that, and of
         * capabilities, counts more, but commands that the profile does not know stay unknown.
         *
         * @param known sets the mechanisms, too
         */
        public Builder profile(Profile known) {
            plan.profile(known);
            return this;
        }

        /**
         * Sets how long messages are kept (RFC 2449, section 6.7), and announces it: older ones are gone at the next login. See
         * {@link Pop3TestServer#passTime}.
         *
         * @param age in whole days, at least one; without this call messages never expire
         * @throws IllegalArgumentException if it is less, or has a fraction of a day
         */
        public Builder expire(Duration age) {
            plan.expire(age);
            return this;
        }

        /**
         * Sets what CAPA answers at a stage, instead of what works there; see {@link #without} for the latter.
         *
         * @param lines as they are sent, for example {@code SASL PLAIN}
         * @throws IllegalArgumentException if one is no capability, or there is none
         */
        public Builder capabilities(Stage stage, String... lines) {
            plan.capabilities(stage, lines);
            return this;
        }

        /**
         * Takes commands away: the server does not know them, nor announce them.
         *
         * @param keywords not QUIT
         */
        public Builder without(Keyword... keywords) {
            plan.without(keywords);
            return this;
        }

        /**
         * Sets how long a client may be silent, and take nothing of an answer, until its session ends without a word and without
         * UPDATE (RFC 1939, section 3).
         *
         * @param silence ten minutes by default, and no less in any real server; more than 100 years are 100 years
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder autologout(Duration silence) {
            plan.autologout(silence);
            return this;
        }

        /**
         * Watches whether clients keep the rules of the RFCs: {@link Pop3TestServer#assertNoViolations} then fails if they do
         * not, and the extension for JUnit fails the test. The server itself is as patient as ever.
         *
         * <p>In a session to which a fault has come a missing QUIT is not held against the client; and nothing is any more once a
         * fault has sent what is no reply: {@code raw}, {@code garbage} or {@code endless-line}.
         */
        public Builder strictClient() {
            plan.strictClient = true;
            return this;
        }

        /**
         * Makes a server that is down: its maildrops can be filled before {@link #startAccepting} takes it up. A free port
         * is chosen only then.
         *
         * @throws IllegalArgumentException if a name or password cannot be sent in a command
         */
        public Pop3TestServer build() {
            return new Pop3TestServer(plan);
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if it cannot listen
         * @throws IllegalArgumentException if a name or password cannot be sent in a command
         */
        public Pop3TestServer start() {
            Pop3TestServer server = build();
            server.startAccepting();
            return server;
        }
    }
}
