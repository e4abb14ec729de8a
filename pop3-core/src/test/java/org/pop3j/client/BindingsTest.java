package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.auth.ChannelBinding;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;

/** Channel binding on a connection (RFC 5802, section 6; RFC 5929; RFC 9266). */
class BindingsTest {
    private static final int JDK_WITH_EXPORTER = 25;

    @Test
    void theCertificateCanAlwaysBeBoundToAndTheConnectionItselfIfTheJdkCanDoThat(@TempDir Path folder)
            throws Exception {
        TestKeys keys = new TestKeys(folder);
        try (ScriptedServer server = ScriptedServer.play(
                        keys.server("valid", "ip:127.0.0.1", "-validity", "10"),
                        "! tls\nS: +OK\nC: CAPA\nS: -ERR\n! hold\n");
                Pop3Connection connection = server.client()
                        .tls(Tls.IMPLICIT)
                        .sslContext(keys.client())
                        .build()
                        .connect()) {
            SSLSession session = connection.tlsSession().orElseThrow();
            List<ChannelBinding> bindings = Bindings.of(session);
            boolean exporter = Runtime.version().feature() >= JDK_WITH_EXPORTER;
            assertThat(bindings.stream().map(ChannelBinding::type))
                    .isEqualTo(
                            exporter
                                    ? List.of("tls-exporter", "tls-server-end-point")
                                    : List.of("tls-server-end-point"));
            X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
            assertThat(bindings.get(bindings.size() - 1).data())
                    .isEqualTo(ChannelBinding.endPoint(shown).orElseThrow().data());
            if (exporter) {
                assertThat(bindings.get(0).data()).hasSize(32).isNotEqualTo(new byte[32]);
            }
        }
    }

    /** And is tried with each binding; refused before any proof, the next mechanism follows. */
    @Test
    void whatIsBoundComesFirst(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        int attempts = Runtime.version().feature() >= JDK_WITH_EXPORTER ? 2 : 1;
        String refused = "C: AUTH SCRAM-SHA-256-PLUS\nS: -ERR not today\n".repeat(attempts);
        try (ScriptedServer server = ScriptedServer.play(
                        keys.server("valid", "ip:127.0.0.1", "-validity", "10"),
                        "! tls\nS: +OK\nC: CAPA\nS: +OK\nS: SASL PLAIN SCRAM-SHA-256-PLUS\nS: .\n" + refused
                                + "C: AUTH PLAIN\nS: + \nC: AGFsaWNlAHNlY3JldA==\nS: +OK\nC: CAPA\nS: -ERR\n");
                Maildrop maildrop = server.client()
                        .tls(Tls.IMPLICIT)
                        .sslContext(keys.client())
                        .build()
                        .connect()
                        .login(Credentials.password("alice", "secret".toCharArray())
                                .only(Mechanism.SCRAM_SHA_256_PLUS, Mechanism.PLAIN))) {
            assertThat(maildrop.loginMethod()).isEqualTo("PLAIN");
        }
    }
}
