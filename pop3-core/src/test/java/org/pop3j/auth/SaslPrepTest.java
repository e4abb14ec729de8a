package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4013, with the examples of its section 3. */
class SaslPrepTest {
    @ParameterizedTest
    @CsvSource({
        "I\u00adX, IX",
        "user, user",
        "USER, USER",
        "\u00aa, a",
        "\u2168, IX",
        "a\u00a0b, a b",
        "\u05d0\u05d1, \u05d0\u05d1",
        "\u06271\u0628, \u06271\u0628"
    })
    void namesAndPasswordsArePrepared(String given, String prepared) {
        assertThat(SaslPrep.query(given)).isEqualTo(prepared);
        Credentials credentials = Credentials.password("x", given.toCharArray());
        assertThat(SaslPrep.stored(credentials)).isEqualTo(prepared.getBytes(UTF_8));
        byte[] octets = given.getBytes(UTF_8);
        assertThat(SaslPrep.stored(octets)).contains(prepared.getBytes(UTF_8));
    }

    /** Control, what comes to nothing, private use, a noncharacter, a mixture of directions, one that does not end as it begins. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0007", "\u00ad", "a\ue000", "a\ufdd0", "\u0627b\u0628", "\u06271"})
    void whatIsForbiddenIsRefused(String text) {
        assertThatThrownBy(() -> SaslPrep.query(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SaslPrep.stored(Credentials.password("x", text.toCharArray())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SaslPrep.stored(text.getBytes(UTF_8))).isEmpty();
        assertThat(SaslPrep.authorization(text)).isEmpty();
    }

    @Test
    @DisplayName("S-SAS-17")
    void anUnassignedCharacterMayStandInANameAndNotInAPassword() {
        assertThat(SaslPrep.query("a\u0378")).isEqualTo("a\u0378");
        assertThat(SaslPrep.stored("a\u0378".getBytes(UTF_8))).isEmpty();
        assertThatThrownBy(() -> SaslPrep.stored(Credentials.password("x", "a\u0378".toCharArray())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theOctetsOfAServerAreOverwrittenAndHaveToBeUtf8() {
        byte[] octets = "a\u00a0b".getBytes(UTF_8);
        SaslPrep.stored(octets);
        assertThat(octets).containsOnly(0);
        assertThat(SaslPrep.stored(new byte[] {(byte) 0xFF})).isEmpty();
    }
}
