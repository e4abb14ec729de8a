package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Pop3ClientTest {
    @Test
    void implicitTlsOnItsOwnPortIsTheDefault() {
        assertThat(Pop3Client.builder("pop.example").build()).hasToString("POP3 pop.example:995 TLS IMPLICIT");
    }

    @ParameterizedTest
    @CsvSource({"IMPLICIT, 995", "STLS, 110", "NONE, 110"})
    void portFollowsTls(Tls tls, int port) {
        assertThat(Pop3Client.builder("pop.example").tls(tls).build())
                .hasToString("POP3 pop.example:" + port + " TLS " + tls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "pop.example\r\n", "two words"})
    void hostThatIsNoHostNameIsRefused(String host) {
        assertThatThrownBy(() -> Pop3Client.builder(host).build()).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void portOutOfRangeIsRefused(int port) {
        assertThatThrownBy(() -> Pop3Client.builder("pop.example").port(port))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void infiniteTimeoutIsRefused() {
        Pop3Client.Builder builder = Pop3Client.builder("pop.example");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.readTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.commandTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.quitTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.sessionTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
