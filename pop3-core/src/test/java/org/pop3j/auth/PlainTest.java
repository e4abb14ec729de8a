package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4616. */
class PlainTest {
    private static final Secrets TIM = new TestSecrets("tim", "tanstaaftanstaaf");
    private static final ClientContext HERE = new ClientContext("localhost", 995, TestSecrets.FIXED);

    private static ServerStep server(String message) {
        return Mechanism.PLAIN.server(TIM, TestSecrets.HERE).respond(message.getBytes(UTF_8));
    }

    @Test
    void theClientSendsTheExampleOfTheRfc() throws Exception {
        Credentials tim = Credentials.password("tim", "tanstaaftanstaaf".toCharArray());
        ClientExchange client = Mechanism.PLAIN.client(tim, HERE);
        assertThat(client.complete()).isFalse();
        assertThat(client.respond(new byte[0])).isEqualTo("\0tim\0tanstaaftanstaaf".getBytes(UTF_8));
        assertThat(client.complete()).isTrue();
    }

    @Test
    @DisplayName("C-AUT-07")
    void theClientKnowsNoChallenge() throws Exception {
        Credentials tim = Credentials.password("tim", "secret".toCharArray());
        assertThatThrownBy(() -> Mechanism.PLAIN.client(tim, HERE).respond(new byte[1]))
                .isInstanceOf(MechanismException.class);
        ClientExchange twice = Mechanism.PLAIN.client(tim, HERE);
        twice.respond(new byte[0]);
        assertThatThrownBy(() -> twice.respond(new byte[0])).isInstanceOf(MechanismException.class);
    }

    @Test
    void octetsBeyondAsciiAreUtf8() throws Exception {
        Credentials credentials = Credentials.password("jürgen", "пароль€😀".toCharArray());
        assertThat(Mechanism.PLAIN.client(credentials, HERE).respond(new byte[0]))
                .isEqualTo("\0jürgen\0пароль€😀".getBytes(UTF_8));
    }

    @Test
    @DisplayName("S-SAS-13b, S-SAS-27")
    void theServerTakesTheUserAsItsOwnAuthorizationIdentity() {
        assertThat(server("\0tim\0tanstaaftanstaaf")).isEqualTo(new ServerStep.Verified("tim"));
        assertThat(server("tim\0tim\0tanstaaftanstaaf")).isEqualTo(new ServerStep.Verified("tim"));
    }

    @Test
    @DisplayName("S-SAS-13, S-AUT-05")
    void whoIsNotThePersonOrDoesNotKnowThePasswordIsRefused() {
        assertThat(server("Ursel\0tim\0tanstaaftanstaaf")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("\0tim\0tanstaaf")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("\0nobody\0tanstaaftanstaaf")).isEqualTo(ServerStep.Failed.WRONG);
    }

    /** RFC 4616, section 2. */
    @Test
    void aPasswordThatIsWrittenOtherwiseIsTheSameAndAForbiddenOneCountsAsItIs() {
        Secrets spaced = new TestSecrets("tim", "a\u00a0\u2168");
        assertThat(Mechanism.PLAIN.server(spaced, TestSecrets.HERE).respond("\0tim\0a IX".getBytes(UTF_8)))
                .isEqualTo(new ServerStep.Verified("tim"));
        Secrets forbidden = new TestSecrets("tim", "a\ue000");
        assertThat(Mechanism.PLAIN.server(forbidden, TestSecrets.HERE).respond("\0tim\0a\ue000".getBytes(UTF_8)))
                .isEqualTo(new ServerStep.Verified("tim"));
        assertThat(Mechanism.PLAIN.server(forbidden, TestSecrets.HERE).respond("\0tim\0b\ue000".getBytes(UTF_8)))
                .isEqualTo(ServerStep.Failed.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tim", "\0tim", "\0tim\0", "\0\0secret", "\0tim\0secret\0", "tim\0secret", "\0\0\0\0"})
    @DisplayName("S-SAS-13c")
    void malformedMessagesAreRefused(String message) {
        assertThat(server(message)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-13c")
    void partsHaveUpTo255OctetsOfUtf8() {
        assertThat(server("\0tim\0" + "x".repeat(255))).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("\0tim\0" + "x".repeat(256))).isEqualTo(ServerStep.Failed.MALFORMED);
        byte[] notUtf8 = {0, 't', 'i', 'm', 0, (byte) 0xC3};
        assertThat(Mechanism.PLAIN.server(TIM, TestSecrets.HERE).respond(notUtf8))
                .isEqualTo(ServerStep.Failed.MALFORMED);
    }
}
