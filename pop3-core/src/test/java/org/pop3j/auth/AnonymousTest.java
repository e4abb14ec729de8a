package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4505. */
class AnonymousTest {
    private static final ClientContext THERE = new ClientContext("localhost", 995, TestSecrets.FIXED);

    private static ServerStep server(String response) {
        return Mechanism.ANONYMOUS
                .server(new TestSecrets("tim", "x"), TestSecrets.HERE)
                .respond(response.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sirhc", "sirhc@example.com", "two words"})
    @DisplayName("S-SAS-19")
    void theTraceIsWhatTheCallerSaysAndLetsInNobodyInParticular(String trace) throws Exception {
        ClientExchange client = Mechanism.ANONYMOUS.client(Credentials.anonymous(trace), THERE);
        assertThat(client.respond(new byte[0])).isEqualTo(trace.getBytes(UTF_8));
        assertThat(client.complete()).isTrue();
        assertThat(client.secretUsed()).isFalse();
        assertThatThrownBy(() -> client.respond(new byte[0])).isInstanceOf(MechanismException.class);
        assertThat(server(trace)).isEqualTo(new ServerStep.Verified("anonymous"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b@c", "@b", "a@", "a\0b", "a\u0085b", "a\r\nb", "a\u202eb", "a\u2028b", "a\u2029b"})
    @DisplayName("S-SAS-19")
    void whatIsNoTraceIsRefused(String trace) {
        assertThatThrownBy(() -> Credentials.anonymous(trace)).isInstanceOf(IllegalArgumentException.class);
        assertThat(server(trace)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    void halfASurrogatePairIsNoTrace() {
        String half = String.valueOf((char) 0xD800);
        assertThatThrownBy(() -> Credentials.anonymous(half)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-SAS-19")
    void aTraceIsNotLong() {
        assertThat(server("x".repeat(255))).isEqualTo(new ServerStep.Verified("anonymous"));
        assertThat(server("x".repeat(256))).isEqualTo(ServerStep.Failed.MALFORMED);
    }
}
