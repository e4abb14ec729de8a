package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private final Pop3TestServer server = Pop3TestServer.start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    @DisplayName("S-TLS-08")
    void aSessionUnderImplicitTlsIsLikeAnyOther() throws IOException {
        server.maildrop("alice").deliver("Subject: x\r\n\r\n.\r\n".getBytes(StandardCharsets.ISO_8859_1));
        try (LineClient client = LineClient.secure(server)) {
            assertThat(client.lines("CAPA")).contains("USER").doesNotContain("STLS");
            client.refused("STLS");
            client.login("alice", "secret");
            assertThat(client.lines("RETR 1")).containsExactly("Subject: x", "", "..");
            client.ok("DELE 1");
            client.ok("QUIT");
            client.assertEnds();
        }
        assertThat(server.maildrop("alice").count()).isZero();
        assertThat(server.sessions().get(0).tls()).isTrue();
    }

    @Test
    void stlsTurnsTheConnectionSecure() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("STLS now");
            client.ok("STLS");
            SSLSocket socket = client.handshake("localhost", server.clientSslContext());
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(client.lines("CAPA")).contains("USER").doesNotContain("STLS");
            client.refused("STLS");
            client.login("alice", "secret");
            client.ok("QUIT");
        }
        assertThat(server.sessions().get(0).tls()).isTrue();
    }

    @Test
    void whatWasLearntInTheClearIsForgotten() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            client.ok("STLS");
            client.handshake("localhost", server.clientSslContext());
            client.refused("PASS secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\r\n", "USER mallory\r\n", "CAPA\r\nUSER mallory\r\nPASS x\r\n"})
    void octetsBehindStlsAreNeverRun(String injected) throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.send("STLS\r\n" + injected);
            assertThat(client.line()).startsWith("+OK");
            client.handshake("localhost", server.clientSslContext());
            client.ok("USER alice");
            client.ok("PASS secret");
            client.ok("QUIT");
            client.assertEnds();
        }
        assertThat(server.sessions().get(0).commands()).containsExactly("STLS", "USER alice", "PASS ****", "QUIT");
    }

    @Test
    void moreOctetsBehindStlsThanAnyBufferHoldsAreNotRunEither() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.send("STLS\r\n" + "DELE 1\r\n".repeat(10_000));
            assertThat(client.line()).startsWith("+OK");
            assertThatThrownBy(() -> {
                        client.handshake("localhost", server.clientSslContext());
                        client.ok("NOOP");
                    })
                    .isInstanceOf(IOException.class);
        }
        Awaitility.await().until(() -> server.sessions().get(0).ending() == RecordedSession.Ending.TLS_FAILED);
        assertThat(server.sessions().get(0).commands()).containsExactly("STLS");
    }

    @Test
    void clearTextOnTheTlsPortGetsNoAnswerInTheClear() throws IOException {
        try (LineClient client = LineClient.connect(server)) {
            assertThat(client.line()).startsWith("+OK");
        }
        try (java.net.Socket socket = new java.net.Socket(server.host(), server.tlsPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("USER alice\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readNBytes(3);
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).isNotEqualTo("+OK");
        }
        Awaitility.await().until(() -> server.sessions().get(1).ending() == RecordedSession.Ending.TLS_FAILED);
    }

    @Test
    @DisplayName("S-TLS-07")
    void oldVersionsOfTlsAreRefused() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                server.clientSslContext().getSocketFactory().createSocket(server.host(), server.tlsPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1", "TLSv1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
        try (SSLSocket socket = (SSLSocket)
                server.clientSslContext().getSocketFactory().createSocket(server.host(), server.tlsPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void anotherCertificateIsShownFromTheNextHandshakeOn() throws IOException {
        SSLContext trust = server.clientSslContext();
        try (LineClient open = LineClient.secure(server)) {
            server.certificate(TestCertificate.expired());
            open.login("alice", "secret");

            assertRefused(trust, "validity check failed");
            server.certificate(TestCertificate.wrongHost());
            assertRefused(trust, "127.0.0.1");
            server.certificate(TestCertificate.untrusted());
            assertRefused(trust, "path");
            server.certificate(TestCertificate.valid());
            assertAccepted(trust);
            open.ok("QUIT");
        }
    }

    @Test
    void aServerMayStartWithABadCertificate() throws IOException {
        try (Pop3TestServer expired = Pop3TestServer.builder()
                .user("alice", "secret")
                .certificate(TestCertificate.expired())
                .start()) {
            SSLContext trust = expired.clientSslContext();
            try (LineClient client = LineClient.clear(expired)) {
                client.ok("STLS");
                assertThatThrownBy(() -> client.handshake("localhost", trust))
                        .isInstanceOf(SSLHandshakeException.class);
            }
            expired.certificate(TestCertificate.valid());
            try (LineClient client = LineClient.clear(expired)) {
                client.ok("STLS");
                client.handshake("localhost", trust);
                client.login("alice", "secret");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
    void theCertificateNamesTheWholeLoopback(String host) throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("STLS");
            client.handshake(host, server.clientSslContext());
            client.login("alice", "secret");
        }
    }

    @Test
    void thePemIsTheAuthorityToTrust() throws Exception {
        X509Certificate authority = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(server.certificatePem().getBytes(StandardCharsets.US_ASCII)));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);

        assertThat(authority.getBasicConstraints()).isNotNegative();
        assertAccepted(context);
    }

    @Test
    void serversDoNotTrustEachOthersClients() throws IOException {
        try (Pop3TestServer other = Pop3TestServer.start()) {
            assertRefused(other.clientSslContext(), "path");
        }
    }

    @Test
    void nobodyElseInTheJvmTrustsTheServer() throws Exception {
        server.clientSslContext();
        assertRefused(SSLContext.getDefault(), "path");
    }

    private void assertAccepted(SSLContext trust) throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("STLS");
            client.handshake(server.host(), trust);
            client.ok("CAPA");
        }
    }

    private void assertRefused(SSLContext trust, String why) throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("STLS");
            assertThatThrownBy(() -> client.handshake(server.host(), trust))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining(why);
        }
    }
}
