package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Fault;

/** What faults leave of a session: what was pipelined behind them, what is in the record, and how it ends. */
class FaultSessionsTest {
    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "command LIST: delay 100ms",
                "command LIST: stall",
                "status-line LIST: delay 100ms",
                "status-line LIST: stall",
                "reply LIST: throttle 50",
                "end LIST: delay 100ms",
                "octet 1: delay 100ms"
            })
    void aWaitLosesNothingOfWhatWasPipelined(String fault) throws IOException {
        for (int i = 0; i < 200; i++) {
            maildrop.deliver("a\r\n".getBytes(ISO_8859_1));
        }
        StringBuilder commands = new StringBuilder("LIST 1\r\nTOP 1 1\r\n");
        StringBuilder answers = new StringBuilder("+OK 1 3\r\n+OK top of message follows\r\na\r\n.\r\n");
        for (int i = 1; i <= 200; i++) {
            commands.append("DELE ").append(i).append("\r\n");
            answers.append("+OK message ").append(i).append(" deleted\r\n");
        }
        InjectedFault injected = server.inject(Fault.parse(fault));
        try (LineClient client = LineClient.alice(server)) {
            client.send(commands + "QUIT\r\n");
            if (fault.endsWith("stall")) {
                assertThat(client.isSilent()).isTrue();
                injected.remove();
            }
            assertThat(client.rest()).isEqualTo(answers + "+OK bye\r\n");
        }
        assertThat(maildrop.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 100_000})
    void aServerStopsAndIsResetWhateverIsLeftUnread(int octets) throws IOException {
        InjectedFault stall = server.inject(Fault.parse("status-line NOOP: stall"));
        try (LineClient client = LineClient.alice(server)) {
            client.send("NOOP\r\n" + "STAT\r\n".repeat(octets / 6));
            Awaitility.await().until(() -> stall.fired() == 1);
            // It has more than it looks at: it must not look for more in vain.
            assertThat(client.isSilent()).isTrue();
            server.stopAccepting();
            assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.DROPPED);
            assertThat(maildrop.locked()).isFalse();
        }
        server.startAccepting();
        try (LineClient client = LineClient.alice(server)) {
            client.send("NOOP\r\n" + "STAT\r\n".repeat(octets / 6));
            Awaitility.await().until(() -> stall.fired() == 2);
            server.reset();
        }
        assertThat(server.sessions()).isEmpty();
        LineClient.alice(server).close();
    }

    @Test
    void whoGoesDuringAStallIsMissedThoughMuchIsLeftUnread() throws IOException {
        InjectedFault stall = server.inject(Fault.stallAfterGreeting());
        try (LineClient client = LineClient.clear(server)) {
            client.send("CAPA\r\n".repeat(1_000));
            Awaitility.await().until(() -> stall.fired() == 1);
        }
        server.assertThatSession(1).ended(RecordedSession.Ending.LOST);
    }

    @Test
    void whatComesBehindARemovedFaultIsInTheRecord() throws IOException {
        InjectedFault injected = server.inject(Fault.parse("command NOOP: delay 1ms"));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            injected.remove();
            client.ok("STAT");
            client.ok("QUIT");
        }
        server.assertThatSession(1).commands("USER alice", "PASS ****", "NOOP", "STAT", "QUIT");
    }

    @Test
    void whatComesInPartsAndIsNoCommandIsAnsweredByTheServerAlone() throws IOException {
        InjectedFault injected = server.inject(Fault.parse("command: reply \"-ERR [SYS/TEMP] later\""));
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.refused("AUTH XOAUTH2 " + "x".repeat(2_000))).contains("longer than 255 octets");
            assertThat(injected.fired()).isZero();
            injected.remove();
            client.ok("USER alice");
        }
    }

    /** Of more than the system takes nothing leaves that nobody reads. Each buffer that is sent has the end of an answer, with a fault or without. */
    @ParameterizedTest
    @ValueSource(strings = {"", "login user bob: close"})
    void whatDidNotLeaveTheServerWasNotFetched(String fault) throws IOException {
        if (!fault.isEmpty()) {
            server.inject(Fault.parse(fault));
        }
        maildrop.deliver(TestMessage.generated(20_000, 1));
        RecordedSession session;
        try (LineClient client = LineClient.alice(server)) {
            client.send("RETR 1\r\n".repeat(5_000));
            Awaitility.await().until(() -> server.sessions().get(0).exchanges().size() > 60);
            server.stopAccepting();
            session = server.sessions().get(0);
        }
        int taken = Collections.frequency(session.lines(), "*: not all of 1 has left the server");
        List<Exchange> exchanges = session.exchanges();
        assertThat(taken).isBetween(1, Buffers.OCTETS / 20_000 + 1);
        assertThat(exchanges.subList(exchanges.size() - taken, exchanges.size()))
                .allSatisfy(exchange -> assertThat(exchange.body()).isEmpty());
        assertThat(session.ending()).isEqualTo(RecordedSession.Ending.DROPPED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            status-line QUIT: reset             | S: +OK bye
            status-line STAT: reply "+OK 7 7"   | S: +OK 0 0
            greeting: reply "-ERR go away"      | S: +OK pop3j test server ready
            """)
    void theRecordHasNoStatusLineThatWasNotSent(String fault, String right) throws IOException {
        server.inject(Fault.parse(fault));
        try (LineClient client = LineClient.connect(server)) {
            client.send("USER alice\r\nPASS secret\r\nSTAT\r\nQUIT\r\n");
            Awaitility.await().until(() -> server.faults().get(0).fired() == 1);
        }
        assertThat(server.await().session(1).lines()).doesNotContain(right).contains("*: fault: " + fault(fault));
    }

    private static String fault(String text) {
        return Fault.parse(text).toString();
    }

    @Test
    void responsesOfAnyLengthAreWithinReachOfFaults() throws IOException {
        InjectedFault injected = server.inject(Fault.parse("status-line AUTH: reply \"-ERR not you\""));
        String plain = "\0alice\0" + "x".repeat(2_000);
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.command(Base64.getEncoder().encodeToString(plain.getBytes(ISO_8859_1))))
                    .isEqualTo("-ERR not you");
            injected.remove();
            client.login("alice", "secret");
        }
        assertThat(server.sessions().get(0).commands()).containsSequence("AUTH PLAIN", "****", "USER alice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"end AUTH: raw \"#\"", "reply AUTH: slice 1", "status-line AUTH: raw \"#\""})
    void aChallengeIsNoAnswer(String fault) throws IOException {
        InjectedFault injected = server.inject(Fault.parse(fault));
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(injected.fired()).isZero();
            client.send("AGFsaWNlAHNlY3JldA==\r\n");
            String answer = "+OK 0 messages (0 octets)\r\n";
            assertThat(client.octets(answer.length())).containsAnyOf(answer, "#" + answer.stripTrailing());
            assertThat(injected.fired()).isEqualTo(1);
        }
    }

    @Test
    void keywordsAreAscii() throws IOException {
        InjectedFault injected = server.inject(Fault.parse("command PASS: close"));
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("PA\u00DF secret")).isEqualTo("-ERR unknown command");
        }
        assertThat(injected.fired()).isZero();
    }

    @Test
    void faultsOrNotCommandsAreShownAlike() throws IOException {
        List<String> commands = List.of("pass x", "AUTH plain", "*", "auth NONE x", "AUTH PLAIN !", "xyzzy", "caPA");
        for (int i = 0; i < 2; i++) {
            try (LineClient client = LineClient.clear(server)) {
                for (String command : commands) {
                    client.command(command);
                }
            }
            server.inject(Fault.parse("command: delay 1ms"));
        }
        assertThat(server.await().sessions(2).get(1).commands())
                .isEqualTo(server.sessions().get(0).commands());
    }

    @Test
    void aQuitThatIsNoneDoesNotComeToTheUpdate() throws IOException {
        InjectedFault injected = server.inject(Fault.dropBeforeUpdate());
        try (LineClient client = LineClient.alice(server)) {
            client.refused("QUIT ");
            client.refused("QUIT now");
            assertThat(injected.fired()).isZero();
        }
    }

    @Test
    void aMessageIsRemovedThoughTheCommandIsAnsweredByAFault() throws IOException {
        maildrop.deliver("a\r\n".getBytes(ISO_8859_1));
        server.inject(Fault.parse("command RETR: remove-message, reply \"-ERR gone\""));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("RETR 1")).isEqualTo("-ERR gone");
        }
        assertThat(maildrop.count()).isZero();
    }

    @Test
    void theUserIsKnownFromBeforeTheFaultAndIsNoOtherAfterTheLogin() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            server.inject(Fault.parse("command PASS times 1 user alice: reply \"-ERR not yet\""));
            assertThat(client.command("PASS secret")).isEqualTo("-ERR not yet");
            client.ok("PASS secret");
            client.refused("USER bob");
            server.inject(Fault.parse("command NOOP user alice: reply \"-ERR alice\""));
            assertThat(client.command("NOOP")).isEqualTo("-ERR alice");
        }
    }

    @Test
    void aFastThrottleInSmallSlicesIsNoSlowerThanItSays() throws IOException {
        maildrop.deliver(TestMessage.generated(10_000, 1));
        server.inject(Fault.parse("reply RETR: throttle 100000, slice 1"));
        try (LineClient client = LineClient.alice(server)) {
            long before = System.nanoTime();
            client.ok("RETR 1");
            client.skipAnswer();
            // A tenth of a second by its rate; a millisecond for each octet would be ten.
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(90), Duration.ofSeconds(6));
        }
    }
}
