package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5802 and 7677, with the examples of their sections 5 and 3. */
class ScramTest {
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static ClientExchange client(String user, String nonce) {
        return new ScramClient(
                Hash.SHA_256, Credentials.password(user, "pencil".toCharArray()), Gs2Header.unable(), nonce);
    }

    private static String say(ClientExchange client, String challenge) throws MechanismException {
        return new String(client.respond(challenge.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void theClientGivesTheExampleOfRfc7677() throws Exception {
        ClientExchange client = client("user", NONCE);
        assertThat(say(client, "")).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(say(client, SERVER_FIRST)).isEqualTo(CLIENT_FINAL);
        assertThat(client.complete()).isFalse();
        assertThat(say(client, SERVER_FINAL)).isEmpty();
        assertThat(client.complete()).isTrue();
        assertThatThrownBy(() -> say(client, "")).isInstanceOf(MechanismException.class);
    }

    @Test
    void theClientGivesTheExampleOfRfc5802() throws Exception {
        ClientExchange client = new ScramClient(
                Hash.SHA_1, Credentials.password("user", "pencil".toCharArray()), Gs2Header.unable(), "fyko+d2lbbFgONRv9qkxdawL");
        assertThat(say(client, "")).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(say(client, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"))
                .isEqualTo("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=");
        assertThat(say(client, "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")).isEmpty();
        assertThat(client.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=other%hvYDpWUa2RaTCAfuxFIlj,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ,i=4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1000001",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=99999999999999999999",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=-4096",
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==",
                "m=x,r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "e=unknown-user"
            })
    @DisplayName("C-AUT-11")
    void theClientChecksNonceSaltAndIterations(String challenge) throws Exception {
        ClientExchange client = client("user", NONCE);
        say(client, "");
        assertThatThrownBy(() -> say(client, challenge)).isInstanceOf(MechanismException.class);
        assertThat(client.complete()).isFalse();
        assertThatThrownBy(() -> say(client, SERVER_FIRST)).isInstanceOf(MechanismException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v=", "v=AAAA", "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G5=", "e=other-error", "ok"})
    @DisplayName("C-AUT-11")
    void theClientChecksTheSignature(String challenge) throws Exception {
        ClientExchange client = client("user", NONCE);
        say(client, "");
        say(client, SERVER_FIRST);
        assertThatThrownBy(() -> say(client, challenge)).isInstanceOf(MechanismException.class);
        assertThat(client.complete()).isFalse();
    }

    @Test
    void commaAndEqualsSignInANameAreEscaped() throws Exception {
        assertThat(say(client("a=b,c", NONCE), "")).isEqualTo("n,,n=a=3Db=2Cc,r=" + NONCE);
    }

    @ParameterizedTest
    @CsvSource({"I\u00adX, IX", "user, user", "USER, USER", "\u00aa, a", "\u2168, IX", "a\u00a0b, a b"})
    void namesAndPasswordsArePrepared(String given, String prepared) {
        assertThat(SaslPrep.query(given)).isEqualTo(prepared);
        Credentials credentials = Credentials.password("x", given.toCharArray());
        assertThat(SaslPrep.stored(credentials)).isEqualTo(prepared.getBytes(UTF_8));
    }

    private static ServerExchange server(Secrets secrets) {
        return new ScramServer(Hash.SHA_256, false, secrets, List.of(), SERVER_NONCE);
    }

    /** The example of RFC 7677 from the server's side. */
    private static final Secrets USER = new Secrets() {
        @Override
        public Optional<byte[]> password(String user) {
            return new TestSecrets("user", "pencil").password(user);
        }

        @Override
        public byte[] salt(String user) {
            return Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        }
    };

    private static String challenge(ServerStep step) {
        return new String(((ServerStep.Challenge) step).octets(), UTF_8);
    }

    private static ServerStep take(ServerExchange server, String response) {
        return server.respond(response.getBytes(UTF_8));
    }

    @Test
    @DisplayName("S-SAS-25, S-SAS-17")
    void theServerGivesTheExampleOfRfc7677WithItsSignatureAsAChallenge() {
        ServerExchange server = server(USER);
        assertThat(challenge(take(server, "n,,n=user,r=" + NONCE))).isEqualTo(SERVER_FIRST);
        assertThat(challenge(take(server, CLIENT_FINAL))).isEqualTo(SERVER_FINAL);
        assertThat(take(server, "")).isEqualTo(new ServerStep.Verified("user"));
        assertThat(take(server, "")).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n,,n=user",
                "p=tls-exporter,,n=user,r=x",
                "x,,n=user,r=x",
                "n,,m=ext,n=user,r=x",
                "n,,n=us=er,r=x",
                "n,,n=us=2cer,r=x",
                "n,,n=,r=x",
                "n,,n=user,r=",
                "n,,n=user,r=a b",
                "n,b=x,n=user,r=x",
                "n,,r=x,n=user"
            })
    @DisplayName("S-SAS-17")
    void malformedFirstMessagesAreRefused(String message) {
        assertThat(take(server(USER), message)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-13, S-SAS-13b")
    void nobodyActsAsSomebodyElse() {
        assertThat(take(server(USER), "n,a=other,n=user,r=x")).isEqualTo(ServerStep.Failed.WRONG);
        assertThat(take(server(USER), "y,a=user,n=user,r=x")).isInstanceOf(ServerStep.Challenge.class);
    }

    @Test
    @DisplayName("S-SAS-17")
    void finalMessagesAreChecked() {
        for (String malformed : new String[] {
            "",
            CLIENT_FINAL.replace("c=biws", "c=eSws"),
            CLIENT_FINAL.replace("k0,", "k1,"),
            "c=biws,r=" + NONCE + SERVER_NONCE,
            CLIENT_FINAL + "x"
        }) {
            ServerExchange server = server(USER);
            take(server, "n,,n=user,r=" + NONCE);
            assertThat(take(server, malformed)).as(malformed).isEqualTo(ServerStep.Failed.MALFORMED);
        }
        for (String wrong :
                new String[] {CLIENT_FINAL.replace("p=dH", "p=eH"), "c=biws,r=" + NONCE + SERVER_NONCE + ",p=AAAA"}) {
            ServerExchange server = server(USER);
            take(server, "n,,n=user,r=" + NONCE);
            assertThat(take(server, wrong)).isEqualTo(ServerStep.Failed.WRONG);
        }
    }

    @Test
    @DisplayName("S-SAS-17, S-AUT-05")
    void unknownUsersFailWhereWrongPasswordsDoWithTheSameSaltEachTime() {
        Secrets tim = new TestSecrets("tim", "x");
        String one = challenge(take(server(tim), "n,,n=nobody,r=x"));
        ServerExchange again = server(tim);
        assertThat(challenge(take(again, "n,,n=nobody,r=x"))).isEqualTo(one);
        assertThat(take(again, "c=biws,r=x" + SERVER_NONCE + ",p=" + "A".repeat(43) + "="))
                .isEqualTo(ServerStep.Failed.WRONG);
    }

    @Test
    void anEqualsSignStandsForNothingButItselfAndTheComma() {
        assertThat(Scram.unescaped("a=3Db=2Cc")).contains("a=b,c");
        assertThat(Scram.unescaped("x=3=2CD")).isEmpty();
        assertThat(Scram.unescaped("x=")).isEmpty();
    }
}
