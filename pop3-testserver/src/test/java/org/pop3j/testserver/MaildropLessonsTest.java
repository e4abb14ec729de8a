package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other test servers were seen to get wrong about messages and maildrops; docs/lessons.md lists it. */
class MaildropLessonsTest {
    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    @DisplayName("G2, D3")
    void rsetHasOneStatusLine() throws IOException {
        deliver("one", "two");
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            client.ok("RSET");
            assertThat(client.command("STAT")).isEqualTo("+OK 2 10");
        }
    }

    @Test
    @DisplayName("G3")
    void deliveryDuringRsetDisturbsNobody() throws Exception {
        deliver("one");
        try (LineClient client = LineClient.alice(server)) {
            CompletableFuture<Void> delivery = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 2000; i++) {
                    deliver("more");
                }
            });
            for (int i = 0; i < 150; i++) {
                client.ok("RSET");
                assertThat(client.command("STAT")).isEqualTo("+OK 1 5");
            }
            delivery.get(30, TimeUnit.SECONDS);
        }
        assertThat(maildrop.count()).isEqualTo(2001);
    }

    @ParameterizedTest
    @DisplayName("G4, G5, G15, J2, M3, M4, M7, V7")
    @ValueSource(
            strings = {
                "Subject: x\r\n\r\nbody\r\n",
                "Subject: x\r\n\r\nno end",
                "Subject: x\r\n\r\n",
                "Subject: x\r\n",
                "Subject: x\n\nbare\nLF\n",
                "Subject: x\r\n\r\ntrailing\r\n\r\n\r\n\r\n",
                "Subject: x\r\n\r\n.\r\n..\r\n.a\r\n\r\n.",
                "Subject: x\n\na\n.\nb\n..\n.",
                "Subject: x\r\n\r\n\r.\rc",
                ".\r\n",
                ".",
                "\r\n",
                "",
                "Subject: \u00e9\u0000\u00ff\r\n\r\n\u0000\r\n"
            })
    void sizesAreExactAndTheContentIsWhole(String message) throws IOException {
        maildrop.deliver(octets(message));
        try (LineClient client = LineClient.alice(server)) {
            byte[] received = client.message("RETR 1");
            assertThat(received).isEqualTo(canonical(message));
            assertThat(client.command("LIST 1")).isEqualTo("+OK 1 " + received.length);
            assertThat(client.lines("LIST")).containsExactly("1 " + received.length);
            assertThat(client.command("STAT")).isEqualTo("+OK 1 " + received.length);
            assertThat(client.message("RETR 1")).isEqualTo(received);
            assertThat(client.message("TOP 1 1000000")).isEqualTo(received);
            assertThat(maildrop.messages().get(0).octets()).isEqualTo(received.length);
        }
    }

    @Test
    @DisplayName("G15, M1")
    void linesWithADotAreStuffedInRetrAndTop() throws IOException {
        maildrop.deliver(octets("Subject: x\n.odd: y\n\n.\n.x\n"));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("RETR 1")).containsExactly("Subject: x", "..odd: y", "", "..", "..x");
            assertThat(client.lines("TOP 1 0")).containsExactly("Subject: x", "..odd: y", "");
            assertThat(client.lines("TOP 1 1")).containsExactly("Subject: x", "..odd: y", "", "..");
            assertThat(client.lines("TOP 1 2")).containsExactly("Subject: x", "..odd: y", "", "..", "..x");
            client.ok("NOOP");
        }
    }

    @Test
    @DisplayName("G6, M2, D2, I2")
    void aDeletedMessageIsGoneForEveryCommand() throws IOException {
        deliver("one", "two", "three");
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 2");
            for (String command : List.of("RETR 2", "TOP 2 0", "LIST 2", "UIDL 2", "DELE 2")) {
                client.refused(command);
            }
            assertThat(client.command("STAT")).isEqualTo("+OK 2 12");
            assertThat(client.lines("LIST")).containsExactly("1 5", "3 7");
            assertThat(client.lines("UIDL")).extracting(line -> line.charAt(0)).containsExactly('1', '3');
            client.ok("RETR 3");
            client.restOfAnswer();
        }
    }

    @Test
    @DisplayName("S-UID-04, G7")
    void aDroppedConnectionUndoesItsDeletions() throws IOException {
        List<String> ids = deliver("one", "two");
        LineClient client = LineClient.alice(server);
        client.ok("DELE 1");
        client.vanish();
        awaitUnlocked();

        try (LineClient next = LineClient.alice(server)) {
            assertThat(next.command("STAT")).isEqualTo("+OK 2 10");
            assertThat(next.lines("UIDL")).containsExactly("1 " + ids.get(0), "2 " + ids.get(1));
            next.ok("QUIT");
        }
        assertThat(maildrop.count()).isEqualTo(2);
        assertThat(maildrop.updates()).isEqualTo(1);
    }

    @Test
    void anEndWithoutQuitUndoesDeletionsToo() throws IOException {
        deliver("one");
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
        }
        awaitUnlocked();

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    @DisplayName("G8, J1")
    void aSecondSessionIsToldThatTheMaildropIsInUse() throws IOException {
        try (LineClient first = LineClient.alice(server);
                LineClient second = LineClient.clear(server)) {
            second.ok("USER alice");
            assertThat(second.command("PASS secret")).startsWith("-ERR [IN-USE] ");
            second.ok("USER alice");
            assertThat(second.command("PASS wrong")).startsWith("-ERR [AUTH] ");

            first.ok("QUIT");
            second.login("alice", "secret");
        }
    }

    @Test
    void whoComesBackAtOnceAfterALostConnectionGetsIn() throws IOException {
        for (int i = 0; i < 50; i++) {
            LineClient client = LineClient.alice(server);
            client.vanish();
        }
        assertThat(server.sessions())
                .flatExtracting(RecordedSession::lines)
                .noneMatch(line -> line.contains("[IN-USE]"));
    }

    @Test
    @DisplayName("S-TRN-18, G8")
    void mailThatComesDuringASessionIsSeenByTheNextOne() throws IOException {
        deliver("one", "two");
        try (LineClient client = LineClient.alice(server)) {
            deliver("three");
            assertThat(client.command("STAT")).isEqualTo("+OK 2 10");
            client.refused("RETR 3");
            client.ok("DELE 1");
            client.ok("QUIT");
        }
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("LIST")).containsExactly("1 5", "2 7");
            assertThat(client.message("RETR 2")).isEqualTo(octets("three\r\n"));
        }
    }

    @Test
    @DisplayName("S-UID-03, S-UID-05, S-UID-07")
    void uniqueIdsStayAndAreNeverUsedAgain() throws IOException {
        List<String> ids = deliver("twin", "twin", "three");
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("UIDL")).containsExactly("1 " + ids.get(0), "2 " + ids.get(1), "3 " + ids.get(2));
            client.ok("DELE 1");
            client.ok("QUIT");
        }
        String newcomer = deliver("twin").get(0);
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("UIDL")).containsExactly("1 " + ids.get(1), "2 " + ids.get(2), "3 " + newcomer);
            assertThat(client.command("UIDL 2")).isEqualTo("+OK 2 " + ids.get(2));
        }
        assertThat(ids).doesNotContain(newcomer).allMatch(id -> id.matches("[!-~]{1,70}"));
    }

    @Test
    void anEmptyMaildropIsNoError() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 0 0");
            assertThat(client.lines("LIST")).isEmpty();
            assertThat(client.lines("UIDL")).isEmpty();
            client.refused("RETR 1");
        }
    }

    private List<String> deliver(String... messages) {
        return Arrays.stream(messages)
                .map(message -> maildrop.deliver(octets(message)))
                .toList();
    }

    private void awaitUnlocked() {
        Awaitility.await().until(() -> !maildrop.locked());
    }

    /** Written again, by other means than the server's. */
    private static byte[] canonical(String message) {
        String lines = message.replaceAll("\r\n|\r|\n", "\r\n");
        return octets(lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n");
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
