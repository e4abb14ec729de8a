package org.pop3j.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5929, section 4.1. The hashes are those of {@code openssl x509 -outform der | openssl dgst}. */
class ChannelBindingTest {
    private static X509Certificate certificate(String name) throws Exception {
        try (InputStream pem = Objects.requireNonNull(ChannelBindingTest.class.getResourceAsStream(name + ".pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ecdsa-sha1, 9cfc3cf337f0587e167393b892d22abf3578b227de079f13ccf33d446a5f4bbc",
        "rsa-md5, e6e8146ec6ba98df8d5857246a5f4e2cf98d14092b7b3816b14760ec9d8a7432",
        "ecdsa-sha256, b6dc2520de95121b4cb91c9000fea3090f68ecf071f6f07451619e965e4ccbad",
        "ecdsa-sha384, 304d020674494597a2cc8e00e24b8afe9715fe16521a61eec2075538bac6cef2d5911ff60e3140642ed1cb422a31fe0b",
        "ecdsa-sha512, 82b410e4f661d926aac6fede9fa8d721daad83b06fe434be2581799d019024a9"
                + "62f2759fb797e5a988710c9655b602110904b7377598de72cd880205debf2959",
        "pss-sha384, e8bd42f9c8594b899a731cfb009588a9ed9bdb935d40baa6c6c147fd392237d1d79a582a59d5c36384b4877e7904df8f"
    })
    void theCertificateIsHashedAsItWasSignedButNeverByMd5OrSha1(String name, String hash) throws Exception {
        ChannelBinding binding = ChannelBinding.endPoint(certificate(name)).orElseThrow();
        assertThat(binding.type()).isEqualTo("tls-server-end-point");
        assertThat(HexFormat.of().formatHex(binding.data())).isEqualTo(hash);
    }

    /** The second one breaks RFC 4055, section 3.1. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "pss-without-parameters"})
    void aSignatureWithoutAHashOfItsOwnGivesNone(String name) throws Exception {
        assertThat(ChannelBinding.endPoint(certificate(name))).isEmpty();
    }

    @Test
    void namesOfBindingsCannotEndTheirAttribute() {
        assertThatThrownBy(() -> new ChannelBinding("tls,exporter", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChannelBinding("tls-exporter", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
