package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2449, section 6.6: commands sent before earlier ones are answered. */
class ServerPipeliningTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("a\r\n", "x".repeat(50_000) + "\r\n");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, ServerDriver.WHOLE})
    @DisplayName("S-PIP-01, S-PIP-02")
    void aWholeSessionInOneWriteIsAnsweredInOrder(int outStep) {
        ServerEngine engine =
                new ServerEngine(ServerSettings.DEFAULT, ServerDriver.alice(maildrop), ServerObserver.NONE);
        ServerDriver server = new ServerDriver(engine, ServerDriver.WHOLE, outStep);
        String answers = server.send("USER alice\r\nPASS secret\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");
        assertThat(answers.split("\r\n", -1))
                .containsExactly(
                        "+OK POP3 server ready",
                        "+OK now the password",
                        "+OK 2 messages (50005 octets)",
                        "+OK 2 50005",
                        "+OK 3 octets",
                        "a",
                        ".",
                        "+OK message 1 deleted",
                        "+OK bye",
                        "");
        assertThat(maildrop.removed()).containsExactly(1);
    }

    @Test
    @DisplayName("S-PIP-01")
    void moreCommandsThanTheBufferHoldsAreTakenBitByBit() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        assertThat(server.send("NOOP\r\n".repeat(20_000))).isEqualTo("+OK\r\n".repeat(20_000));
    }

    @Test
    @DisplayName("S-PIP-04")
    void commandsAreTakenWhileALongAnswerIsUnderWayAndWhatDoesNotFitStays() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        ServerEngine engine = server.engine();
        engine.receive(octets("RETR 2\r\n"));
        assertThat(engine.next(ByteBuffer.allocate(1000))).isEqualTo(ServerEngine.Action.WRITE);
        ByteBuffer commands = octets("NOOP\r\n".repeat(10_000));
        engine.receive(commands);
        assertThat(commands.position()).isBetween(255, 20_000);
        int before = commands.position();
        engine.receive(commands);
        assertThat(commands.position()).isEqualTo(before);
        int answered = server.pump().split("\\+OK\r\n", -1).length - 1;
        assertThat(answered).isEqualTo(before / "NOOP\r\n".length());
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(US_ASCII));
    }
}
