package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordedSessionTest {
    private final Pop3TestServer server = Pop3TestServer.start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSessionIsWrittenDownWithoutThePassword() throws IOException {
        server.maildrop("alice").deliver("Subject: x\r\n\r\nprivate".getBytes(StandardCharsets.ISO_8859_1));
        try (LineClient client = LineClient.clear(server)) {
            client.login("alice", "secret");
            client.lines("RETR 1");
            client.refused("RETR 2");
            client.ok("QUIT");
            client.assertEnds();
        }
        RecordedSession session = ended();

        assertThat(session.user()).contains("alice");
        assertThat(session.tls()).isFalse();
        assertThat(session.ending()).isEqualTo(RecordedSession.Ending.QUIT);
        assertThat(session.commands()).containsExactly("USER alice", "PASS ****", "RETR 1", "RETR 2", "QUIT");
        assertThat(session.lines())
                .anyMatch(line -> line.matches("\\*: RETR 1 sent, 23 octets, SHA-256 [0-9a-f]{64}"))
                .filteredOn(line -> line.startsWith("S: "))
                .hasSize(6)
                .allMatch(line -> line.matches("S: (\\+OK|-ERR).*"));
        assertThat(session.transcript())
                .contains("alice", "QUIT")
                .doesNotContain("secret")
                .doesNotContain("private");
    }

    @Test
    void aPasswordIsHiddenInWhateverCase() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("pass secret");
            client.ok("user alice");
            client.ok("pAsS secret");
            client.refused("PASS " + "secret".repeat(100));
        }
        assertThat(ended().transcript()).doesNotContain("secret");
    }

    @Test
    void ofUserOneWordIsShown() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("USER alice secret");
            client.refused("user  secret");
            client.refused("USER alice ");
            client.ok("QUIT");
        }
        assertThat(ended().commands()).containsExactly("USER alice ****", "user  ****", "USER alice ", "QUIT");
        assertThat(ended().transcript()).doesNotContain("secret");
    }

    @Test
    void aSessionIsOpenUntilItEnds() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("NOOP");
            assertThat(server.sessions()).singleElement().satisfies(session -> {
                assertThat(session.ending()).isEqualTo(RecordedSession.Ending.OPEN);
                assertThat(session.user()).isEqualTo(Optional.empty());
            });
        }
        assertThat(ended().ending()).isEqualTo(RecordedSession.Ending.LOST);
    }

    @Test
    void ofALongSessionTheBeginningAndTheEndAreKept() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            for (int i = 0; i < 1000; i++) {
                client.ok("NOOP");
            }
            client.ok("QUIT");
            client.assertEnds();
        }
        RecordedSession session = ended();

        assertThat(session.lines()).hasSize(Bounded.FIRST + Bounded.LAST + 1);
        assertThat(session.lines().get(Bounded.FIRST)).isEqualTo("*: 1507 lines left out");
        assertThat(session.commands()).startsWith("USER alice").endsWith("QUIT");
        assertThat(session.exchangesLeftOut()).isEqualTo(502);
    }

    @Test
    void onlyTheLastSessionsAreKept() throws IOException {
        for (int i = 0; i < SessionLog.KEPT + 3; i++) {
            try (LineClient client = LineClient.clear(server)) {
                client.ok("QUIT");
            }
        }
        server.await().session(SessionLog.KEPT + 3);
        assertThat(server.sessions()).hasSize(SessionLog.KEPT);
        assertThat(server.sessions().get(0).number()).isEqualTo(4);
    }

    private RecordedSession ended() {
        return Awaitility.await()
                .until(() -> server.sessions().get(0), session -> session.ending() != RecordedSession.Ending.OPEN);
    }
}
