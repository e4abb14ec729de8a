package org.pop3j.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.auth.ClientContext;
import org.pop3j.auth.ClientExchange;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Event;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.StatusLine;

/** Logging in with AUTH (RFC 5034), under TLS unless it says so. {@code AGFsaWNlAHNlY3JldA==}: NUL alice NUL secret. */
class AuthTest {
    private static SSLContext serverTls;
    private static SSLContext clientTls;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        serverTls = keys.server("valid", "dns:localhost,ip:127.0.0.1", "-validity", "10");
        clientTls = keys.client();
    }

    private static ScriptedServer announcing(String capability, String script) {
        return ScriptedServer.play(serverTls, "! tls\nS: +OK\nC: CAPA\nS: +OK\nS: " + capability + "\nS: .\n" + script);
    }

    private static Pop3Client.Builder client(ScriptedServer server) {
        return server.client().tls(Tls.IMPLICIT).sslContext(clientTls);
    }

    private static Credentials alice() {
        return Credentials.password("alice", "secret".toCharArray());
    }

    private static String loginAndNoop(Pop3Client.Builder client) throws IOException {
        try (Maildrop maildrop = client.build().connect().login(alice())) {
            maildrop.noop();
            return maildrop.loginMethod();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ ", "+", "+OK", "+OK go ahead"})
    void theResponseWaitsForTheChallengeHoweverThatIsWritten(String challenge) throws Exception {
        try (ScriptedServer server = announcing("sasl foo plain", "C: AUTH PLAIN\nS: " + challenge + "\n" + """
                        C: AGFsaWNlAHNlY3JldA==
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server))).isIn("PLAIN", "LOGIN");
        }
    }

    @Test
    void theResponseGoesOutWithTheCommandIfThatIsWanted() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", """
                        C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server).initialResponse(true))).isEqualTo("PLAIN");
        }
    }

    @Test
    @DisplayName("C-AUT-06")
    void aResponseThatDoesNotFitIntoTheCommandWaitsForTheChallenge() throws Exception {
        char[] password = "x".repeat(245).toCharArray();
        try (ScriptedServer server = announcing(
                        "SASL PLAIN",
                        "C: AUTH PLAIN\nS: + \nC: AGFsaWNlAHh4" + "eHh4".repeat(81) + "\nS: +OK\nC: CAPA\nS: -ERR\n");
                Maildrop maildrop = client(server)
                        .initialResponse(true)
                        .build()
                        .connect()
                        .login(Credentials.password("alice", password))) {
            assertThat(maildrop).isNotNull();
        }
    }

    @Test
    void aRefusalWithACodeIsBelievedAndSecretsInItAreMasked() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", """
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAHNlY3JldA==
                        S: -ERR [AUTH] no: agfsawnlahnlY3JldA== secret
                        ! hold
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            Pop3LoginException refusal =
                    catchThrowableOfType(Pop3LoginException.class, () -> connection.login(alice()));
            assertThat(refusal).hasMessage("AUTH refused in AUTHORIZATION: [AUTH] no: **** ****");
            assertThat(refusal.keyword()).isEqualTo(Keyword.AUTH);
            assertThat(refusal.code()).contains(ResponseCode.AUTH);
        }
    }

    @Test
    @DisplayName("C-AUT-09")
    void afterARefusalAnotherTryIsPossible() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", """
                        C: AUTH PLAIN
                        S: -ERR not now
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: not now");
            connection.login("alice", "secret".toCharArray());
        }
    }

    @Test
    @DisplayName("C-AUT-03, C-AUT-09")
    void theNextMechanismIsTriedOnlyAfterARefusalWithoutReason() throws Exception {
        try (ScriptedServer server = announcing("SASL LOGIN PLAIN CRAM-MD5", """
                        C: AUTH CRAM-MD5
                        S: -ERR not for you
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAHNlY3JldA==
                        S: -ERR [AUTH] wrong
                        ! hold
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: [AUTH] wrong")
                    .satisfies(last -> assertThat(last.getSuppressed())
                            .singleElement()
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .hasMessage("AUTH refused in AUTHORIZATION: not for you"));
        }
    }

    @Test
    @DisplayName("C-AUT-09")
    void aRefusedProofIsTheEndEvenWithoutAReason() throws Exception {
        try (ScriptedServer server = announcing("SASL CRAM-MD5 PLAIN LOGIN", """
                        C: AUTH CRAM-MD5
                        S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                        C: YWxpY2UgNzMzYmE4N2U2NGVkN2U0NDFmMDYyYzRhYzZkYjAxMDM=
                        S: -ERR no
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: no")
                    .hasNoSuppressedExceptions();
            connection.quit();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unsupported authentication mechanism",
                "mechanism not supported",
                "Unrecognized authentication type",
                "auth method not available",
                "Invalid SASL mechanism",
                "Unsupported authentication protocol",
                "AUTH type not implemented"
            })
    @DisplayName("C-AUT-09")
    void aServerThatDoesNotKnowTheMechanismAfterAllHasNotLookedAtTheProof(String text) throws Exception {
        try (ScriptedServer server =
                announcing("SASL PLAIN LOGIN", "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -ERR " + text + "\n" + """
                        C: AUTH LOGIN
                        S: +\s
                        C: YWxpY2U=
                        S: +\s
                        C: c2VjcmV0
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server).initialResponse(true))).isEqualTo("LOGIN");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -ERR Unknown user or authentication method",
                "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -ERR password not supported by this mechanism",
                "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: -ERR unknown trouble",
                "C: AUTH PLAIN AGFsaWNlAHNlY3JldA==\nS: + \nC: *\nS: -ERR Unsupported authentication mechanism"
            })
    @DisplayName("C-AUT-09")
    void wordsThatCouldMeanThePasswordAreTheEnd(String script) throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN LOGIN", script + "\nC: QUIT\nS: +OK\n");
                Pop3Connection connection =
                        client(server).initialResponse(true).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice())).isInstanceOf(Pop3LoginException.class);
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-AUT-07, C-AUT-09")
    void aCodeIsBelievedAfterACancellationToo() throws Exception {
        try (ScriptedServer server = announcing("SASL CRAM-MD5 PLAIN", """
                        C: AUTH CRAM-MD5
                        S: + not base64
                        C: *
                        S: -ERR [SYS/TEMP] later
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: [SYS/TEMP] later")
                    .satisfies(refusal -> assertThat(refusal.getSuppressed())
                            .singleElement()
                            .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                            .hasMessage("AUTH CRAM-MD5 cancelled: the challenge is not base64"));
            connection.quit();
        }
    }

    private static Event.Challenge challenge(String text) {
        return new Event.Challenge(Base64.getEncoder().encodeToString(text.getBytes(UTF_8)), false);
    }

    private static Authentication scram() {
        ClientContext there = new ClientContext("localhost", 995, new Random(1));
        return new Authentication(
                Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_256.client(alice(), there), alice(), false);
    }

    @Test
    @DisplayName("C-AUT-11")
    void anErrorInPlaceOfTheSignatureIsAcknowledgedAndTheRefusalBelieved() throws Exception {
        Authentication authentication = scram();
        String first = new String(authentication.answer(challenge("")).orElseThrow(), UTF_8);
        String nonce = first.substring(first.indexOf("r="));
        assertThat(authentication.answer(challenge(nonce + "x,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")))
                .isPresent();
        assertThat(authentication.answer(challenge("e=invalid-proof")))
                .hasValueSatisfying(
                        acknowledgement -> assertThat(acknowledgement).isEmpty());
        assertThat(authentication.complete()).isFalse();
        assertThat(authentication.refused(new StatusLine(false, Optional.of(ResponseCode.AUTH), "no")))
                .isInstanceOf(Pop3LoginException.class)
                .hasMessage("AUTH refused in AUTHORIZATION: [AUTH] no")
                .satisfies(refusal -> assertThat(refusal.getSuppressed())
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .hasMessage("AUTH SCRAM-SHA-256: the server reports invalid-proof"));
        assertThat(authentication.inconclusive()).isFalse();
    }

    @Test
    @DisplayName("C-AUT-11")
    void anErrorInPlaceOfTheFirstMessageIsAcknowledgedOnceOnly() throws Exception {
        Authentication authentication = scram();
        authentication.answer(challenge(""));
        assertThat(authentication.answer(challenge("e=\u001b[31m"))).isPresent();
        assertThat(authentication.answer(challenge("e=other-error"))).isEmpty();
        Authentication again = scram();
        again.answer(challenge(""));
        again.answer(challenge("e=\u001b[31m"));
        assertThat(again.refused(new StatusLine(false, Optional.empty(), "no")))
                .isInstanceOf(Pop3LoginException.class)
                .satisfies(refusal -> assertThat(refusal.getSuppressed()[0])
                        .hasMessage("AUTH SCRAM-SHA-256: the server reports other-error"));
        assertThat(again.inconclusive()).isTrue();
    }

    @Test
    @DisplayName("C-AUT-07")
    void whoeverWasToldThePasswordHasRefusedTheLoginEvenIfWeCancelled() throws Exception {
        try (ScriptedServer server = announcing("SASL LOGIN", """
                        C: AUTH LOGIN
                        S: +\s
                        C: YWxpY2U=
                        S: +\s
                        C: c2VjcmV0
                        S: + YWdhaW4=
                        C: *
                        S: -ERR no
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: no");
            connection.quit();
        }
    }

    /** The first challenge uses up most of the time: a time of its own for the second one would end far later. */
    @Test
    void oneTimeHoldsForTheWholeExchange() throws Exception {
        try (ScriptedServer server = announcing(
                        "SASL LOGIN", "C: AUTH LOGIN\n" + "! quiet\n".repeat(6) + "S: + \nC: YWxpY2U=\n! hold\n");
                Pop3Connection connection = client(server)
                        .commandTimeout(Duration.ofSeconds(1))
                        .build()
                        .connect()) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> connection.login(alice())).isInstanceOf(SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1800));
        }
    }

    @Test
    @DisplayName("C-AUT-11")
    void thePasswordIsNotToldToWhoeverSaysOkAfterTheName() throws Exception {
        try (ScriptedServer server = announcing("SASL LOGIN", """
                        C: AUTH LOGIN
                        S: +OK
                        C: YWxpY2U=
                        S: +OK welcome
                        ! hold
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice())).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    @DisplayName("C-AUT-09")
    void aRefusedNameIsFollowedByTheNextMechanismBecauseNoPasswordWasSent() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN LOGIN", """
                        C: AUTH LOGIN
                        S: +\s
                        C: YWxpY2U=
                        S: -ERR no
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAHNlY3JldA==
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Maildrop maildrop =
                        client(server).build().connect().login(alice().only(Mechanism.LOGIN, Mechanism.PLAIN))) {
            assertThat(maildrop.loginMethod()).isEqualTo("PLAIN");
        }
    }

    @Test
    @DisplayName("C-AUT-09")
    void aRefusalWithACodeBeforeAnyProofIsBelievedToo() throws Exception {
        try (ScriptedServer server = announcing("SASL CRAM-MD5 PLAIN", """
                        C: AUTH CRAM-MD5
                        S: -ERR [SYS/TEMP] later
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .hasMessage("AUTH refused in AUTHORIZATION: [SYS/TEMP] later");
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-AUT-07")
    void aMechanismThatDoesNotWorkIsCancelledAndTheNextOneTried() throws Exception {
        try (ScriptedServer server = announcing("SASL CRAM-MD5 PLAIN", """
                        C: AUTH CRAM-MD5
                        S: + not base64
                        C: *
                        S: -ERR cancelled
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAHNlY3JldA==
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server))).isEqualTo("PLAIN");
        }
    }

    /** U+E000 is for private use: SASLprep forbids it, PLAIN sends it as it is. */
    @Test
    void aMechanismThatForbidsThePasswordIsSkippedBeforeAnythingIsSent() throws Exception {
        Credentials odd = Credentials.password("alice", "\ue000".toCharArray());
        try (ScriptedServer server = announcing("SASL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN", """
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAO6AgA==
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Maildrop maildrop = client(server).build().connect().login(odd)) {
            assertThat(maildrop.loginMethod()).isEqualTo("PLAIN");
        }
        try (ScriptedServer server = announcing("SASL SCRAM-SHA-256", "C: QUIT\nS: +OK\n");
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(odd))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no mechanism that can be used here takes this name and this password");
            connection.quit();
        }
    }

    @Test
    void aResponseThatComesBackCutOffIsMaskedAndSoIsACodeThatIsNone() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", """
                        C: AUTH PLAIN
                        S: +\s
                        C: AGFsaWNlAHNlY3JldA==
                        S: -ERR [AGFSAWNLAHNL] what is "sAWNlAHNlY3J"?
                        ! hold
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .hasMessage("AUTH refused in AUTHORIZATION: [****] what is \"****\"?");
        }
    }

    @Test
    void externalIsUsedOnlyWithACertificate() throws Exception {
        try (ScriptedServer server = announcing("SASL EXTERNAL", "! hold\n");
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(Credentials.certificate()))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    void anonymousSaysNothingUnlessItIsTold() throws Exception {
        try (ScriptedServer server = announcing("SASL ANONYMOUS", """
                        C: AUTH ANONYMOUS =
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Maildrop maildrop =
                        client(server).initialResponse(true).build().connect().login(Credentials.anonymous(""))) {
            assertThat(maildrop.loginMethod()).isEqualTo("ANONYMOUS");
        }
    }

    @Test
    void theReasonForARefusedTokenIsAcknowledgedBeforeTheRefusalIsRead() throws Exception {
        try (ScriptedServer server = announcing("SASL XOAUTH2", """
                        C: AUTH XOAUTH2
                        S: +\s
                        C: dXNlcj1hbGljZQFhdXRoPUJlYXJlciB0b2tlbgEB
                        S: + eyJzdGF0dXMiOiI0MDAifQ==
                        C:
                        S: -ERR [AUTH] not with dXNlcj1hbGljZQFhdXRoPUJlYXJlciB0b2tlbgEB
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(Credentials.accessToken("alice", "token".toCharArray())))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: [AUTH] not with ****");
        }
    }

    @Test
    void aServerThatClosesAfterARefusalHasRefused() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN CRAM-MD5", """
                        C: AUTH CRAM-MD5
                        S: -ERR not for you
                        C: AUTH PLAIN
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("AUTH refused in AUTHORIZATION: not for you")
                    .satisfies(first -> assertThat(first.getSuppressed()).hasSize(1));
        }
    }

    @Test
    void closedCredentialsSendNothingAndLeaveTheConnectionUsable() throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", "C: QUIT\nS: +OK\n");
                Pop3Connection connection =
                        client(server).initialResponse(true).build().connect()) {
            Credentials closed = alice();
            closed.close();
            assertThatThrownBy(() -> connection.login(closed)).isInstanceOf(IllegalStateException.class);
            connection.quit();
        }
    }

    @Test
    void loginAnswersTwoPrompts() throws Exception {
        try (ScriptedServer server = announcing("SASL LOGIN", """
                        C: AUTH LOGIN
                        S: +OK VXNlcm5hbWU6
                        C: YWxpY2U=
                        S: + UGFzc3dvcmQ6
                        C: c2VjcmV0
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server))).isIn("PLAIN", "LOGIN");
        }
    }

    @Test
    void withoutTlsTheStrongestMechanismThatShowsNothingIsUsed() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL PLAIN CRAM-MD5
                        S: .
                        C: AUTH CRAM-MD5
                        S: + PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+
                        C: YWxpY2UgNzMzYmE4N2U2NGVkN2U0NDFmMDYyYzRhYzZkYjAxMDM=
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(server.client())).isEqualTo("CRAM-MD5");
        }
    }

    @Test
    @DisplayName("C-AUT-11")
    void aServerThatClaimsSuccessWithoutAProofIsLeft() throws Exception {
        try (ScriptedServer server = announcing("SASL SCRAM-SHA-256 PLAIN", """
                        C: AUTH SCRAM-SHA-256
                        S: +OK welcome
                        ! deaf
                        S: +OK welcome
                        ! hold
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice())).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UIDL", "SASL GSSAPI", "SASL"})
    @DisplayName("C-AUT-05")
    void whereNoMechanismIsAnnouncedUserAndPassAreUsedUnderTls(String capability) throws Exception {
        try (ScriptedServer server = announcing(capability, """
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """)) {
            assertThat(loginAndNoop(client(server))).isEqualTo("USER");
        }
    }

    @Test
    @DisplayName("C-AUT-03")
    void chosenMechanismsAreTheOnlyOnes() throws Exception {
        try (ScriptedServer server = announcing("UIDL", "! hold\n");
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice().only(Mechanism.PLAIN)))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class)
                    .hasMessageEndingWith("allowed with TLS are those of [PLAIN]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SASL PLAIN", "USER"})
    @DisplayName("C-AUT-02")
    void withoutTlsNothingThatShowsThePasswordIsUsed(String capability) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play("S: +OK\nC: CAPA\nS: +OK\nS: " + capability + "\nS: .\n! hold\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3Exception.class)
                    .hasMessageContaining(
                            "announces the mechanisms [" + capability.replaceAll("^(SASL |USER$)", "") + "], ")
                    .hasMessageEndingWith("allowed without TLS are those of [SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS,"
                            + " SCRAM-SHA-256, SCRAM-SHA-1, CRAM-MD5]: use TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ hello there", "+ dGVzdA=", "+ dGVzdA=="})
    @DisplayName("C-AUT-07")
    void aChallengeThatCannotBeIsCancelled(String challenge) throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", "C: AUTH PLAIN\nS: " + challenge + "\n" + """
                        C: *
                        S: -ERR as you like
                        C: QUIT
                        S: +OK
                        """);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class)
                    .hasMessageStartingWith("AUTH PLAIN cancelled: ");
            connection.quit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C: AUTH PLAIN\n", "C: AUTH PLAIN\nS: + \nC: AGFsaWNlAHNlY3JldA==\n"})
    void aServerThatClosesHasRefusedNothing(String script) throws Exception {
        try (ScriptedServer server = announcing("SASL PLAIN", script);
                Pop3Connection connection = client(server).build().connect()) {
            assertThatThrownBy(() -> connection.login(alice()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    @DisplayName("C-AUT-08")
    void challengesAreNotAnsweredForEver() throws Exception {
        Authentication endless = new Authentication(Mechanism.PLAIN, never(), alice(), false);
        for (int i = 0; i < 16; i++) {
            assertThat(endless.answer(new Event.Challenge("", false))).isPresent();
        }
        assertThat(endless.answer(new Event.Challenge("", false))).isEmpty();
    }

    @Test
    @DisplayName("C-AUT-11")
    void successBeforeTheMechanismIsCompleteEndsTheConnection() {
        Authentication authentication = new Authentication(Mechanism.PLAIN, never(), alice(), false);
        assertThatThrownBy(() -> {
                    authentication.answer(new Event.Challenge("", false));
                    authentication.answer(new Event.Challenge("welcome, alice", true));
                })
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("AUTH PLAIN: success before its time: a challenge is no +OK");
    }

    private static ClientExchange never() {
        return new ClientExchange() {
            @Override
            public byte[] respond(byte[] challenge) {
                return new byte[0];
            }

            @Override
            public boolean secretUsed() {
                return false;
            }

            @Override
            public boolean complete() {
                return false;
            }
        };
    }
}
