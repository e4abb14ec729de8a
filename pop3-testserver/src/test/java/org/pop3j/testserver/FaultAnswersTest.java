package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.testserver.fault.Fault;

/** What faults make of answers, octet for octet; behind each of them the session goes on. */
class FaultAnswersTest {
    private static final String ANSWER = "+OK 7 octets\r\na\r\n..b\r\n.\r\n";

    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @BeforeEach
    void deliver() {
        maildrop.deliver("a\r\n.b\r\n".getBytes(ISO_8859_1));
        maildrop.deliver("c\r\n".getBytes(ISO_8859_1));
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void withoutFaultsItIsRight() throws IOException {
        assertAnswer("RETR 1", ANSWER);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            command RETR: reply "-ERR [SYS/TEMP] no"     | RETR 1 | -ERR [SYS/TEMP] no;
            command nth 3: reply "-ERR a\\r\\nb"         | RETR 1 | -ERR a;b;
            command RETR: raw "x\\r\\n"                  | RETR 1 | x;
            command RETR: raw "x", raw "y"               | RETR 1 | xy
            status-line RETR: reply "-ERR no"            | RETR 1 | -ERR no;
            status-line RETR: reply "+OK"                | RETR 1 | +OK;a;..b;.;
            status-line RETR: raw "* hello\\r\\n"        | RETR 1 | * hello;+OK 7 octets;a;..b;.;
            status-line nth 3: raw "+ERR"                | RETR 1 | +ERR+OK 7 octets;a;..b;.;
            line 1 RETR: raw "!"                         | RETR 1 | +OK 7 octets;!a;..b;.;
            line 2 RETR: raw "!"                         | RETR 1 | +OK 7 octets;a;!..b;.;
            line 3 RETR: raw "!"                         | RETR 1 | +OK 7 octets;a;..b;.;
            line 2: raw "!"                              | RETR 1 | +OK 7 octets;a;!..b;.;
            octet 0 RETR: raw "!"                        | RETR 1 | +OK 7 octets;!a;..b;.;
            octet 4 RETR: raw "!"                        | RETR 1 | +OK 7 octets;a;.!.b;.;
            octet 8 RETR: raw "!"                        | RETR 1 | +OK 7 octets;a;..b;!.;
            octet 9: raw "!"                             | RETR 1 | +OK 7 octets;a;..b;.;
            terminator RETR: raw "!"                     | RETR 1 | +OK 7 octets;a;..b;!.;
            terminator: omit-terminator                  | RETR 1 | +OK 7 octets;a;..b;
            reply RETR: omit-terminator                  | RETR 1 | +OK 7 octets;a;..b;
            end RETR: raw "!"                            | RETR 1 | +OK 7 octets;a;..b;.;!
            end LIST: raw "!"                            | RETR 1 | +OK 7 octets;a;..b;.;
            line 1 RETR: truncate                        | RETR 1 | +OK 7 octets;.;
            octet 2 RETR: truncate                       | RETR 1 | +OK 7 octets;a;.;
            line 2 RETR: truncate                        | RETR 1 | +OK 7 octets;a;.;
            octet 4 RETR: truncate                       | RETR 1 | +OK 7 octets;a;.;
            octet 1: truncate                            | LIST   | +OK 2 messages (10 octets);1;.;
            reply RETR: break-stuffing                   | RETR 1 | +OK 7 octets;a;.b;.;
            reply: break-stuffing                        | TOP 1 9| +OK top of message follows;a;.b;.;
            reply STAT: wrong-size 5                     | STAT   | +OK 2 15;
            reply: wrong-size -100                       | STAT   | +OK 2 -90;
            reply LIST: wrong-size 4294967296            | LIST   | +OK 2 messages (10 octets);1 4294967303;2 4294967299;.;
            reply LIST: wrong-size 1                     | LIST 2 | +OK 2 4;
            reply: wrong-size 1                          | RETR 1 | +OK 8 octets;a;..b;.;
            reply STAT: wrong-size 5                     | LIST 2 | +OK 2 3;
            reply: wrong-count 2                         | STAT   | +OK 4 10;
            reply: wrong-count -1                        | STAT   | +OK 1 10;
            reply: wrong-count 2                         | LIST   | +OK 2 messages (10 octets);1 7;2 3;3 100;4 100;.;
            reply: wrong-count -1                        | LIST   | +OK 2 messages (10 octets);1 7;.;
            reply UIDL: duplicate-unique-ids             | UIDL   | +OK unique-ids follow;1 duplicate;2 duplicate;.;
            reply UIDL: duplicate-unique-ids             | UIDL 2 | +OK 2 duplicate;
            reply: wrong-count 1, duplicate-unique-ids   | UIDL   | +OK unique-ids follow;1 duplicate;2 duplicate;3 duplicate;.;
            status-line CAPA: reply "-ERR what?"         | CAPA   | -ERR what?;
            status-line LIST: reply "+OK"                | LIST 3 | +OK;
            """)
    void faultsAreOnTheWire(String fault, String command, String answer) throws IOException {
        InjectedFault injected = server.inject(Fault.parse(fault));
        String octets = answer.replace(";", "\r\n");
        assertAnswer(command, octets);
        boolean right = octets.equals(ANSWER) || octets.equals("+OK 2 3\r\n");
        assertThat(injected.fired()).isEqualTo(right ? 0 : 1);
        injected.remove();
        if (command.equals("RETR 1")) {
            assertAnswer(command, ANSWER);
        }
    }

    @Test
    void garbageIsRandomAndTheSameForTheSameSeed() throws IOException {
        byte[] garbage = new byte[1000];
        new Random(7).nextBytes(garbage);
        server.inject(Fault.parse("line 2 RETR: garbage 1000 seed 7"));
        assertAnswer("RETR 1", "+OK 7 octets\r\na\r\n" + new String(garbage, ISO_8859_1) + "..b\r\n.\r\n");
        server.clearFaults();
        server.inject(Fault.parse("command RETR: garbage 1000 seed 7"));
        assertAnswer("RETR 1", new String(garbage, ISO_8859_1));
    }

    @Test
    void changedUniqueIdsAreOtherOnesInEachSession() throws IOException {
        String uniqueId = maildrop.messages().get(1).uniqueId();
        server.inject(Fault.changedUniqueIds());
        assertAnswer("UIDL 2", "+OK 2 s1-" + uniqueId + "\r\n");
        assertAnswer("UIDL 2", "+OK 2 s2-" + uniqueId + "\r\n");
    }

    @Test
    void aMessageIsRemovedUnderneath() throws IOException {
        server.inject(Fault.parse("command RETR: remove-message"));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.refused("RETR 1")).startsWith("-ERR [SYS/TEMP] ");
            assertThat(client.lines("LIST")).containsExactly("1 7", "2 3");
            assertThat(client.refused("RETR 3")).isEqualTo("-ERR no such message");
            assertThat(client.refused("RETR x")).startsWith("-ERR ");
        }
        assertThat(maildrop.messages()).extracting(StoredMessage::octets).containsExactly(3L);
    }

    @Test
    void severalFaultsHappenInTheirOrder() throws IOException {
        server.inject(Fault.parse("line 1 RETR: raw \"1\""));
        server.inject(Fault.parse("line 1 RETR: raw \"2\""));
        server.inject(Fault.parse("octet 1 RETR: raw \"3\""));
        assertAnswer("RETR 1", "+OK 7 octets\r\n12a3\r\n..b\r\n.\r\n");
        assertThat(server.faults()).extracting(InjectedFault::fired).containsExactly(1L, 1L, 1L);
    }

    @Test
    void whatWasPipelinedIsAnsweredInOrder() throws IOException {
        server.inject(Fault.parse("command NOOP nth 2: reply \"-ERR two\""));
        try (LineClient client = LineClient.alice(server)) {
            client.send("NOOP\r\nNOOP\r\nNOOP\r\nSTAT\r\n");
            assertThat(client.line()).isEqualTo("+OK");
            assertThat(client.line()).isEqualTo("-ERR two");
            assertThat(client.line()).isEqualTo("+OK");
            assertThat(client.line()).isEqualTo("+OK 2 10");
        }
    }

    @Test
    void theRecordTellsCommandFaultAndWhatWasSaidInstead() throws IOException {
        server.inject(Fault.parse("command PASS: reply \"-ERR not today\""));
        server.inject(Fault.parse("status-line RETR: reply \"-ERR no\""));
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            client.refused("PASS secret");
            client.refused("xyzzy secret");
        }
        assertThat(server.sessions().get(0).lines())
                .containsSubsequence(
                        "C: USER alice",
                        "C: PASS ****",
                        "*: fault: command PASS: reply \"-ERR not today\"",
                        "S: -ERR not today",
                        "C: ****",
                        "S: -ERR unknown command");
        assertThat(server.sessions().get(0).commands()).hasSize(3);
    }

    @Test
    void anOverlongLineIsRefusedOnceThoughFaultsAreSet() throws IOException {
        server.inject(Fault.parse("command QUIT: reset"));
        try (LineClient client = LineClient.alice(server)) {
            client.send("x".repeat(5000) + "QUIT\r\n");
            assertThat(client.line()).isEqualTo("-ERR command line longer than 255 octets");
            client.ok("NOOP");
        }
    }

    private void assertAnswer(String command, String octets) throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.send(command + "\r\nNOOP\r\nQUIT\r\n");
            assertThat(client.rest()).as(command).isEqualTo(octets + "+OK\r\n+OK bye\r\n");
        }
    }
}
