package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TOP and UIDL (RFC 1939, section 7). */
interface TopAndUidlClauses extends Clauses {
    String FIVE_LINES = "Subject: x\r\n.odd: y\r\n\r\n.one\r\ntwo\r\n\r\n.\r\nfive\r\n";

    @Test
    @DisplayName("S-TOP-01")
    default void topOfNoLinesIsTheHeaderAndTheEmptyLine() throws IOException {
        try (Wire wire = session(FIVE_LINES, "Subject: no body\r\n\r\n")) {
            assertThat(wire.lines("TOP 1 0")).containsExactly("Subject: x", "..odd: y", "");
            assertThat(wire.lines("TOP 2 0")).containsExactly("Subject: no body", "");
        }
    }

    @Test
    @DisplayName("S-TOP-02")
    default void topOfSomeLinesHasThatManyOfTheBodyStuffed() throws IOException {
        try (Wire wire = session(FIVE_LINES)) {
            assertThat(wire.lines("TOP 1 1")).containsExactly("Subject: x", "..odd: y", "", "..one");
            assertThat(wire.lines("TOP 1 4")).containsExactly("Subject: x", "..odd: y", "", "..one", "two", "", "..");
        }
    }

    @Test
    @DisplayName("S-TOP-03")
    default void topOfMoreLinesThanThereAreIsTheMessage() throws IOException {
        try (Wire wire = session(FIVE_LINES)) {
            assertThat(wire.message("TOP 1 5")).isEqualTo(FIVE_LINES);
            assertThat(wire.message("TOP 1 1000")).isEqualTo(FIVE_LINES);
        }
    }

    @Test
    @DisplayName("S-TOP-04")
    default void topNeedsTwoNumbersThatAreNotNegative() throws IOException {
        try (Wire wire = session(FIVE_LINES)) {
            for (String command : List.of("TOP", "TOP 1", "TOP 1 -1", "TOP 1 x", "TOP x 1", "TOP 0 1", "TOP -1 1")) {
                wire.refused(command);
            }
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-UID-01")
    default void uidlHasANumberAndAUniqueIdForEachMessageAndNothingElse() throws IOException {
        try (Wire wire = session(FIVE_LINES, GeneralClauses.MAIL, GeneralClauses.MAIL)) {
            wire.ok("DELE 2");
            List<String> listing = wire.lines("UIDL");
            assertThat(listing).hasSize(2).allMatch(line -> line.matches("[13] [!-~]{1,70}"));
        }
    }

    @Test
    @DisplayName("S-UID-02")
    default void uidlOfOneIsOneLine() throws IOException {
        try (Wire wire = session(FIVE_LINES, GeneralClauses.MAIL)) {
            assertThat(wire.command("UIDL 2"))
                    .isEqualTo("+OK " + wire.lines("UIDL").get(1));
        }
    }

    @Test
    @DisplayName("S-UID-03, S-UID-04")
    default void uniqueIdsStayWhateverTheEndOfTheSession() throws IOException {
        String user = user(FIVE_LINES, GeneralClauses.MAIL);
        List<String> ids;
        try (Wire wire = Wire.of(server(), user)) {
            ids = wire.lines("UIDL");
            wire.ok("QUIT");
        }
        try (Wire wire = next(user)) {
            assertThat(wire.lines("UIDL")).isEqualTo(ids);
            wire.vanish();
        }
        try (Wire wire = next(user)) {
            assertThat(wire.lines("UIDL")).isEqualTo(ids);
        }
    }

    @Test
    @DisplayName("S-UID-05")
    default void identicalMessagesHaveDifferentUniqueIds() throws IOException {
        try (Wire wire = session(FIVE_LINES, FIVE_LINES)) {
            assertThat(wire.command("UIDL 1").substring("+OK 1 ".length()))
                    .isNotEqualTo(wire.command("UIDL 2").substring("+OK 2 ".length()));
        }
    }

    @Test
    @DisplayName("S-UID-06")
    default void aMalformedNumberIsRefused() throws IOException {
        try (Wire wire = session(FIVE_LINES)) {
            for (String command : List.of("UIDL x", "UIDL 0", "UIDL -1", "UIDL 1x", "UIDL 2")) {
                wire.refused(command);
            }
            wire.ok("STAT");
        }
    }

    @Test
    @DisplayName("S-UID-07")
    default void aUniqueIdIsNeverUsedAgain() throws IOException {
        String user = user(FIVE_LINES);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            try (Wire wire = next(user)) {
                assertThat(seen.add(wire.command("UIDL 1"))).isTrue();
                wire.ok("DELE 1");
                wire.ok("QUIT");
            }
            server().deliver(user, FIVE_LINES.getBytes(ISO_8859_1));
        }
    }
}
