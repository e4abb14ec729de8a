package org.pop3j.ra;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;

/** Logs one session in, by the best way that both sides allow. Closing it overwrites the secret. */
final class Login implements AutoCloseable {
    private final Tls tls;
    private final LoginSettings.Ways ways;
    private final Renewal renewal;
    private Credentials credentials;

    Login(Tls tls, LoginSettings.Ways ways, Credentials credentials, Renewal renewal) {
        this.tls = tls;
        this.ways = ways;
        this.credentials = credentials;
        this.renewal = renewal;
    }

    /** Gets other credentials in place of refused ones. */
    interface Renewal {
        /** A password stays what it is. */
        Renewal NONE = Optional::empty;

        Optional<Credentials> renew() throws IOException;
    }

    /**
     * Logs in; with a new token, once, if the server refuses the one that was kept.
     *
     * @throws NoWayInException if nothing was sent that could have been refused: it is a matter of the configuration
     * @throws IOException as {@link Pop3Connection#login(Credentials)}
     */
    Maildrop into(Pop3Connection connection) throws IOException {
        try {
            return enter(connection);
        } catch (Pop3LoginException e) {
            if (Trouble.of(e) != Trouble.CREDENTIALS || !renewed()) {
                throw e;
            }
            return enterAfter(e, connection);
        }
    }

    private boolean renewed() throws IOException {
        Optional<Credentials> other = renewal.renew();
        other.ifPresent(renewed -> {
            credentials.close();
            credentials = renewed;
        });
        return other.isPresent();
    }

    private Maildrop enterAfter(Pop3LoginException refusal, Pop3Connection connection) throws IOException {
        try {
            return enter(connection);
        } catch (Pop3Exception e) {
            throw e;
        } catch (IOException e) {
            // Some servers close after a refusal; that is what counts. The next session has the new token.
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private Maildrop enter(Pop3Connection connection) throws IOException {
        try {
            return byUserAndPass(connection) ? userAndPass(connection) : connection.login(ways.only(credentials));
        } catch (Pop3ReplyException | Pop3ProtocolException e) {
            throw e;
        } catch (Pop3Exception | IllegalArgumentException e) {
            throw new NoWayInException(e);
        }
    }

    // Whoever sets tls=NONE has decided that the password may be seen; the client would not show it of its own accord.
    private boolean byUserAndPass(Pop3Connection connection) {
        return ways.userAndPass() || (tls == Tls.NONE && ways.mechanisms().isEmpty() && !hasDigests(connection));
    }

    private boolean hasDigests(Pop3Connection connection) {
        return connection.capabilities().get(Capabilities.SASL).stream()
                .flatMap(sasl -> sasl.parameters().stream())
                .map(Mechanism::named)
                .flatMap(Optional::stream)
                .filter(mechanism -> !mechanism.clearText() && !mechanism.bound())
                .anyMatch(credentials.mechanisms()::contains);
    }

    private Maildrop userAndPass(Pop3Connection connection) throws IOException {
        char[] password = credentials.secret();
        try {
            return connection.login(credentials.user(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public void close() {
        credentials.close();
    }
}
