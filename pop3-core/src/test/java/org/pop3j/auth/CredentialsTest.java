package org.pop3j.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @Test
    void theSecretDoesNotShowAndIsOverwritten() {
        Credentials credentials = Credentials.password("tim", "hunter2".toCharArray());
        assertThat(credentials.toString()).startsWith("tim by [").doesNotContain("hunter2");
        Credentials chosen = credentials.only(Mechanism.PLAIN);
        credentials.close();
        assertThatThrownBy(credentials::secret).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(chosen::secret).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theCallersPasswordIsCopied() {
        char[] password = "hunter2".toCharArray();
        Credentials credentials = Credentials.password("tim", password);
        password[0] = 'x';
        assertThat(credentials.secret()).isEqualTo("hunter2".toCharArray());
        credentials.close();
        assertThat(password).isEqualTo("xunter2".toCharArray());
    }

    @Test
    @DisplayName("C-AUT-03")
    void theStrongestComesFirstAndDigestMd5AndApopOnlyOnDemand() {
        Credentials credentials = Credentials.password("tim", "x".toCharArray());
        assertThat(credentials.mechanisms())
                .containsExactly(
                        Mechanism.SCRAM_SHA_256_PLUS,
                        Mechanism.SCRAM_SHA_1_PLUS,
                        Mechanism.SCRAM_SHA_256,
                        Mechanism.SCRAM_SHA_1,
                        Mechanism.CRAM_MD5,
                        Mechanism.PLAIN,
                        Mechanism.LOGIN);
        assertThat(credentials.only(Mechanism.DIGEST_MD5, Mechanism.APOP).mechanisms())
                .containsExactly(Mechanism.DIGEST_MD5, Mechanism.APOP);
        assertThatThrownBy(() -> credentials.only(Mechanism.EXTERNAL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> credentials.only(Mechanism.PLAIN).only(Mechanism.APOP))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> Credentials.accessToken("tim", "x".toCharArray()).only(Mechanism.APOP))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMechanismTakesNoCredentialsThatAreNotForIt() {
        ClientContext there = new ClientContext("localhost", 995, TestSecrets.FIXED);
        Credentials token = Credentials.accessToken("tim", "x".toCharArray());
        assertThatThrownBy(() -> Mechanism.PLAIN.client(token, there))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("these credentials are not for PLAIN");
        Credentials chosen = Credentials.password("tim", "x".toCharArray()).only(Mechanism.CRAM_MD5);
        assertThatThrownBy(() -> Mechanism.PLAIN.client(chosen, there)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("C-GEN-13")
    void whatIsTooLongForAnyResponseIsRefused() {
        Credentials.password("ä".repeat(256), "ä".repeat(5120).toCharArray()).close();
        assertThatThrownBy(() -> Credentials.password("ä".repeat(257), "x".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credentials.password("tim", "ä".repeat(5121).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> Credentials.accessToken("tim", "x".repeat(10_241).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\1b", "a\nb", "a\u0085"})
    @DisplayName("C-GEN-13")
    void aHostCannotEndItsPartOfAResponse(String host) {
        assertThatThrownBy(() -> new ClientContext(host, 995, TestSecrets.FIXED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\rb", "a\nb", "a\0b", "a\ud800"})
    @DisplayName("C-GEN-13")
    void whatCannotBeSentIsRefused(String secret) {
        assertThatThrownBy(() -> Credentials.password("tim", secret.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credentials.password(secret, "x".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
