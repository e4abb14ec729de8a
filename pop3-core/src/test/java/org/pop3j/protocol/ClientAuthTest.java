package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5034, section 4: AUTH as the client's engine frames it. */
class ClientAuthTest {
    private final ClientEngine engine = new ClientEngine(Limits.DEFAULT);

    @BeforeEach
    void greeted() throws Pop3ProtocolException {
        receive("+OK\r\n");
    }

    private @Nullable Event receive(String octets) throws Pop3ProtocolException {
        return engine.next(ByteBuffer.wrap(octets.getBytes(ISO_8859_1)));
    }

    private Event.Challenge challenge(String octets) throws Pop3ProtocolException {
        return (Event.Challenge) Objects.requireNonNull(receive(octets));
    }

    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }

    private String respond(String response, boolean last) {
        return text(engine.respond(response.getBytes(ISO_8859_1), last));
    }

    @Test
    void theExampleOfTheRfcInTwoSteps() throws Exception {
        assertThat(text(engine.send(Command.auth("PLAIN")))).isEqualTo("AUTH PLAIN\r\n");
        assertThat(receive("+ \r\n")).isEqualTo(new Event.Challenge("", false));
        assertThat(respond("test\0test\0test", true)).isEqualTo("dGVzdAB0ZXN0AHRlc3Q=\r\n");
        assertThat(receive("+OK Maildrop locked and ready\r\n")).isInstanceOf(Event.Reply.class);
        assertThat(engine.state()).isEqualTo(SessionState.TRANSACTION);
        assertThat(engine.outstanding()).isZero();
    }

    @Test
    void theExampleOfTheRfcInOneStep() throws Exception {
        Command command = Command.auth("PLAIN", "test\0test\0test".getBytes(ISO_8859_1), true);
        assertThat(command).hasToString("AUTH PLAIN ****");
        assertThat(text(engine.send(command))).isEqualTo("AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=\r\n");
        receive("+OK Maildrop locked and ready\r\n");
        assertThat(engine.state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    @DisplayName("C-AUT-06")
    void anInitialResponseHasToFitAndAnEmptyOneIsAnEqualsSign() {
        assertThat(text(Command.auth("EXTERNAL", new byte[0], true).line())).isEqualTo("AUTH EXTERNAL =\r\n");
        assertThat(Command.auth("PLAIN", new byte[180], true).octets()).isEqualTo(253);
        assertThatThrownBy(() -> Command.auth("PLAIN", new byte[183], true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AUTH would be longer than 255 octets");
    }

    @Test
    @DisplayName("C-PIP-02")
    void apopIsOneCommandThatLeadsToTransaction() throws Exception {
        Command command = Command.apop("mrose", "c4c9334bac560ecc979e58001b3e22fb");
        assertThat(command).hasToString("APOP mrose ****");
        assertThat(text(engine.send(command))).isEqualTo("APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n");
        assertThatThrownBy(() -> engine.send(Command.of(Keyword.CAPA))).isInstanceOf(IllegalStateException.class);
        receive("+OK maildrop has 1 message (369 octets)\r\n");
        assertThat(engine.state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    @DisplayName("C-GEN-13")
    void apopTakesOneNameAndOneDigest() {
        String digest = "c4c9334bac560ecc979e58001b3e22fb";
        for (String name : new String[] {"", "a b", "a\r\nQUIT", "a\0"}) {
            assertThatThrownBy(() -> Command.apop(name, digest)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String other : new String[] {"", digest + "0", digest.toUpperCase(java.util.Locale.ROOT)}) {
            assertThatThrownBy(() -> Command.apop("a", other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "PLAIN x", "PLAIN\r\nQUIT", "A23456789012345678901", "Ä"})
    @DisplayName("C-GEN-13")
    void onlyNamesOfMechanismsCanBeSent(String name) {
        assertThatThrownBy(() -> Command.auth(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void responsesMayBeLongerThanCommands() throws Exception {
        engine.send(Command.auth("OAUTHBEARER"));
        receive("+ \r\n");
        assertThat(respond("x".repeat(3000), true)).hasSize(4002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+\r\n", "+ \r\n", "+OK\r\n", "+OK \r\n", "+ \n"})
    void aPromptMayBeWrittenBadly(String prompt) throws Exception {
        engine.send(Command.auth("PLAIN"));
        assertThat(challenge(prompt).octets())
                .hasValueSatisfying(octets -> assertThat(octets).isEmpty());
        respond("x", true);
        receive("+OK\r\n");
        assertThat(engine.state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    void challengesOctetByOctet() throws Exception {
        engine.send(Command.auth("CRAM-MD5"));
        for (char c : "+ dGVzdA==\r".toCharArray()) {
            assertThat(receive(String.valueOf(c))).isNull();
        }
        Event.Challenge challenge = challenge("\n");
        assertThat(challenge.positive()).isFalse();
        assertThat(text(challenge.octets().orElseThrow())).isEqualTo("test");
    }

    @Test
    @DisplayName("C-AUT-11")
    void successBeforeTheMechanismIsCompleteIsNone() throws Exception {
        engine.send(Command.auth("SCRAM-SHA-256"));
        receive("+ \r\n");
        respond("n,,", false);
        assertThat(receive("+OK logged in\r\n")).isEqualTo(new Event.Challenge("logged in", true));
        assertThat(engine.state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("C-AUT-07")
    void aCancelledExchangeHasToBeRefused() throws Exception {
        engine.send(Command.auth("CRAM-MD5"));
        Event.Challenge challenge = challenge("+ not base64\r\n");
        assertThat(challenge.octets()).isEmpty();
        assertThat(text(engine.cancel())).isEqualTo("*\r\n");
        assertThat(receive("-ERR cancelled\r\n")).isInstanceOf(Event.Reply.class);
        assertThat(engine.outstanding()).isZero();
        engine.send(Command.user("alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+ \r\n", "+OK\r\n"})
    @DisplayName("C-AUT-07")
    void aCancelledExchangeThatGoesOnEndsTheSession(String answer) throws Exception {
        engine.send(Command.auth("CRAM-MD5"));
        receive("+ x\r\n");
        engine.cancel();
        assertThatThrownBy(() -> receive(answer)).isInstanceOf(Pop3ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+x\r\n", "dGVzdA==\r\n", "+ok\r\n", "\r\n"})
    @DisplayName("C-GEN-09")
    void anythingElseEndsTheSession(String answer) {
        engine.send(Command.auth("PLAIN"));
        assertThatThrownBy(() -> receive(answer)).isInstanceOf(Pop3ProtocolException.class);
    }

    @Test
    @DisplayName("C-GEN-04")
    void challengesAreBounded() {
        engine.send(Command.auth("PLAIN"));
        assertThatThrownBy(() -> receive("+ " + "x".repeat(9000))).isInstanceOf(Pop3ProtocolException.class);
    }

    @Test
    @DisplayName("C-PIP-02")
    void nothingIsSentOrTakenBeforeAChallengeIsAnswered() throws Exception {
        engine.send(Command.auth("PLAIN"));
        assertThatThrownBy(() -> engine.respond(new byte[0], true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> engine.send(Command.user("alice"))).isInstanceOf(IllegalStateException.class);
        receive("+ \r\n");
        assertThatThrownBy(() -> receive("+OK\r\n"))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("AUTH in AUTHORIZATION: octets behind a challenge");
    }

    @Test
    void theEndOfTheStreamInsideAnExchangeIsAnError() throws Exception {
        engine.send(Command.auth("PLAIN"));
        receive("+ \r\n");
        assertThatThrownBy(engine::endOfStream).isInstanceOf(Pop3ProtocolException.class);
    }
}
