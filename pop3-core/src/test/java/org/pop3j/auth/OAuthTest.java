package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7628, section 4 (its examples), and XOAUTH2 as Google describes it. */
class OAuthTest {
    private static final String TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==";
    private static final String BEARER_MESSAGE =
            "n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer " + TOKEN + "\1\1";
    private static final String XOAUTH2_MESSAGE = "user=user@example.com\1auth=Bearer " + TOKEN + "\1\1";
    private static final ClientContext THERE = new ClientContext("server.example.com", 143, TestSecrets.FIXED);
    private static final Secrets SECRETS = new Secrets() {
        @Override
        public Optional<byte[]> password(String user) {
            return Optional.of("password".getBytes(UTF_8));
        }

        @Override
        public byte[] salt(String user) {
            return new byte[] {1};
        }

        @Override
        public Optional<byte[]> accessToken(String user) {
            return user.equals("user@example.com") ? Optional.of(TOKEN.getBytes(UTF_8)) : Optional.empty();
        }

        @Override
        public Optional<String> tokenOwner(byte[] token) {
            return new String(token, UTF_8).equals(TOKEN) ? Optional.of("user@example.com") : Optional.empty();
        }
    };

    private static ClientExchange client(Mechanism mechanism) {
        return mechanism.client(Credentials.accessToken("user@example.com", TOKEN.toCharArray()), THERE);
    }

    private static ServerStep take(ServerExchange server, String response) {
        return server.respond(response.getBytes(UTF_8));
    }

    @Test
    void oauthbearerSendsTheExampleOfTheRfcAndAcknowledgesARefusal() throws Exception {
        ClientExchange client = client(Mechanism.OAUTHBEARER);
        assertThat(client.respond(new byte[0])).isEqualTo(BEARER_MESSAGE.getBytes(UTF_8));
        assertThat(client.complete()).isTrue();
        assertThat(client.respond("{\"status\":\"invalid_token\"}".getBytes(UTF_8)))
                .isEqualTo(new byte[] {1});
        assertThat(client.complete()).isFalse();
        assertThatThrownBy(() -> client.respond(new byte[0])).isInstanceOf(MechanismException.class);
    }

    @Test
    void xoauth2SendsNameAndTokenAndAcknowledgesARefusalWithNothing() throws Exception {
        ClientExchange client = client(Mechanism.XOAUTH2);
        assertThat(client.respond(new byte[0])).isEqualTo(XOAUTH2_MESSAGE.getBytes(UTF_8));
        assertThat(client.respond("{\"status\":\"400\"}".getBytes(UTF_8))).isEmpty();
    }

    @Test
    @DisplayName("S-SAS-18")
    void theServerTakesTheTokenOfTheUser() {
        assertThat(take(Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE), BEARER_MESSAGE))
                .isEqualTo(new ServerStep.Verified("user@example.com"));
        assertThat(take(
                        Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE),
                        "n,a=user@example.com,\1auth=bearer " + TOKEN + "\1\1"))
                .isEqualTo(new ServerStep.Verified("user@example.com"));
        assertThat(take(Mechanism.XOAUTH2.server(SECRETS, TestSecrets.HERE), XOAUTH2_MESSAGE))
                .isEqualTo(new ServerStep.Verified("user@example.com"));
    }

    @Test
    @DisplayName("S-SAS-18")
    void withoutANameTheOwnerOfTheTokenIsMeant() {
        assertThat(take(Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE), "n,,\1auth=Bearer " + TOKEN + "\1\1"))
                .isEqualTo(new ServerStep.Verified("user@example.com"));
        assertThat(take(Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE), "n,,\1auth=Bearer x\1\1"))
                .isInstanceOf(ServerStep.Challenge.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\1", "", "x"})
    @DisplayName("S-SAS-18")
    void theServerSaysWhyBeforeItRefuses(String acknowledgement) {
        for (String wrong : new String[] {"n,a=user@example.com,\1auth=Bearer x\1\1", "n,a=x,\1auth=Bearer x\1\1"}) {
            ServerExchange server = Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE);
            assertThat(((ServerStep.Challenge) take(server, wrong)).octets())
                    .isEqualTo("{\"status\":\"invalid_token\"}".getBytes(UTF_8));
            assertThat(take(server, acknowledgement)).isEqualTo(ServerStep.Failed.WRONG);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\1",
                "n,\1auth=Bearer x\1\1",
                "n,a=x,\1auth=Bearer x\1",
                "n,a=x,\1auth=Basic x\1\1",
                "n,a=x,\1auth=Bearer \1\1",
                "p=x,a=x,\1auth=Bearer x\1\1",
                "user=x\1auth=Bearer x\1\1",
                "n,a=x,\1auth=Bearer x\1auth=Bearer y\1\1",
                "n,a=x,\1host\1auth=Bearer x\1\1",
                "n,a=x,\1=y\1auth=Bearer x\1\1",
                "n,a=x,\1p0rt=1\1auth=Bearer x\1\1",
                "n,a=x,\1host=\u00e4\1auth=Bearer x\1\1",
                "n,a=x,\1AUTH=Bearer x\1\1"
            })
    @DisplayName("S-SAS-18")
    void malformedMessagesAreRefused(String message) {
        assertThat(take(Mechanism.OAUTHBEARER.server(SECRETS, TestSecrets.HERE), message))
                .isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\1b", "", "a\nb", "ä"})
    @DisplayName("C-GEN-13")
    void whatCannotBeATokenIsRefused(String token) {
        assertThatThrownBy(() -> Credentials.accessToken("user", token.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credentials.accessToken("a\1b", "x".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenIsNoPassword() {
        Credentials token = Credentials.accessToken("user", "x".toCharArray());
        assertThat(token.mechanisms()).containsExactly(Mechanism.OAUTHBEARER, Mechanism.XOAUTH2);
        assertThat(token.chosen()).isTrue();
    }
}
