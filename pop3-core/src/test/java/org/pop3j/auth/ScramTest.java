package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                Hash.SHA_256,
                Credentials.password(user, "pencil".toCharArray()),
                Gs2Header.unable(),
                nonce,
                () -> false);
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
                Hash.SHA_1,
                Credentials.password("user", "pencil".toCharArray()),
                Gs2Header.unable(),
                "fyko+d2lbbFgONRv9qkxdawL",
                () -> false);
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
                "r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=200001",
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

    @Test
    @DisplayName("C-AUT-11")
    void theIterationsAreGivenUpIfNobodyWaitsAnyMore() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ClientContext context = new ClientContext(
                "there", 995, TestSecrets.FIXED, Optional.empty(), () -> asked.incrementAndGet() == 2);
        ClientExchange client =
                Mechanism.SCRAM_SHA_256.client(Credentials.password("user", "pencil".toCharArray()), context);
        String nonce = say(client, "").substring("n,,n=user,".length());
        assertThatThrownBy(() -> say(client, nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=200000"))
                .isInstanceOf(MechanismException.class)
                .hasMessage("given up over the iterations");
        assertThat(asked).hasValue(2);
        assertThat(client.secretUsed()).isFalse();
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

    @Test
    void aNameOrAPasswordThatSaslprepForbidsIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> client("a\ue000", NONCE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Mechanism.SCRAM_SHA_256.client(
                        Credentials.password("user", "pencil\u0007".toCharArray()),
                        new ClientContext("there", 995, TestSecrets.FIXED)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final byte[] DATA =
            HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final ChannelBinding EXPORTER = new ChannelBinding("tls-exporter", DATA);
    private static final String BOUND_FINAL =
            "c=cD10bHMtZXhwb3J0ZXIsLAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=QC6CS20quADQRb3mT99YUH+n3VJxUvzuK0K0E1Vrs2M=";

    @Test
    void boundToTheConnectionTheBindingIsUnderTheProof() throws Exception {
        ClientExchange client = new ScramClient(
                Hash.SHA_256,
                Credentials.password("user", "pencil".toCharArray()),
                Gs2Header.bound(EXPORTER),
                NONCE,
                () -> false);
        assertThat(say(client, "")).isEqualTo("p=tls-exporter,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(client.secretUsed()).isFalse();
        assertThat(say(client, SERVER_FIRST)).isEqualTo(BOUND_FINAL);
        assertThat(client.secretUsed()).isTrue();
        assertThat(say(client, "v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs="))
                .isEmpty();
        assertThat(client.complete()).isTrue();
    }

    @Test
    void boundToTheCertificateWithTheOlderHashFunction() throws Exception {
        ClientExchange client = new ScramClient(
                Hash.SHA_1,
                Credentials.password("user", "pencil".toCharArray()),
                Gs2Header.bound(new ChannelBinding("tls-server-end-point", DATA)),
                "fyko+d2lbbFgONRv9qkxdawL",
                () -> false);
        assertThat(say(client, "")).isEqualTo("p=tls-server-end-point,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(say(client, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"))
                .isEqualTo(
                        "c=cD10bHMtc2VydmVyLWVuZC1wb2ludCwsAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=z8dLQJmun2sA+XpCkRPSWO61Enc=");
        assertThat(say(client, "v=if1R+hByy96r9wlpTEFxowaJvkg=")).isEmpty();
    }

    @Test
    void whoCouldBindButIsNotOfferedItSaysSo() throws Exception {
        ClientContext could = new ClientContext("there", 995, TestSecrets.FIXED, Optional.of(EXPORTER));
        Credentials user = Credentials.password("user", "pencil".toCharArray());
        assertThat(say(Mechanism.SCRAM_SHA_256.client(user, could), "")).startsWith("y,,n=user,r=");
        assertThat(say(Mechanism.SCRAM_SHA_1_PLUS.client(user, could), "")).startsWith("p=tls-exporter,,n=user,r=");
        ClientContext couldNot = new ClientContext("there", 995, TestSecrets.FIXED);
        assertThat(say(Mechanism.SCRAM_SHA_1.client(user, couldNot), "")).startsWith("n,,n=user,r=");
        assertThatThrownBy(() -> Mechanism.SCRAM_SHA_256_PLUS.client(user, couldNot))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SCRAM-SHA-256-PLUS has nothing to bind to");
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

    private static ServerExchange plus() {
        return new ScramServer(Hash.SHA_256, true, USER, List.of(EXPORTER), SERVER_NONCE);
    }

    @Test
    @DisplayName("S-SAS-21")
    void theServerComparesTheBinding() {
        ServerExchange server = plus();
        assertThat(challenge(take(server, "p=tls-exporter,,n=user,r=" + NONCE))).isEqualTo(SERVER_FIRST);
        assertThat(challenge(take(server, BOUND_FINAL))).isEqualTo("v=2GiAgapEppLVlUXbxUDksL3VgYHzuqiK5tR4mhJGgvs=");
        assertThat(take(server, "")).isEqualTo(new ServerStep.Verified("user"));
        ServerExchange elsewhere = new ScramServer(
                Hash.SHA_256, true, USER, List.of(new ChannelBinding("tls-exporter", new byte[32])), SERVER_NONCE);
        take(elsewhere, "p=tls-exporter,,n=user,r=" + NONCE);
        assertThat(take(elsewhere, BOUND_FINAL)).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "y", "p=tls-unique", "p=", "p"})
    @DisplayName("S-SAS-21")
    void withChannelBindingTheFlagHasToNameAKnownOne(String flag) {
        assertThat(take(plus(), flag + ",,n=user,r=x")).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-21")
    void aClientThatWasToldThatThereIsNoChannelBindingAlthoughThereIsIsRefused() {
        ServerExchange offering = new ScramServer(Hash.SHA_256, false, USER, List.of(EXPORTER), SERVER_NONCE);
        assertThat(take(offering, "y,,n=user,r=" + NONCE)).isEqualTo(ServerStep.Failed.MALFORMED);
        ServerExchange again = new ScramServer(Hash.SHA_256, false, USER, List.of(EXPORTER), SERVER_NONCE);
        assertThat(take(again, "n,,n=user,r=" + NONCE)).isInstanceOf(ServerStep.Challenge.class);
        ServerExchange unbound = server(USER);
        take(unbound, "y,,n=user,r=" + NONCE);
        assertThat(
                        challenge(
                                take(
                                        unbound,
                                        "c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=FoqiHTtQEDE8lz1CdaEe3tK4mS+iMDTl77SPyDS53DY=")))
                .isEqualTo("v=dI4KpiQJwBr1+V+K6U1dA6l6I4I9DUNXWND4pcpRU3U=");
    }

    @Test
    @DisplayName("S-SAS-17, S-SAS-26")
    void theServerPreparesNamesAndPasswordsToo() {
        Secrets stored = new Secrets() {
            @Override
            public Optional<byte[]> password(String user) {
                return new TestSecrets("user", "a\u00a0b").password(user);
            }

            @Override
            public byte[] salt(String user) {
                return USER.salt(user);
            }
        };
        ServerExchange server = server(stored);
        assertThat(take(server, "n,a=\uff55ser,n=us\u00ader,r=" + NONCE)).isInstanceOf(ServerStep.Challenge.class);
        ServerExchange prepared = server(stored);
        take(prepared, "n,,n=user,r=" + NONCE);
        assertThat(
                        challenge(
                                take(
                                        prepared,
                                        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=z+mDU5jXzIYaU6tMkRTJORHDduBXh7khQfJ267HQL1A=")))
                .isEqualTo("v=LqTUOYpJYnq5AjUiioQGTcq48OmdA2Ad0WBnq9Q4eVA=");
        assertThat(take(server(stored), "n,,n=a\ue000,r=x")).isEqualTo(ServerStep.Failed.MALFORMED);
        assertThat(take(server(stored), "n,a=\u00ad,n=user,r=x")).isEqualTo(ServerStep.Failed.MALFORMED);
    }

    @Test
    @DisplayName("S-SAS-17")
    void aStoredPasswordThatSaslprepForbidsLetsNobodyIn() {
        ServerExchange server = server(new TestSecrets("user", "a\ue000"));
        take(server, "n,,n=user,r=" + NONCE);
        assertThat(take(server, CLIENT_FINAL)).isEqualTo(ServerStep.Failed.WRONG);
    }

    @Test
    void anEqualsSignStandsForNothingButItselfAndTheComma() {
        assertThat(Scram.unescaped("a=3Db=2Cc")).contains("a=b,c");
        assertThat(Scram.unescaped("x=3=2CD")).isEmpty();
        assertThat(Scram.unescaped("x=")).isEmpty();
    }
}
