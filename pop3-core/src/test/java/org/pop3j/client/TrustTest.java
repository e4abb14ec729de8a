package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a client trusts, and how it shows who it is itself. */
class TrustTest {
    private static final String SESSION = """
            ! tls
            S: +OK
            C: CAPA
            S: -ERR
            C: QUIT
            S: +OK
            """;

    private static Path folder;
    private static TestKeys keys;
    private static SSLContext valid;
    private static SSLContext expired;
    private static SSLContext wrongHost;

    @BeforeAll
    static void makeCertificates(@TempDir Path temporary) throws Exception {
        folder = temporary;
        keys = new TestKeys(temporary);
        valid = keys.server("valid", "ip:127.0.0.1", "-validity", "10");
        expired = keys.server("expired", "ip:127.0.0.1", "-startdate", "-3d", "-validity", "1");
        wrongHost = keys.server("wronghost", "dns:pop.example", "-validity", "10");
    }

    private static void requireTrusted(SSLContext server, Trust trust) throws Exception {
        try (ScriptedServer scripted = ScriptedServer.play(server, SESSION)) {
            scripted.client().tls(Tls.IMPLICIT).trust(trust).build().connect().quit();
        }
    }

    private static UntrustedCertificateException rejected(SSLContext server, Trust trust) throws Exception {
        AtomicReference<UntrustedCertificateException> failure = new AtomicReference<>();
        try (ScriptedServer scripted = ScriptedServer.play(server, "! tls fails\n")) {
            assertThatThrownBy(() -> scripted.client()
                            .tls(Tls.IMPLICIT)
                            .trust(trust)
                            .build()
                            .connect())
                    .isInstanceOfSatisfying(UntrustedCertificateException.class, failure::set)
                    .hasMessageStartingWith("127.0.0.1:" + scripted.port() + ": TLS handshake: ");
        }
        return failure.get();
    }

    private static Path pem(String... aliases) throws Exception {
        StringBuilder text = new StringBuilder("what stands around certificates does not count\n");
        for (String alias : aliases) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(keys.certificate(alias).getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        return Files.writeString(Files.createTempFile(folder, "trust", ".pem"), text);
    }

    private static String fingerprint(String alias) throws Exception {
        return Fingerprint.of(keys.certificate(alias)).toString();
    }

    @Test
    @DisplayName("C-TLS-03: the authorities of a file are trusted, and chain and name are checked")
    void authorityInAFileIsTrusted() throws Exception {
        Trust trust = Trust.pem(pem("expired", "authority"));
        requireTrusted(valid, trust);
        assertThat(rejected(wrongHost, trust).chain()).first().isEqualTo(keys.certificate("wronghost"));
        assertThat(rejected(expired, Trust.pem(pem("authority"))))
                .hasRootCauseInstanceOf(CertificateExpiredException.class)
                .hasMessageEndingWith(
                        "; the fingerprint (SHA-256) of the server's certificate is " + fingerprint("expired"));
    }

    @Test
    void otherAuthoritiesThanThoseOfTheFileAreNotTrusted() throws Exception {
        assertThat(rejected(valid, Trust.pem(pem("wronghost"))).chain())
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .contains("CN=valid");
        assertThat(rejected(valid, Trust.system()).chain()).isNotEmpty();
    }

    @Test
    void fileWithoutCertificateIsRefused() throws Exception {
        Path empty = Files.createTempFile(folder, "empty", ".pem");
        assertThatThrownBy(() -> Trust.pem(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no certificate");
        Path broken = Files.writeString(
                Files.createTempFile(folder, "broken", ".pem"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> Trust.pem(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken");
        assertThatThrownBy(() -> Trust.pem(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void pinnedCertificateIsTrustedWhateverItSays() throws Exception {
        requireTrusted(wrongHost, Trust.pinned(fingerprint("valid"), fingerprint("wronghost")));
        requireTrusted(
                expired, Trust.pinned(fingerprint("expired").replace(":", "").toLowerCase(Locale.ROOT)));
    }

    @Test
    void certificateThatIsNotPinnedIsRejectedWithItsFingerprint() throws Exception {
        assertThat(rejected(valid, Trust.pinned(fingerprint("wronghost"))))
                .hasMessageContaining("is not one of those expected")
                .hasMessageEndingWith(fingerprint("valid"));
    }

    @Test
    void whoKnowsNoFingerprintTrustsNobody() throws Exception {
        X509Certificate[] chain = {keys.certificate("valid")};
        PinnedTrust nobody = new PinnedTrust(List.of());
        assertThatThrownBy(() -> nobody.judge(chain, "ECDHE_ECDSA", new Socket()))
                .isInstanceOf(CertificateException.class);
    }

    @Test
    void fingerprintIsThatOfTheCertificateInDer() throws Exception {
        X509Certificate certificate = keys.certificate("valid");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        StringBuilder expected = new StringBuilder();
        for (byte octet : digest) {
            expected.append(expected.isEmpty() ? "" : ":").append(String.format("%02X", octet));
        }
        assertThat(Fingerprint.of(certificate)).hasToString(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "sha256", "GG:GG"})
    void fingerprintThatIsNoneIsRefused(String fingerprint) {
        assertThatThrownBy(() -> Trust.pinned(fingerprint)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Trust::pinned).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyoneIsTrustedOnlyOnRequest() throws Exception {
        requireTrusted(wrongHost, Trust.anyone());
    }

    @Test
    void listenerIsToldOfTls() throws Exception {
        AtomicReference<String> told = new AtomicReference<>();
        Pop3Listener listener = new Pop3Listener() {
            @Override
            public void secured(SSLSession session, Duration took) {
                told.set(session.getProtocol());
            }
        };
        try (ScriptedServer scripted = ScriptedServer.play(valid, SESSION)) {
            scripted.client()
                    .tls(Tls.IMPLICIT)
                    .trust(Trust.anyone())
                    .listener(() -> listener)
                    .build()
                    .connect()
                    .quit();
        }
        assertThat(told).hasValue("TLSv1.3");
    }

    @Test
    void serverThatWantsACertificateIsShownTheClients() throws Exception {
        String session = SESSION.replace("! tls", "! tls client");
        SSLContext context = keys.clientWithCertificate("alice");
        try (ScriptedServer scripted = ScriptedServer.play(valid, session)) {
            Pop3Connection connection = scripted.client()
                    .tls(Tls.IMPLICIT)
                    .sslContext(context)
                    .build()
                    .connect();
            assertThat(Arrays.stream(connection.tlsSession().orElseThrow().getLocalCertificates())
                            .map(certificate -> ((X509Certificate) certificate)
                                    .getSubjectX500Principal()
                                    .getName())
                            .collect(Collectors.toList()))
                    .contains("CN=alice");
            connection.quit();
        }
    }

    @Test
    void clientWithoutACertificateIsRefusedByAServerThatWantsOne() throws Exception {
        try (ScriptedServer scripted = ScriptedServer.play(valid, "! tls client fails\n")) {
            assertThatThrownBy(() -> scripted.client()
                            .tls(Tls.IMPLICIT)
                            .trust(Trust.anyone())
                            .build()
                            .connect())
                    .isInstanceOf(IOException.class);
        }
    }
}
