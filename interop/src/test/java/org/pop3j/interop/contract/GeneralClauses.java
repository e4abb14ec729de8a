package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines, keywords, arguments, states (RFC 1939, section 3; RFC 2449, sections 3 and 4). */
interface GeneralClauses extends Clauses {
    String MAIL = "Subject: x\r\n\r\nbody\r\n";

    @Test
    @DisplayName("S-GEN-01")
    default void oneGreetingComesUnasked() throws IOException {
        try (Wire wire = Wire.connect(server(), server().port())) {
            assertThat(wire.line()).matches("\\+OK( .*)?").hasSizeLessThanOrEqualTo(510);
            assertThat(wire.quiet()).isTrue();
        }
    }

    @Test
    @DisplayName("S-GEN-02")
    default void onlyTheTimestampOfAGreetingHasAngleBrackets() throws IOException {
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            assertThat(wire.line()).matches("\\+OK[^<]*( <[^<>]+>)?[^<]*");
        }
    }

    @Test
    @DisplayName("S-GEN-03")
    default void keywordsComeInAnyCase() throws IOException {
        String user = user(MAIL);
        try (Wire wire = Wire.clear(server())) {
            wire.ok("user " + user);
            wire.ok("pAsS " + ServerUnderTest.PASSWORD);
            assertThat(wire.ok("sTAt")).startsWith("+OK 1 ");
            wire.ok("Quit");
        }
    }

    @Test
    @DisplayName("S-GEN-04")
    default void indicatorsAreInUpperCaseWithOneSpaceBeforeText() throws IOException {
        try (Wire wire = session(MAIL)) {
            for (String command :
                    List.of("STAT", "NOOP", "LIST 1", "UIDL 1", "XYZZY", "RETR 7", "DELE 1", "RSET", "QUIT")) {
                assertThat(wire.command(command)).as(command).matches("(\\+OK|-ERR)( [^ ].*)?");
            }
        }
    }

    @Test
    @DisplayName("S-GEN-05")
    default void everyLineEndsWithCrlfWhateverTheMessageHad() throws IOException {
        // The wire itself refuses a bare CR or LF in whatever it reads.
        try (Wire wire = session("Subject: x\n\nbare\nLF\n.\n", "Subject: y\r\n\r\nboth\nmixed\r\nlast")) {
            assertThat(wire.lines("RETR 1")).containsExactly("Subject: x", "", "bare", "LF", "..");
            assertThat(wire.lines("RETR 2")).containsExactly("Subject: y", "", "both", "mixed", "last");
            for (String command : List.of("LIST", "UIDL", "CAPA", "TOP 1 2")) {
                assertThat(wire.lines(command)).as(command).isNotEmpty();
            }
        }
    }

    @Test
    @DisplayName("S-GEN-06")
    default void firstLinesHaveAtMost512Octets() throws IOException {
        String name = "n".repeat(240);
        assertThat(first("USER " + name)).hasSizeLessThanOrEqualTo(510);
        assertThat(first("XYZZY " + name)).hasSizeLessThanOrEqualTo(510);
        assertThat(first("AUTH " + name)).hasSizeLessThanOrEqualTo(510);
    }

    @Test
    @DisplayName("S-GEN-07")
    default void unknownAndMalformedCommandsAreRefusedBeforeTheLogin() throws IOException {
        String user = user(MAIL);
        for (String command : List.of("XYZZY", "HELO example.org", "RETRX 1", "US")) {
            try (Wire wire = Wire.clear(server())) {
                wire.refused(command);
                wire.login(user);
                wire.ok("QUIT");
            }
        }
    }

    @Test
    @DisplayName("S-GEN-07b")
    default void unknownAndMalformedCommandsAreRefusedInTransaction() throws IOException {
        try (Wire wire = session(MAIL)) {
            for (String command : List.of("XYZZY", "HELO example.org", "RETRX 1", "ST")) {
                wire.refused(command);
            }
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-GEN-07c")
    default void anEmptyLineIsRefused() throws IOException {
        try (Wire wire = session(MAIL)) {
            wire.refused("");
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
        try (Wire wire = Wire.clear(server())) {
            wire.refused("");
            wire.ok("CAPA");
        }
    }

    @Test
    @DisplayName("S-GEN-08")
    default void missingArgumentsAreRefused() throws IOException {
        try (Wire wire = session(MAIL)) {
            for (String command : List.of("RETR", "DELE", "TOP", "TOP 1")) {
                wire.refused(command);
            }
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-GEN-08b")
    default void numbersArePlainDecimalsInRange() throws IOException {
        for (String keyword : List.of("RETR ", "DELE ", "LIST ", "UIDL ")) {
            try (Wire wire = session(MAIL)) {
                for (String number :
                        List.of("x", "0", "-1", "1x", "1.0", "1:1", "0x1", "2", "4294967297", "18446744073709551617")) {
                    wire.refused(keyword + number);
                }
                assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
            }
        }
    }

    @Test
    @DisplayName("S-GEN-08c")
    default void excessArgumentsAreRefused() throws IOException {
        for (String command :
                List.of("RETR 1 2", "DELE 1 2", "LIST 1 2", "UIDL 1 2", "TOP 1 1 1", "STAT 1", "NOOP 1")) {
            try (Wire wire = session(MAIL)) {
                wire.refused(command);
                assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
            }
        }
        try (Wire wire = session(MAIL)) {
            wire.refused("RSET 1");
            wire.refused("QUIT 1");
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-GEN-09")
    default void transactionCommandsAreRefusedBeforeTheLogin() throws IOException {
        for (String command :
                List.of("STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "NOOP", "RSET", "TOP 1 0", "UIDL", "UIDL 1")) {
            assertThat(first(command)).as(command).startsWith("-ERR");
        }
    }

    @Test
    @DisplayName("S-GEN-09b")
    default void loginCommandsAreRefusedAfterIt() throws IOException {
        try (Wire wire = session(MAIL)) {
            for (String command :
                    List.of("USER alice", "PASS x", "APOP a 0123456789abcdef0123456789abcdef", "AUTH PLAIN", "STLS")) {
                wire.refused(command);
            }
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-GEN-10")
    default void argumentsOf40CharactersAreTaken() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + "u".repeat(40));
            assertThat(wire.command("PASS " + "p".repeat(40))).startsWith("-ERR");
        }
    }

    @Test
    @DisplayName("S-GEN-10b")
    default void commandsOf255OctetsAreTaken() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.ok("USER " + "u".repeat(248));
            wire.refused("PASS " + "p".repeat(248));
            wire.ok("CAPA");
        }
    }

    @Test
    @DisplayName("S-GEN-11")
    default void theTailOfAnOverlongLineIsNoCommand() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.send("USER " + "x".repeat(70_000) + "\r\nQUIT\r\n");
            String answers = wire.everything();
            assertThat(answers).matches("(?s)-ERR[^\r\n]*\r\n(\\+OK[^\r\n]*\r\n)?");
        }
    }

    @Test
    @DisplayName("S-GEN-11b")
    default void aLineWithoutEndIsNotHeldInMemory() throws IOException {
        // Sixty-four mebibytes and no line end: refused at some point, closed, or read and forgotten.
        try (Wire wire = Wire.clear(server())) {
            String much = "x".repeat(1 << 20);
            try {
                for (int i = 0; i < 64; i++) {
                    wire.send(much);
                }
                wire.send("\r\n");
                wire.refused("CAPA 1 2 3");
            } catch (IOException | AssertionError e) {
                assertThat(wire.everything()).matches("(-ERR[^\r\n]*\r\n)?");
            }
        }
        assertThat(first("CAPA")).startsWith("+OK");
    }

    @Test
    @DisplayName("S-GEN-12")
    default void manyBadCommandsAreRefusedOneByOneAndMayEndTheConnection() throws IOException {
        try (Wire wire = Wire.clear(server())) {
            wire.send("XYZZY\r\n".repeat(200) + "QUIT\r\n");
            assertThat(wire.everything()).matches("(?s)(-ERR[^\r\n]*\r\n){1,200}(\\+OK[^\r\n]*\r\n)?");
        }
    }

    @Test
    @DisplayName("S-GEN-13")
    default void spacesBelongWhereTheGrammarHasThem() throws IOException {
        for (String command : List.of("RETR  1", "RETR 1 ", " RETR 1", "STAT ", "RETR\t1")) {
            try (Wire wire = session(MAIL)) {
                wire.refused(command);
                wire.ok("STAT");
            }
        }
    }

    @Test
    @DisplayName("S-GEN-14")
    default void aCommandCountsOnceItsCrlfHasComeHoweverItIsCut() throws IOException {
        String user = user(MAIL);
        try (Wire wire = Wire.clear(server())) {
            for (String command : List.of("USER " + user, "PASS " + ServerUnderTest.PASSWORD, "DELE 1")) {
                for (int i = 0; i < command.length(); i++) {
                    wire.send(command.substring(i, i + 1));
                }
                assertThat(wire.quiet()).as("before the line end of " + command).isTrue();
                wire.send("\r");
                wire.send("\n");
                assertThat(wire.line()).startsWith("+OK");
            }
            wire.send("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-GEN-15")
    default void aDotAtTheStartOfALineIsDoubled() throws IOException {
        try (Wire wire = session("Subject: x\r\n.odd: y\r\n\r\n.\r\n..\r\n.text\r\na.b\r\n.\r\n")) {
            assertThat(wire.lines("RETR 1"))
                    .containsExactly("Subject: x", "..odd: y", "", "..", "...", "..text", "a.b", "..");
            wire.ok("NOOP");
        }
    }

    @Test
    @DisplayName("S-GEN-16")
    default void eachCommandHasOneAnswerAndNothingComesUnasked() throws IOException {
        try (Wire wire = session(MAIL, MAIL)) {
            wire.ok("DELE 1");
            wire.ok("RSET");
            assertThat(wire.ok("STAT")).startsWith("+OK 2 ");
            wire.refused("XYZZY");
            wire.ok("NOOP");
            assertThat(wire.quiet()).isTrue();
        }
    }

    @Test
    @DisplayName("S-GEN-17")
    default void nulAndOctetsAbove127InACommandAreNoCommand() throws IOException {
        for (String command : List.of("RETR\0001", "RETR 1\000", "DELE 1\000x", "R\u00c9TR 1", "STAT\u00ff")) {
            try (Wire wire = session(MAIL)) {
                wire.send(command + "\r\nQUIT\r\n");
                assertThat(wire.everything()).as(command).matches("(-ERR[^\r\n]*\r\n)?(\\+OK[^\r\n]*\r\n)?");
            }
        }
    }

    @Test
    @DisplayName("S-GEN-20")
    default void aLostConnectionReleasesTheLock() throws IOException {
        String user = user(MAIL);
        Wire lost = Wire.of(server(), user);
        lost.vanish();
        try (Wire wire = next(user)) {
            wire.ok("QUIT");
        }
        Wire closed = Wire.of(server(), user);
        closed.close();
        try (Wire wire = next(user)) {
            wire.ok("QUIT");
        }
    }

    @Test
    @DisplayName("S-GEN-22")
    default void aLineEndOfLfAloneIsTakenOrRefusedButNeverPassedOver() throws IOException {
        try (Wire wire = session(MAIL)) {
            wire.send("NOOP\nSTAT\r\n");
            String status = wire.line();
            assertThat(status).matches("(\\+OK|-ERR)( .*)?");
            assertThat(wire.line()).startsWith("+OK 1 ");
            wire.send("NOOP\n");
            assertThat(wire.line()).isEqualTo(status);
        }
    }
}
