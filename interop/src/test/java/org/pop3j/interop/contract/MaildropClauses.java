package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TRANSACTION and UPDATE (RFC 1939, sections 5 and 6). */
interface MaildropClauses extends Clauses {
    /** What servers stumble over, each with CRLF at its end. */
    List<String> TRAPS = List.of(
            "Subject: plain\r\n\r\nhello\r\n",
            "Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.text\r\n.\r\n",
            "Subject: no body\r\n\r\n",
            "Subject: empty lines at the end\r\n\r\nx\r\n\r\n\r\n\r\n",
            "Subject: octets\r\n\r\ngr\u00fc\u00df \u0080\u00ff\u00fe\r\n",
            "Subject: From\r\n\r\nFrom here\r\n>From there\r\n",
            "Subject: a line of 200,000\r\n\r\n." + "y".repeat(200_000) + "\r\nend\r\n");

    @Test
    @DisplayName("S-TRN-01, S-TRN-01b")
    default void statHasMessagesAndOctetsWithoutTheMarkedOnesAndNothingElse() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n", "a: b\r\n\r\nccc\r\n")) {
            assertThat(wire.command("STAT")).isEqualTo("+OK 3 36");
            wire.ok("DELE 2");
            assertThat(wire.command("STAT")).isEqualTo("+OK 2 24");
        }
    }

    @Test
    @DisplayName("S-TRN-02, S-TRN-02b")
    default void listHasANumberAndASizeForEachMessageAndNothingElse() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n", "a: b\r\n\r\nccc\r\n")) {
            assertThat(wire.lines("LIST")).containsExactly("1 11", "2 12", "3 13");
            wire.ok("DELE 2");
            assertThat(wire.lines("LIST")).containsExactly("1 11", "3 13");
        }
    }

    @Test
    @DisplayName("S-TRN-03")
    default void listOfOneIsOneLine() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n")) {
            assertThat(wire.command("LIST 2")).isEqualTo("+OK 2 12");
            wire.ok("NOOP");
        }
    }

    @Test
    @DisplayName("S-TRN-04")
    default void aMessageThatDoesNotExistIsRefused() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n")) {
            for (String command : List.of("LIST 2", "RETR 2", "DELE 2", "TOP 2 0", "UIDL 2")) {
                wire.refused(command);
            }
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-TRN-05")
    default void sizesAreTheOctetsThatRetrSends() throws IOException {
        try (Wire wire = session(TRAPS.toArray(String[]::new))) {
            assertThat(wire.lines("LIST"))
                    .containsExactlyElementsOf(IntStream.range(0, TRAPS.size())
                            .mapToObj(i -> (i + 1) + " " + TRAPS.get(i).length())
                            .toList());
        }
        // As many programs store mail: with bare LF.
        try (Wire wire = session("Subject: x\n\n.\nbody\n")) {
            assertThat(wire.command("LIST 1"))
                    .isEqualTo("+OK 1 " + wire.message("RETR 1").length());
        }
    }

    @Test
    @DisplayName("S-TRN-06")
    default void statIsTheSumOfList() throws IOException {
        try (Wire wire = session(TRAPS.toArray(String[]::new))) {
            long sum = wire.lines("LIST").stream()
                    .mapToLong(line -> Long.parseLong(line.replaceFirst("\\d+ ", "")))
                    .sum();
            assertThat(wire.command("STAT")).isEqualTo("+OK " + TRAPS.size() + " " + sum);
        }
    }

    @Test
    @DisplayName("S-TRN-07, S-TRN-07b, S-TRN-22, S-TRN-22b")
    default void messagesComeUnchangedAndEveryTimeTheSame() throws IOException {
        String user = user(TRAPS.toArray(String[]::new));
        try (Wire wire = Wire.of(server(), user)) {
            List<String> sizes = wire.lines("LIST");
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < TRAPS.size(); i++) {
                    assertThat(wire.message("RETR " + (i + 1))).isEqualTo(TRAPS.get(i));
                }
            }
            assertThat(wire.lines("LIST")).isEqualTo(sizes);
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            for (int i = 0; i < TRAPS.size(); i++) {
                assertThat(wire.message("RETR " + (i + 1))).isEqualTo(TRAPS.get(i));
            }
        }
    }

    @Test
    @DisplayName("S-TRN-08")
    default void aMissingLastLineEndIsAddedAndCounted() throws IOException {
        try (Wire wire = session("Subject: x\r\n\r\nno end")) {
            assertThat(wire.message("RETR 1")).isEqualTo("Subject: x\r\n\r\nno end\r\n");
            assertThat(wire.command("LIST 1")).isEqualTo("+OK 1 22");
        }
    }

    @Test
    @DisplayName("S-TRN-09")
    default void noopIsOk() throws IOException {
        try (Wire wire = session()) {
            wire.ok("NOOP");
        }
    }

    @Test
    @DisplayName("S-TRN-10")
    default void whatIsMarkedIsGoneForStatListRetrAndDele() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n", "a: b\r\n\r\nccc\r\n")) {
            wire.ok("DELE 2");
            for (String command : List.of("LIST 2", "RETR 2", "DELE 2")) {
                wire.refused(command);
            }
            assertThat(wire.command("LIST 3")).isEqualTo("+OK 3 13");
            assertThat(wire.message("RETR 3")).isEqualTo("a: b\r\n\r\nccc\r\n");
        }
    }

    @Test
    @DisplayName("S-TRN-10b")
    default void whatIsMarkedIsGoneForUidlAndTop() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n")) {
            String second = wire.command("UIDL 2").substring("+OK ".length());
            wire.ok("DELE 1");
            wire.refused("UIDL 1");
            wire.refused("TOP 1 0");
            assertThat(wire.lines("UIDL")).containsExactly(second);
        }
    }

    @Test
    @DisplayName("S-TRN-11")
    default void rsetTakesAllMarksBack() throws IOException {
        try (Wire wire = session("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n")) {
            wire.ok("DELE 1");
            wire.ok("DELE 2");
            wire.ok("RSET");
            assertThat(wire.lines("LIST")).containsExactly("1 11", "2 12");
            assertThat(wire.message("RETR 1")).isEqualTo("a: b\r\n\r\nc\r\n");
        }
    }

    @Test
    @DisplayName("S-TRN-18")
    default void mailThatComesDuringASessionIsSeenInTheNextOne() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n");
        try (Wire wire = Wire.of(server(), user)) {
            assertThat(wire.command("STAT")).startsWith("+OK 1 ");
            server().deliver(user, "a: b\r\n\r\ncc\r\n".getBytes(ISO_8859_1));
            assertThat(wire.command("STAT")).startsWith("+OK 1 ");
            wire.refused("RETR 2");
            wire.ok("NOOP");
            assertThat(wire.lines("LIST")).hasSize(1);
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.lines("LIST")).hasSize(2);
        }
    }

    @Test
    @DisplayName("S-TRN-20, S-UPD-03")
    default void quitDeletesWhatIsMarkedAndTheRestKeepsItsUniqueIds() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n", "a: b\r\n\r\nccc\r\n");
        List<String> ids;
        try (Wire wire = Wire.of(server(), user)) {
            ids = wire.lines("UIDL");
            wire.ok("DELE 2");
            wire.ok("QUIT");
            assertThat(wire.ends()).isTrue();
        }
        try (Wire wire = next(user)) {
            assertThat(wire.lines("LIST")).hasSize(2);
            assertThat(wire.message("RETR 2")).isEqualTo("a: b\r\n\r\nccc\r\n");
            assertThat(wire.lines("UIDL"))
                    .containsExactly(ids.get(0), ids.get(2).replaceFirst("^3", "2"));
        }
    }

    @Test
    @DisplayName("S-EMP-01")
    default void anEmptyMaildropIsNoError() throws IOException {
        try (Wire wire = session()) {
            assertThat(wire.command("STAT")).isEqualTo("+OK 0 0");
            assertThat(wire.lines("LIST")).isEmpty();
            assertThat(wire.lines("UIDL")).isEmpty();
            wire.refused("RETR 1");
        }
    }

    @Test
    @DisplayName("S-UPD-01")
    default void nothingIsDeletedWithoutQuit() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n", "a: b\r\n\r\ncc\r\n");
        Wire lost = Wire.of(server(), user);
        lost.ok("DELE 1");
        lost.vanish();
        Wire closed = next(user);
        closed.ok("DELE 2");
        closed.close();
        try (Wire wire = next(user)) {
            assertThat(wire.lines("LIST")).hasSize(2);
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.lines("LIST")).hasSize(2);
        }
    }

    @Test
    @DisplayName("S-UPD-02")
    default void rsetThenQuitDeletesNothing() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n");
        try (Wire wire = Wire.of(server(), user)) {
            wire.ok("DELE 1");
            wire.ok("RSET");
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.command("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-UPD-04")
    default void whatWasFetchedIsNotDeletedForThat() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n");
        try (Wire wire = Wire.of(server(), user)) {
            wire.message("RETR 1");
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.command("STAT")).startsWith("+OK 1 ");
        }
    }

    @Test
    @DisplayName("S-GEN-21, S-UPD-01b")
    default void aSilentClientIsLoggedOutNoSoonerThanInTenMinutesWithoutAWordAndWithoutUpdate() throws IOException {
        String user = user("a: b\r\n\r\nc\r\n");
        try (Wire wire = Wire.of(server(), user)) {
            wire.ok("DELE 1");
            for (String command : List.of("NOOP", "XYZZY")) {
                server().passTime(Duration.ofMinutes(10).minusSeconds(1));
                wire.command(command);
            }
            server().passTime(Duration.ofMinutes(30));
            assertThat(wire.everything()).isEmpty();
        }
        try (Wire wire = next(user)) {
            assertThat(wire.command("STAT")).isEqualTo("+OK 1 11");
        }
    }
}
