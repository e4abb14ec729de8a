package org.pop3j.ra;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Pop3Client;

/**
 * The way into one maildrop: makes the client and the login of each session anew, so that a renewed file of trusted
 * certificates is noticed. Used by one poll at a time.
 */
final class Access {
    private final Settings.Server server;
    private final @Nullable TokenSource tokens;

    Access(Settings.Server server, Clock clock) {
        this.server = server;
        this.tokens = tokens(server, clock);
    }

    Pop3Client client() throws IOException {
        Pop3Client.Builder builder = Pop3Client.builder(server.address().host())
                .port(server.address().port())
                .tls(server.tls());
        if (server.trustedCertificates().isPresent()) {
            builder.sslContext(
                    TrustedCertificates.context(server.trustedCertificates().get()));
        }
        return builder.build();
    }

    /**
     * The login of one session, to be closed after it. A token that has to be obtained is obtained now, so that no connection
     * waits for it.
     *
     * @param abortWith is told how another thread can break off the waiting
     */
    Login login(Consumer<Runnable> abortWith) throws TokenException {
        LoginSettings.Ways ways = server.login().ways();
        TokenSource source = tokens;
        if (source == null) {
            return new Login(server.tls(), ways, password(), Login.Renewal.NONE);
        }
        Credentials first = token(source.accessToken(false, abortWith));
        return new Login(server.tls(), ways, first, () -> Optional.of(token(source.accessToken(true, abortWith))));
    }

    private Credentials password() {
        LoginSettings.Proof.Password proof =
                (LoginSettings.Proof.Password) server.login().proof();
        char[] password = proof.password().toCharArray();
        try {
            return Credentials.password(server.address().user(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private Credentials token(char[] token) throws TokenException {
        try {
            return Credentials.accessToken(server.address().user(), token);
        } catch (IllegalArgumentException e) {
            throw new TokenException(server.login().proof() + " gives what is no token: " + e.getMessage(), null);
        } finally {
            Arrays.fill(token, '\0');
        }
    }

    private static @Nullable TokenSource tokens(Settings.Server server, Clock clock) {
        LoginSettings.Proof proof = server.login().proof();
        if (proof instanceof LoginSettings.Proof.Provider provider) {
            return new ProvidedTokens(provider, server.address());
        }
        return proof instanceof LoginSettings.Proof.Endpoint endpoint ? new EndpointTokens(endpoint, clock) : null;
    }
}
