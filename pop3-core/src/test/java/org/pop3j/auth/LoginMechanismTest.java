package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** draft-murchison-sasl-login. */
class LoginMechanismTest {
    @ParameterizedTest
    @ValueSource(strings = {"Username:", "User Name\0", "", "who?"})
    void theClientDoesNotLookAtPrompts(String prompt) throws Exception {
        ClientExchange client = Mechanism.LOGIN.client(
                Credentials.password("tim", "tanstaaftanstaaf".toCharArray()),
                new ClientContext("localhost", 110, TestSecrets.FIXED));
        assertThat(client.respond(prompt.getBytes(UTF_8))).isEqualTo("tim".getBytes(UTF_8));
        assertThat(client.complete()).isFalse();
        assertThat(client.respond(prompt.getBytes(UTF_8))).isEqualTo("tanstaaftanstaaf".getBytes(UTF_8));
        assertThat(client.complete()).isTrue();
        assertThatThrownBy(() -> client.respond(prompt.getBytes(UTF_8))).isInstanceOf(MechanismException.class);
    }

    private static ServerStep server(String name, String password) {
        ServerExchange server = Mechanism.LOGIN.server(new TestSecrets("tim", "secret"), TestSecrets.HERE);
        assertThat(((ServerStep.Challenge) server.respond(new byte[0])).octets())
                .isEqualTo("Username:".getBytes(UTF_8));
        ServerStep second = server.respond(name.getBytes(UTF_8));
        if (!(second instanceof ServerStep.Challenge challenge)) {
            return second;
        }
        assertThat(challenge.octets()).isEqualTo("Password:".getBytes(UTF_8));
        return server.respond(password.getBytes(UTF_8));
    }

    @Test
    @DisplayName("S-SAS-14")
    void theServerAsksForNameAndPassword() {
        assertThat(server("tim", "secret")).isEqualTo(new ServerStep.Verified("tim"));
        assertThat(server("tim", "wrong")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("tom", "secret")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("", "secret")).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(server("tim", "")).isEqualTo(ServerStep.Failed.MALFORMED);
    }
}
