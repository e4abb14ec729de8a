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
