package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateAuthorityTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "a+b@example.org", "#1234", "a, b", "a\\b", " alice ", "\u00e4"})
    void theUserOfACertificateIsTheNameAsItWasGiven(String user) {
        CertificateAuthority authority = new CertificateAuthority(Clock.systemUTC());
        X509Certificate certificate = (X509Certificate) authority.issueFor(user).getCertificate();
        assertThat(CertificateAuthority.user(certificate)).contains(user);
    }
}
