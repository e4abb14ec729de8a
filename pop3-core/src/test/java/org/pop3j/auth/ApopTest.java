package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, section 7; RFC 6856, section 2.2. */
class ApopTest {
    private static final ClientContext THERE = new ClientContext("localhost", 110, TestSecrets.FIXED);

    private static ClientExchange client(String user, String password) {
        Credentials credentials = Credentials.password(user, password.toCharArray());
        return Mechanism.APOP.client(credentials.only(Mechanism.APOP), THERE);
    }

    private static String say(ClientExchange client, String timestamp) throws MechanismException {
        return new String(client.respond(timestamp.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void theClientGivesTheExampleOfTheRfc() throws Exception {
        ClientExchange client = client("mrose", "tanstaaf");
        assertThat(client.secretUsed()).isFalse();
        assertThat(say(client, "<1896.697170952@dbc.mtview.ca.us>"))
                .isEqualTo("mrose c4c9334bac560ecc979e58001b3e22fb");
        assertThat(client.secretUsed()).isTrue();
        assertThat(client.complete()).isTrue();
        assertThatThrownBy(() -> say(client, "<1896.697170952@dbc.mtview.ca.us>"))
                .isInstanceOf(MechanismException.class);
    }

    @Test
    @DisplayName("S-APO-06")
    void nameAndPasswordArePreparedOnBothSides() throws Exception {
        assertThat(say(client("\u2168", "tan\u00adstaaf"), "<1896.697170952@dbc.mtview.ca.us>"))
                .isEqualTo("IX c4c9334bac560ecc979e58001b3e22fb");
        assertThat(server(new TestSecrets("IX", "tan\u00adstaaf"), "\u2168 c793c93a0c860d7dcce6d6a66ff757f4"))
                .isEqualTo(new ServerStep.Verified("IX"));
    }

    @Test
    void aNameWithSpacesOrWhatSaslprepForbidsIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> client("a b", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client("a\u00a0b", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client("a", "\ue000")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatDoesNotFitIntoTheCommandIsRefusedBeforeAnythingIsSent() throws Exception {
        assertThat(say(client("x".repeat(215), "x"), "<1@2>")).hasSize(215 + 1 + 32);
        assertThatThrownBy(() -> client("x".repeat(216), "x")).isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerStep server(Secrets secrets, String... responses) {
        ServerExchange server = Mechanism.APOP.server(secrets, TestSecrets.HERE);
        ServerStep step = server.respond(new byte[0]);
        assertThat(new String(((ServerStep.Challenge) step).octets(), UTF_8))
                .isEqualTo("<" + "2a".repeat(20) + "@pop3j.invalid>");
        for (String response : responses) {
            step = server.respond(response.getBytes(UTF_8));
        }
        return step;
    }

    /** printf '<2a2a...@pop3j.invalid>tanstaaf' | md5sum. */
    private static final String DIGEST = "c793c93a0c860d7dcce6d6a66ff757f4";

    @Test
    @DisplayName("S-APO-02, S-APO-03, S-AUT-05")
    void theServerTakesTheDigestOfItsTimestampAsOftenAsItIsAsked() {
        Secrets tim = new TestSecrets("tim", "tanstaaf");
        assertThat(server(tim, "tim " + DIGEST)).isEqualTo(new ServerStep.Verified("tim"));
        assertThat(server(tim, "tim " + "0".repeat(32))).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server(tim, "tim " + "0".repeat(32), "tim " + DIGEST)).isEqualTo(new ServerStep.Verified("tim"));
        assertThat(server(tim, "nobody " + DIGEST)).isEqualTo(ServerStep.Failed.WRONG);
        // printf '<2a2a...@pop3j.invalid>' | md5sum: a user that is not there has no empty password.
        assertThat(server(tim, "nobody d2e06336c219adf8c4e8e19715fb0bdc")).isEqualTo(ServerStep.Failed.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tim", " 0123", "\ue000 c793c93a0c860d7dcce6d6a66ff757f4"})
    @DisplayName("S-APO-03")
    void whatIsNoNameAndDigestIsMalformed(String response) {
        assertThat(server(new TestSecrets("tim", "tanstaaf"), response)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-APO-01, S-GEN-02")
    void timestampsAreFreshAndOfCharactersThatEveryClientTakes() {
        ServerContext context = new ServerContext("here", new SecureRandom());
        Secrets secrets = new TestSecrets("tim", "x");
        byte[] one =
                ((ServerStep.Challenge) Mechanism.APOP.server(secrets, context).respond(new byte[0])).octets();
        byte[] two =
                ((ServerStep.Challenge) Mechanism.APOP.server(secrets, context).respond(new byte[0])).octets();
        assertThat(new String(one, UTF_8)).matches("<[0-9a-f]{40}@[a-z0-9.-]+>").isNotEqualTo(new String(two, UTF_8));
    }
}
