package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2195. */
class CramMd5Test {
    private static final String CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";
    private static final ClientContext HERE = new ClientContext("localhost", 110, TestSecrets.FIXED);

    @Test
    void theClientGivesTheExampleOfTheRfc() throws Exception {
        Credentials tim = Credentials.password("tim", "tanstaaftanstaaf".toCharArray());
        ClientExchange client = Mechanism.CRAM_MD5.client(tim, HERE);
        assertThat(new String(client.respond(CHALLENGE.getBytes(UTF_8)), UTF_8))
                .isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
        assertThat(client.complete()).isTrue();
        assertThatThrownBy(() -> client.respond(CHALLENGE.getBytes(UTF_8))).isInstanceOf(MechanismException.class);
    }

    @Test
    @DisplayName("C-AUT-07")
    void anEmptyChallengeIsNone() {
        Credentials tim = Credentials.password("tim", "x".toCharArray());
        assertThatThrownBy(() -> Mechanism.CRAM_MD5.client(tim, HERE).respond(new byte[0]))
                .isInstanceOf(MechanismException.class);
    }

    private static ServerStep server(String user, String response) {
        ServerExchange server = Mechanism.CRAM_MD5.server(new TestSecrets(user, "tanstaaftanstaaf"), TestSecrets.HERE);
        ServerStep.Challenge challenge = (ServerStep.Challenge) server.respond(new byte[0]);
        assertThat(new String(challenge.octets(), UTF_8)).isEqualTo("<" + "2a".repeat(20) + "@pop3j.invalid>");
        return server.respond(response.getBytes(UTF_8));
    }

    /** printf '<2a2a...@pop3j.invalid>' | openssl md5 -hmac tanstaaftanstaaf. */
    private static final String DIGEST = "edcd6b5ad9805e9175fb9fef933f19f7";

    @Test
    @DisplayName("S-SAS-15")
    void theServerTakesTheDigestInLowerCaseAndNamesWithSpaces() {
        assertThat(server("tim", "tim " + DIGEST)).isEqualTo(new ServerStep.Verified("tim"));
        assertThat(server("tim tom", "tim tom " + DIGEST)).isEqualTo(new ServerStep.Verified("tim tom"));
        assertThat(server("tim", "tim " + DIGEST.toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("tim", "tom " + DIGEST)).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(server("tim", "tim " + "0".repeat(32))).isEqualTo(ServerStep.Failed.WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tim", " 0123"})
    @DisplayName("S-SAS-15")
    void whatIsNoNameAndDigestIsMalformed(String response) {
        assertThat(server("tim", response)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-15")
    void challengesAreFresh() {
        Secrets secrets = new TestSecrets("tim", "x");
        SecureRandom random = new SecureRandom();
        ServerStep.Challenge one = (ServerStep.Challenge) Mechanism.CRAM_MD5
                .server(secrets, new ServerContext("here", random))
                .respond(new byte[0]);
        ServerStep.Challenge two = (ServerStep.Challenge) Mechanism.CRAM_MD5
                .server(secrets, new ServerContext("here", random))
                .respond(new byte[0]);
        assertThat(one.octets()).isNotEqualTo(two.octets());
    }
}
