package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, section 3; RFC 2449, sections 3 and 4: lines, keywords, arguments. */
class ServerGeneralTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("one\r\n", "two\r\n");

    @Test
    @DisplayName("S-GEN-01")
    void theGreetingComesUnaskedAndOnce() {
        ServerDriver server = new ServerDriver(
                new ServerEngine(
                        ServerSettings.DEFAULT.withGreeting("hello"),
                        ServerDriver.alice(maildrop),
                        ServerObserver.NONE),
                ServerDriver.WHOLE,
                ServerDriver.WHOLE);
        assertThat(server.pump()).isEqualTo("+OK hello\r\n");
        assertThat(server.pump()).isEmpty();
        assertThat(server.last()).isEqualTo(ServerEngine.Action.READ);
    }

    @Test
    @DisplayName("S-GEN-01")
    void aGreetingLongerThan512OctetsCannotBeConfigured() {
        ServerSettings.DEFAULT.withGreeting("x".repeat(506));
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withGreeting("x".repeat(507)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withGreeting("two\r\nlines"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-GEN-03")
    void keywordsInAnyCase() {
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.indicators("user alice", "PaSs secret", "stat", "noOP", "Quit"))
                .containsOnly("+OK");
    }

    @Test
    @DisplayName("S-GEN-03")
    void aLetterBeyondAsciiIsNotAKeywordsLetter() {
        // The upper case of sharp s is two letters: "paß" would become "PASS".
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.indicators("USER alice", "pa\u00df secret")).containsExactly("+OK", "-ERR");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-GEN-04, S-GEN-05")
    void everyLineStartsAsItShouldAndEndsWithCrLf() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        String all = server.send("STAT\r\nLIST\r\nNOOP\r\nfoo\r\nQUIT\r\n");
        assertThat(all).matches("(?s)(\\+OK|-ERR)(\r\n| ).*\r\n");
        assertThat(all.replace("\r\n", "")).doesNotContain("\r", "\n");
    }

    @Test
    @DisplayName("S-GEN-06")
    void aRefusalThatDoesNotFitIntoAStatusLineCannotBeMade() {
        Optional<ResponseCode> code = Optional.of(ResponseCode.AUTH);
        new Login.Refused(code, "x".repeat(510 - "-ERR [AUTH] ".length()));
        assertThatThrownBy(() -> new Login.Refused(code, "x".repeat(511 - "-ERR [AUTH] ".length())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Login.Refused(code, "two\r\n+OK lines"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "FOO", "FOO BAR", "NOOPX", "NO", "AUTH PLAIN AGFsaWNlAHNlY3JldA==", "APOP a b"})
    @DisplayName("S-GEN-07, S-GEN-07b, S-GEN-07c")
    void unknownAndEmptyCommandsAreRefusedAndTheSessionGoesOn(String line) {
        ServerDriver before = ServerDriver.connected(maildrop);
        assertThat(before.indicators(line, "USER alice")).containsExactly("-ERR", "+OK");
        ServerDriver after = ServerDriver.loggedIn(maildrop);
        assertThat(after.indicators(line, "NOOP")).containsExactly("-ERR", "+OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RETR", "DELE", "TOP", "TOP 1", "RETR ", "DELE ", "TOP  ", "TOP 1 ", "LIST ", "UIDL "})
    @DisplayName("S-GEN-08")
    void missingArgumentsAreRefused(String line) {
        assertThat(ServerDriver.loggedIn(maildrop).indicators(line, "NOOP")).containsExactly("-ERR", "+OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "0",
                "-1",
                "+1",
                "1x",
                "1.0",
                "0x1",
                "3",
                "4294967297",
                "2147483649",
                "18446744073709551617",
                "99999999999999999999999999999999999999",
                "1,2",
                "1:2",
                "*",
                "\u00b9"
            })
    @DisplayName("S-GEN-08b")
    void argumentsThatAreNoMessageNumbersAreRefusedAndNothingIsMarked(String number) {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        for (String keyword : List.of("LIST", "RETR", "DELE", "UIDL")) {
            assertThat(server.command(keyword + " " + number)).startsWith("-ERR ");
        }
        assertThat(server.command("TOP " + number + " 0")).startsWith("-ERR ");
        assertThat(server.command("STAT")).isEqualTo("+OK 2 10\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STAT 1",
                "NOOP x",
                "RSET 1",
                "QUIT now",
                "CAPA x",
                "LIST 1 2",
                "RETR 1 2",
                "DELE 1 2",
                "TOP 1 0 0",
                "UIDL 1 2"
            })
    @DisplayName("S-GEN-08c, S-CAP-11")
    void excessArgumentsAreRefused(String line) {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        assertThat(server.indicators(line)).containsExactly("-ERR");
        assertThat(server.command("STAT")).isEqualTo("+OK 2 10\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 0", "UIDL", "UIDL 1"})
    @DisplayName("S-GEN-09")
    void transactionCommandsAreRefusedBeforeLogin(String line) {
        assertThat(ServerDriver.connected(maildrop).indicators(line)).containsExactly("-ERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER alice", "PASS secret", "STLS", "APOP a b", "AUTH PLAIN"})
    @DisplayName("S-GEN-09b")
    void authorizationCommandsAreRefusedAfterLogin(String line) {
        ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.with(Keyword.STLS));
        assertThat(server.indicators("USER alice", "PASS secret", line, "NOOP"))
                .containsExactly("+OK", "+OK", "-ERR", "+OK");
    }

    @Test
    @DisplayName("S-GEN-10, S-GEN-10b")
    void commandsOf255OctetsAreTaken() {
        String name = "n".repeat(255 - "USER \r\n".length());
        String password = "p".repeat(255 - "PASS \r\n".length());
        ServerDriver server = ServerDriver.connected(
                ServerSettings.DEFAULT, ServerDriver.accounts(name, password, user -> new Login.Granted(maildrop)));
        assertThat(server.indicators("USER " + name, "PASS " + password)).containsOnly("+OK");
    }

    @Test
    @DisplayName("S-GEN-10, S-GEN-10b")
    void commandsMayBeAllowedToBeLonger() {
        String name = "n".repeat(900);
        ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.withMaxCommandOctets(1000));
        assertThat(server.indicators("USER " + name, "USER " + name + name)).containsExactly("+OK", "-ERR");
    }

    @Test
    @DisplayName("S-GEN-11")
    void anOverLongLineIsRefusedOnceAndItsTailIsNoCommand() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        String one = "-ERR command line longer than 255 octets\r\n";
        assertThat(server.send("x".repeat(254) + "\r\n")).isEqualTo(one);
        assertThat(server.send("x".repeat(100_000) + "DELE 1\r\nNOOP\r\n")).isEqualTo(one + "+OK\r\n");
        assertThat(server.send("x".repeat(255))).isEmpty();
        assertThat(server.send("DELE 1\r\nSTAT\r\n")).isEqualTo(one + "+OK 2 10\r\n");
    }

    @Test
    @DisplayName("S-GEN-11b")
    void aLineWithoutEndIsSkippedWithoutBeingKept() {
        CommandLines lines = new CommandLines(255);
        ByteBuffer endless = ByteBuffer.wrap("x".repeat(1 << 20).getBytes(US_ASCII));
        int rounds = 0;
        while (endless.hasRemaining()) {
            int before = endless.remaining();
            lines.receive(endless);
            assertThat(before - endless.remaining()).isBetween(1, 16_384);
            assertThatNoLine(lines);
            rounds++;
        }
        assertThat(rounds).isGreaterThan(60);
    }

    private static void assertThatNoLine(CommandLines lines) {
        try {
            assertThat(lines.next(255)).isNull();
        } catch (Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" NOOP", "NOOP ", "RETR  1", "RETR 1 ", "RETR\t1", "TOP 1  0", "LIST  1", "  "})
    @DisplayName("S-GEN-13")
    void spacesElsewhereThanBeforeAnArgumentAreRefused(String line) {
        assertThat(ServerDriver.loggedIn(maildrop).indicators(line)).containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-GEN-14")
    void nothingHappensBeforeCrLfHasCome() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        assertThat(server.send("DELE")).isEmpty();
        assertThat(server.send(" 1")).isEmpty();
        assertThat(server.send("\r")).isEmpty();
        assertThat(server.send("\nSTA")).isEqualTo("+OK message 1 deleted\r\n");
        assertThat(server.send("T\r\n")).isEqualTo("+OK 1 5\r\n");
    }

    @Test
    @DisplayName("S-GEN-16")
    void everyCommandHasOneAnswerInOrder() {
        String answers = ServerDriver.loggedIn(maildrop).send("NOOP\r\nfoo\r\nSTAT\r\nDELE 9\r\nRSET\r\n");
        assertThat(answers.lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("+OK", "-ERR", "+OK", "-ERR", "+OK");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NOOP\0", "NOOP\0x", "\0", "DELE 1\0", "DELE\u00a01", "NO\rOP", "USER al\u00efce", "\u00ff\u00fe"
            })
    @DisplayName("S-GEN-17")
    void nulAndOctetsAbove127AreRefusedAndCutNothing(String line) {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        assertThat(server.indicators(line)).containsExactly("-ERR");
        assertThat(server.command("STAT")).isEqualTo("+OK 2 10\r\n");
        ServerDriver before = ServerDriver.connected(maildrop);
        assertThat(before.indicators("USER alice\0", "USER al\u00efce", "USER alice", "PASS secret\0"))
                .containsExactly("-ERR", "-ERR", "+OK", "-ERR");
    }

    @Test
    @DisplayName("S-GEN-20")
    void aLostConnectionReleasesTheLockAndDeletesNothing() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        server.command("DELE 1");
        server.engine().connectionLost();
        server.engine().connectionLost();
        assertThat(maildrop.released()).isTrue();
        assertThat(maildrop.updates()).isZero();
        assertThat(server.send("QUIT\r\n")).isEmpty();
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    @DisplayName("S-GEN-20")
    void aConnectionLostInsideAMessageClosesIt() {
        AtomicBoolean closed = new AtomicBoolean();
        MemoryMaildrop watched = new MemoryMaildrop("x".repeat(100_000)) {
            @Override
            public InputStream open(int messageNumber) throws IOException {
                return new FilterInputStream(super.open(messageNumber)) {
                    @Override
                    public void close() throws IOException {
                        closed.set(true);
                        super.close();
                    }
                };
            }
        };
        ServerDriver server = ServerDriver.loggedIn(watched);
        server.engine().receive(ByteBuffer.wrap("RETR 1\r\n".getBytes(US_ASCII)));
        assertThat(server.engine().next(ByteBuffer.allocate(100))).isEqualTo(ServerEngine.Action.WRITE);
        assertThat(closed).isFalse();
        server.engine().connectionLost();
        assertThat(closed).isTrue();
    }

    @Test
    @DisplayName("S-GEN-22")
    void aLineThatEndsWithLfAloneIsRefusedClearly() {
        ServerDriver server = ServerDriver.loggedIn(maildrop);
        String refusal = "-ERR command line must end with CRLF\r\n";
        assertThat(server.send("DELE 1\n")).isEqualTo(refusal);
        assertThat(server.send("DELE 1\nSTAT\r\n\n")).isEqualTo(refusal + "+OK 2 10\r\n" + refusal);
    }
}
