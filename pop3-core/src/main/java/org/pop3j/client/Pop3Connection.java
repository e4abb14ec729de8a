package org.pop3j.client;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Capability;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.StatusLine;

/**
 * A connection in the AUTHORIZATION state (RFC 1939, section 4). Lifecycle:
 *
 * <ol>
 *   <li>made by {@link Pop3Client#connect()}: greeted, secured
 *   <li>{@link #login}, again if it was refused. It hands the connection over to a {@link Maildrop}
 *   <li>or {@link #quit()}, or {@link #close()}
 * </ol>
 *
 * Not thread-safe, but for {@link #abort()}. An interrupt of the thread that waits ends the connection too.
 */
public final class Pop3Connection implements AutoCloseable {
    /** How much of the names of mechanisms goes into a message. */
    private static final int MAX_ANNOUNCED = 200;

    private final Exchange exchange;
    private final StatusLine greeting;
    private final boolean mayPipeline;
    private final boolean initialResponse;
    private final boolean capa;
    /** Of the greeting, as long as it may be used. */
    private Optional<String> timestamp;

    private Capabilities capabilities = Capabilities.NONE;

    private Pop3Connection(Exchange exchange, StatusLine greeting, Habits habits) {
        this.exchange = exchange;
        this.greeting = greeting;
        this.timestamp = greeting.timestamp();
        this.mayPipeline = habits.pipelining();
        this.initialResponse = habits.initialResponse();
        this.capa = habits.capa();
    }

    /** What is done only if the caller wants it. */
    record Habits(boolean pipelining, boolean initialResponse, boolean capa) {
        Habits withoutCapa() {
            return new Habits(pipelining, initialResponse, false);
        }
    }

    /** The server has ended the connection when it was asked for its capabilities. */
    static final class LostByCapaException extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException loss;

        private LostByCapaException(IOException loss) {
            super(loss);
            this.loss = loss;
        }

        IOException loss() {
            return loss;
        }
    }

    static Pop3Connection begin(Exchange exchange, Habits habits) throws IOException {
        StatusLine greeting = exchange.greeting();
        if (!greeting.positive()) {
            throw new Pop3Exception(
                    exchange.peer() + " refused the connection" + Pop3ReplyException.printable(greeting));
        }
        Pop3Connection connection = new Pop3Connection(exchange, greeting, habits);
        try {
            connection.capabilities = connection.askCapabilities();
        } catch (IOException e) {
            throw exchange.lost() ? new LostByCapaException(e) : e;
        }
        return connection;
    }

    void stls(SSLContext context) throws IOException {
        exchange.stls(context);
        // What was announced in the clear may have been forged (RFC 2595, section 4).
        timestamp = Optional.empty();
        capabilities = askCapabilities();
    }

    /**
     * The server's first line.
     *
     * @return its status line, from before TLS if that was started by STLS
     */
    public StatusLine greeting() {
        return greeting;
    }

    /**
     * What the server announces in this state; after login it may be more.
     *
     * @return the capabilities, none if the server does not know CAPA (RFC 2449, section 5)
     */
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * What TLS has agreed on.
     *
     * @return the session, empty without TLS
     */
    public Optional<SSLSession> tlsSession() {
        return exchange.tlsSession();
    }

    /**
     * Turns UTF-8 mode on for this session (RFC 6856, section 2): the server may then send messages with UTF-8 in their
     * headers, which it would otherwise refuse with {@code [UTF8]} or change.
     *
     * @throws Pop3ReplyException if the server refuses: UTF8 is optional. The connection is usable
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if the connection broke; it is closed
     */
    public void utf8() throws IOException {
        requireAuthorization();
        exchange.ask(Command.of(Keyword.UTF8), statusLine -> statusLine);
    }

    /**
     * The languages that the server can write its texts in (RFC 6856, section 3).
     *
     * @return language tags, each with the server's words for it, in the server's order
     * @throws Pop3ReplyException if the server refuses: LANG is optional
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if the connection broke; it is closed
     */
    public Map<String, String> lang() throws IOException {
        requireAuthorization();
        return Lang.list(exchange);
    }

    /**
     * Asks the server to write its texts in a language, before and after the login (RFC 6856, section 3).
     *
     * @param tag language tag of letters, digits and hyphens, or {@code *} for the server's default
     * @throws IllegalArgumentException if that is neither
     * @throws Pop3ReplyException if the server refuses; the language stays what it was
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if the connection broke; it is closed
     */
    public void lang(String tag) throws IOException {
        requireAuthorization();
        exchange.ask(Command.lang(tag), statusLine -> statusLine);
    }

    /**
     * Logs in with USER and PASS (RFC 1939, section 7), under TLS or not, whatever the server announces, and asks for the capabilities again. This object is spent after a
     * success, but for {@link #abort()} and {@link #close()}.
     *
     * @param user name of the maildrop
     * @param password not changed; copies of it are overwritten
     * @return the maildrop, locked for this session
     * @throws Pop3LoginException if the server refuses the name, the password or the lock; another try is possible
     * @throws IllegalArgumentException if an argument is empty or too long, or has CR, LF or NUL; nothing was sent
     * @throws Pop3Exception if the name or the password has characters beyond ASCII and the server does not announce {@code
     *     UTF8 USER} (RFC 6856, section 2.2): nothing was sent. AUTH takes them on every server
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if the connection broke; it is closed
     */
    public Maildrop login(String user, char[] password) throws IOException {
        requireAuthorization();
        if (!Utf8User.allows(capabilities, user, password)) {
            throw new Pop3Exception(
                    exchange.peer() + ": USER and PASS take only ASCII here: the server does not announce UTF8 USER");
        }
        Command userCommand = Command.user(user);
        Command passCommand = Command.pass(password);
        try {
            exchange.ask(userCommand, statusLine -> statusLine);
            exchange.ask(passCommand, statusLine -> statusLine);
        } catch (Pop3ReplyException e) {
            throw new Pop3LoginException(e.keyword(), Mask.mask(e.statusLine(), password));
        } finally {
            passCommand.wipe();
        }
        return new Maildrop(exchange, askCapabilities(), mayPipeline, Keyword.USER.name());
    }

    /**
     * Logs in with AUTH, by the first of the credentials' mechanisms that the server announces (RFC 5034), and asks for
     * the capabilities again. If the server refuses a mechanism before it was shown anything that proves the secret, or says
     * that it does not know the mechanism, the next one is tried. A refused proof is the end, lest a wrong password be counted
     * once for each mechanism and the account be locked; so is every refusal with a response code.
     *
     * <p>Without TLS only mechanisms are used that do not show the secret. Mechanisms with channel binding come first where
     * there is something to bind to: {@code tls-exporter} if the JDK has it (25 or later) and TLS is 1.3, or {@code
     * tls-server-end-point}. Whoever will not have it otherwise chooses them by {@link Credentials#only}; so does whoever wants
     * APOP, which needs a greeting with a timestamp, and no STLS after it. EXTERNAL is used if the client has shown a
     * certificate in TLS. If the server announces none of the mechanisms,
     * USER and PASS are used, provided that the connection is under TLS and the mechanisms were not chosen by {@link
     * Credentials#only}.
     *
     * @param credentials not closed here
     * @return the maildrop, locked for this session
     * @throws Pop3LoginException if the server refuses: the refusal that ended the search, or the first one if all of them left
     *     it open; the others are suppressed in it, and so is what the server did against the rules of the mechanism
     * @throws Pop3Exception if there is no mechanism that both sides allow here, and then nothing was sent; or if the
     *     server did not keep to the mechanism. Another try is possible
     * @throws IllegalStateException after a successful login or after the end, or if the credentials were closed
     * @throws IllegalArgumentException if none of the mechanisms allows the name and the password; nothing was sent
     * @throws IOException if the connection broke, or success was claimed too early; it is closed
     */
    public Maildrop login(Credentials credentials) throws IOException {
        requireAuthorization();
        Arrays.fill(credentials.secret(), '\0'); // fails before anything is sent if they were closed
        Optional<String> method =
                new Authentications(exchange, capabilities, timestamp, initialResponse).login(credentials);
        return method.isPresent()
                ? new Maildrop(exchange, askCapabilities(), mayPipeline, method.get())
                : loginWithoutMechanism(credentials);
    }

    private Maildrop loginWithoutMechanism(Credentials credentials) throws IOException {
        if (credentials.chosen() || tlsSession().isEmpty()) {
            throw new Pop3Exception(exchange.peer() + ": " + unusable(credentials));
        }
        char[] password = credentials.secret();
        try {
            return login(credentials.user(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private String unusable(Credentials credentials) {
        List<String> announced =
                capabilities.get(Capabilities.SASL).map(Capability::parameters).orElse(List.of());
        boolean tls = tlsSession().isPresent();
        List<String> allowed = credentials.mechanisms().stream()
                .filter(mechanism -> tls || !mechanism.clearText())
                .map(Mechanism::wireName)
                .toList();
        boolean inTheClear = credentials.mechanisms().contains(Mechanism.APOP)
                && greeting.timestamp().isPresent()
                && timestamp.isEmpty();
        return "the server announces the mechanisms " + Printable.text(announced.toString(), MAX_ANNOUNCED)
                + ", none that may be used here; allowed " + (tls ? "with" : "without") + " TLS are those of " + allowed
                + (tls ? "" : ": use TLS")
                + (inTheClear ? "; the timestamp for APOP came in the clear, before STLS" : "");
    }

    /**
     * Ends the session without having logged in. The connection is closed in any case.
     *
     * @throws Pop3ReplyException if the server answers {@code -ERR}
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if no answer came
     */
    public void quit() throws IOException {
        requireAuthorization();
        exchange.quit();
    }

    /** Closes the connection at once; a blocked call in another thread fails. From any thread, at any time. */
    public void abort() {
        exchange.abort();
    }

    /** Closes the connection, also that of the {@link Maildrop}. Nothing is deleted. */
    @Override
    public void close() {
        exchange.close();
    }

    /** Without a password. */
    @Override
    public String toString() {
        return exchange.peer() + " in " + exchange.state();
    }

    private void requireAuthorization() {
        if (exchange.state() != SessionState.AUTHORIZATION) {
            throw new IllegalStateException("logged in already: the connection belongs to the maildrop");
        }
    }

    private Capabilities askCapabilities() throws IOException {
        if (!capa) {
            return Capabilities.NONE;
        }
        try {
            return exchange.ask(
                    Command.of(Keyword.CAPA),
                    statusLine -> Capabilities.of(exchange.lines(Pop3Connection::capability)));
        } catch (Pop3ReplyException e) {
            return Capabilities.NONE;
        }
    }

    /** A line that is no capability announces nothing. */
    private static Optional<Capability> capability(String line) {
        try {
            return Optional.of(Capability.parse(line));
        } catch (Pop3ProtocolException e) {
            return Optional.empty();
        }
    }
}
