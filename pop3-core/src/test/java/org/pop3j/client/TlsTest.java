package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3ProtocolException;

class TlsTest {
    private static final String HERE = "dns:localhost,ip:127.0.0.1";
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int SESSIONS = 30;
    private static final Duration SHORT = Duration.ofMillis(400);

    private static SSLContext valid;
    private static SSLContext expired;
    private static SSLContext wrongHost;
    private static SSLContext trusting;
    private static SSLContext stranger;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        valid = keys.server("valid", HERE, "-validity", "10");
        expired = keys.server("expired", HERE, "-startdate", "-3d", "-validity", "1");
        wrongHost = keys.server("wronghost", "dns:pop.example", "-validity", "10");
        trusting = keys.client();
        stranger = keys.trusting("wronghost");
    }

    private static Pop3Client.Builder client(ScriptedServer server, Tls tls) {
        return server.client().tls(tls).sslContext(trusting);
    }

    @Test
    void implicitTlsComesBeforeTheGreeting() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        ! tls
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: RETR 1
                        S: +OK
                        S: text
                        S: .
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server, Tls.IMPLICIT).build().connect()) {
            assertThat(connection.tlsSession()).hasValueSatisfying(session -> assertThat(session.getProtocol())
                    .isEqualTo("TLSv1.3"));
            Maildrop maildrop = connection.login("alice", "secret".toCharArray());
            assertThat(maildrop.retr(1, OutputStream.nullOutputStream())).isEqualTo(6);
            maildrop.quit();
        }
    }

    @Test
    void stlsForgetsWhatWasAnnouncedInTheClear() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: STLS
                        S: X-FORGED
                        S: .
                        C: STLS
                        S: +OK begin
                        ! tls
                        C: CAPA
                        S: +OK
                        S: USER
                        S: .
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = client(server, Tls.STLS).build().connect()) {
            assertThat(connection.tlsSession()).isPresent();
            assertThat(connection.capabilities().has(Capabilities.USER)).isTrue();
            assertThat(connection.capabilities().has("X-FORGED")).isFalse();
            connection.login("alice", "secret".toCharArray());
        }
    }

    @Test
    void stlsIsTriedThoughNotAnnounced() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: STLS
                        S: +OK
                        ! tls
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = client(server, Tls.STLS).build().connect()) {
            assertThat(connection.tlsSession()).isPresent();
        }
    }

    @Test
    void refusedStlsEndsTheConnectionBeforeAnyCredential() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: USER
                        S: .
                        C: STLS
                        S: -ERR unknown command
                        ! hold
                        """)) {
            assertThatThrownBy(() -> client(server, Tls.STLS).build().connect())
                    .isInstanceOfSatisfying(Pop3ReplyException.class, refusal -> assertThat(refusal.keyword())
                            .isEqualTo(Keyword.STLS))
                    .hasMessage("STLS refused in AUTHORIZATION: unknown command");
        }
    }

    @Test
    void octetsInTheClearBehindStlsAreAnAttack() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: STLS
                        S: +OK
                        S: +OK injected
                        ! hold
                        """)) {
            assertThatThrownBy(() -> client(server, Tls.STLS).build().connect())
                    .isInstanceOf(Pop3ProtocolException.class)
                    .hasMessageContaining("in the clear behind the answer to STLS");
        }
    }

    @Test
    void serverThatClosesInsteadOfAHandshakeFailsTheConnection() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: STLS
                        S: +OK
                        ! deaf
                        """)) {
            assertThatThrownBy(() -> client(server, Tls.STLS).build().connect())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    void expiredCertificateIsNotAccepted() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(expired, "! tls fails\n")) {
            assertThatThrownBy(() -> client(server, Tls.IMPLICIT).build().connect())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port() + ": TLS handshake")
                    .hasRootCauseInstanceOf(CertificateExpiredException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"! tls fails\n", "S: +OK\nC: CAPA\nS: -ERR\nC: STLS\nS: +OK\n! tls fails\n"})
    @DisplayName("C-TLS-03, C-TLS-04: a certificate of another host ends the connection before anything is said")
    void certificateOfAnotherHostIsNotAccepted(String script) throws Exception {
        Tls tls = script.contains("STLS") ? Tls.STLS : Tls.IMPLICIT;
        try (ScriptedServer server = ScriptedServer.play(wrongHost, script)) {
            assertThatThrownBy(() -> client(server, tls).build().connect())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("TLS handshake");
        }
    }

    @Test
    void certificateOfAnUnknownAuthorityIsNotAccepted() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, "! tls fails\n")) {
            assertThatThrownBy(() -> client(server, Tls.IMPLICIT)
                            .sslContext(stranger)
                            .build()
                            .connect())
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    @DisplayName("C-TLS-05: a greeting in the clear on a TLS port is an error")
    void plainGreetingOnATlsPortIsAnSslException() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: +OK plain\n! deaf\n")) {
            assertThatThrownBy(() -> client(server, Tls.IMPLICIT).build().connect())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port() + ": TLS handshake");
        }
    }

    @Test
    @DisplayName("C-TLS-05: silence on a TLS port is an error")
    void silenceOnATlsPortIsATimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("! deaf\n! hold\n")) {
            assertThatThrownBy(() -> client(server, Tls.IMPLICIT)
                            .readTimeout(SHORT)
                            .build()
                            .connect())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("TLS handshake: silent for " + SHORT);
        }
    }

    @Test
    void handshakeThatDripsMeetsTheCommandTimeout() throws Exception {
        // A TLS record of 4096 octets is announced, and comes one by one.
        try (ScriptedServer server = ScriptedServer.play("""
                R: \\26\\3\\3\\20\\0
                ! deaf
                ! drip \\2
                """)) {
            assertThatThrownBy(() -> client(server, Tls.IMPLICIT)
                            .commandTimeout(SHORT)
                            .build()
                            .connect())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("TLS handshake: not complete within " + SHORT);
        }
    }

    @Test
    void endWithoutCloseNotifyInsideAMessageIsATruncation() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        ! tls
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: RETR 1
                        S: +OK
                        S: text
                        """);
                Maildrop maildrop = ScriptedServer.login(client(server, Tls.IMPLICIT))) {
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void silenceInsideAMessageIsATimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        ! tls
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: RETR 1
                        S: +OK
                        S: text
                        ! hold
                        """);
                Maildrop maildrop =
                        ScriptedServer.login(client(server, Tls.IMPLICIT).readTimeout(Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("RETR in TRANSACTION: silent for PT2S");
        }
    }

    @Test
    void abortFreesABlockedReadUnderTls() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(valid, """
                        ! tls
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        ! at user
                        ! hold
                        """);
                Pop3Connection connection = client(server, Tls.IMPLICIT).build().connect()) {
            assertThat(AbortTest.aborted(
                            () -> connection.login("alice", "secret".toCharArray()),
                            () -> server.reached("user"),
                            connection::abort))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("USER in AUTHORIZATION: aborted");
        }
    }

    @Test
    @EnabledIf("descriptorsCanBeCounted")
    void endedSessionsAndFailedHandshakesLeaveNoDescriptorBehind() throws Exception {
        String session = "! tls\nS: +OK\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n";
        try (ScriptedServer good = ScriptedServer.play(valid, repeated(session));
                ScriptedServer bad = ScriptedServer.play(wrongHost, repeated("! tls fails\n"))) {
            Pop3Client trusted = client(good, Tls.IMPLICIT).build();
            Pop3Client untrusted = client(bad, Tls.IMPLICIT).build();
            connectAndQuit(trusted);
            connectInVain(untrusted);
            long before = descriptors();
            for (int i = 1; i < SESSIONS; i++) {
                connectAndQuit(trusted);
            }
            // The server may close later than the client, and classes are still being loaded.
            await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + SESSIONS / 2));
            for (int i = 1; i < SESSIONS; i++) {
                connectInVain(untrusted);
            }
            await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + SESSIONS / 2));
        }
    }

    private static void connectAndQuit(Pop3Client client) throws IOException {
        try (Pop3Connection connection = client.connect()) {
            connection.quit();
        }
    }

    private static void connectInVain(Pop3Client client) {
        assertThatThrownBy(client::connect).isInstanceOf(SSLHandshakeException.class);
    }

    private static String[] repeated(String script) {
        return Collections.nCopies(SESSIONS, script).toArray(String[]::new);
    }

    static boolean descriptorsCanBeCounted() {
        return Files.isDirectory(DESCRIPTORS);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            return all.count();
        }
    }

    @Test
    @DisplayName("C-TLS-06: nothing below TLS 1.2")
    void tooOldProtocolIsNotSpoken() throws Exception {
        SSLContext old = SSLContext.getInstance("TLSv1");
        old.init(null, null, null);
        try (ScriptedServer server = ScriptedServer.play("! hold\n")) {
            assertThatThrownBy(() ->
                            client(server, Tls.IMPLICIT).sslContext(old).build().connect())
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("neither TLS 1.3 nor TLS 1.2");
        }
    }
}
