package org.pop3j.ra;

import java.io.IOException;
import java.util.Arrays;
import org.pop3j.auth.Credentials;
import org.pop3j.client.Pop3Client;

/**
 * The way into one maildrop: makes the client and the login of each session anew, so that a renewed file of trusted
 * certificates is noticed. Used by one poll at a time.
 */
final class Access {
    private final Settings.Server server;

    Access(Settings.Server server) {
        this.server = server;
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

    /** The login of one session, to be closed after it. */
    Login login() {
        LoginSettings.Proof.Password proof =
                (LoginSettings.Proof.Password) server.login().proof();
        char[] password = proof.password().toCharArray();
        try {
            Credentials credentials = Credentials.password(server.address().user(), password);
            return new Login(server.tls(), server.login().ways(), credentials);
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
