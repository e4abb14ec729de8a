package org.pop3j.client;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.pop3j.auth.ClientContext;
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
 * Not thread-safe, but for {@link #abort()}.
 */
public final class Pop3Connection implements AutoCloseable {
    private final Exchange exchange;
    private final StatusLine greeting;
    private final boolean mayPipeline;
    private final boolean initialResponse;
    private Capabilities capabilities = Capabilities.NONE;

    private Pop3Connection(Exchange exchange, StatusLine greeting, Habits habits) {
        this.exchange = exchange;
        this.greeting = greeting;
        this.mayPipeline = habits.pipelining();
        this.initialResponse = habits.initialResponse();
    }

    /** What is done only if the caller wants it. */
    record Habits(boolean pipelining, boolean initialResponse) {}

    static Pop3Connection begin(Exchange exchange, Habits habits) throws IOException {
        StatusLine greeting = exchange.greeting();
        if (!greeting.positive()) {
            throw new Pop3Exception(
                    exchange.peer() + " refused the connection" + Pop3ReplyException.printable(greeting));
        }
        Pop3Connection connection = new Pop3Connection(exchange, greeting, habits);
        connection.capabilities = connection.askCapabilities();
        return connection;
    }

    void stls(SSLContext context) throws IOException {
        exchange.stls(context);
        // What was announced in the clear may have been forged (RFC 2595, section 4).
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
     * Logs in with USER and PASS (RFC 1939, section 7), under TLS or not, whatever the server announces, and asks for the capabilities again. This object is spent after a
     * success, but for {@link #abort()} and {@link #close()}.
     *
     * @param user name of the maildrop
     * @param password not changed; copies of it are overwritten
     * @return the maildrop, locked for this session
     * @throws Pop3LoginException if the server refuses the name, the password or the lock; another try is possible
     * @throws IllegalArgumentException if an argument is empty or too long, or has CR, LF or NUL; nothing was sent
     * @throws IllegalStateException after a successful login or after the end
     * @throws IOException if the connection broke; it is closed
     */
    public Maildrop login(String user, char[] password) throws IOException {
        requireAuthorization();
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
     * the capabilities again. If the server refuses a mechanism without saying why, the next one is tried; once it says
     * that the credentials are wrong, or that it is another matter, it is believed, lest the account be locked.
     *
     * <p>Without TLS only mechanisms are used that do not show the secret. If the server announces none of the mechanisms,
     * USER and PASS are used, provided that the connection is under TLS and the mechanisms were not chosen by {@link
     * Credentials#only}.
     *
     * @param credentials not closed here
     * @return the maildrop, locked for this session
     * @throws Pop3LoginException if the server refuses; the first refusal, later ones are suppressed in it
     * @throws Pop3Exception if there is no mechanism that both sides allow here, and then nothing was sent; or if the
     *     server did not keep to the mechanism, and then nothing else is tried. Another try is possible
     * @throws IllegalStateException after a successful login or after the end, or if the credentials were closed
     * @throws IllegalArgumentException if the name or the password cannot be sent by the mechanism
     * @throws IOException if the connection broke, or success was claimed too early; it is closed
     */
    public Maildrop login(Credentials credentials) throws IOException {
        requireAuthorization();
        Arrays.fill(credentials.secret(), '\0'); // fails before anything is sent if they were closed
        List<Mechanism> candidates = candidates(credentials);
        if (candidates.isEmpty()) {
            return loginWithoutMechanism(credentials);
        }
        Endpoint peer = exchange.peer();
        ClientContext context = new ClientContext(peer.host(), peer.port(), new SecureRandom());
        Pop3LoginException first = null;
        for (Mechanism mechanism : candidates) {
            try (Authentication authentication = new Authentication(
                    mechanism, mechanism.client(credentials, context), credentials, initialResponse)) {
                exchange.authenticate(authentication);
                return new Maildrop(exchange, askCapabilities(), mayPipeline, mechanism.wireName());
            } catch (Pop3LoginException refusal) {
                if (first == null) {
                    first = refusal;
                } else {
                    first.addSuppressed(refusal);
                }
                if (refusal.code().isPresent()) {
                    break;
                }
            } catch (IOException | IllegalArgumentException e) {
                if (first == null) {
                    throw e;
                }
                // Some servers close after a refusal: what they said first is what counts.
                first.addSuppressed(e);
                break;
            }
        }
        throw Objects.requireNonNull(first);
    }

    private List<Mechanism> candidates(Credentials credentials) {
        boolean tls = tlsSession().isPresent();
        Set<Mechanism> announced = capabilities.get(Capabilities.SASL).stream()
                .flatMap(sasl -> sasl.parameters().stream())
                .flatMap(name -> Mechanism.named(name).stream())
                .collect(Collectors.toSet());
        return credentials.mechanisms().stream()
                .filter(announced::contains)
                .filter(mechanism -> tls || !mechanism.clearText())
                .toList();
    }

    private Maildrop loginWithoutMechanism(Credentials credentials) throws IOException {
        if (credentials.chosen() || tlsSession().isEmpty()) {
            throw new Pop3Exception(exchange.peer()
                    + ": the server announces no mechanism that may be used here; allowed "
                    + (tlsSession().isEmpty() ? "without" : "with") + " TLS are those of " + credentials.mechanisms());
        }
        char[] password = credentials.secret();
        try {
            return login(credentials.user(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
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
