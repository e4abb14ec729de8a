package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other test servers were seen to get wrong about commands, logins and connections; docs/lessons.md lists it. */
class LessonsTest {
    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    @DisplayName("G2, G21")
    void rsetAndNoopAreRefusedBeforeLogin() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            for (String command :
                    List.of("RSET", "NOOP", "STAT", "LIST", "LIST 1", "RETR 1", "DELE 1", "TOP 1 0", "UIDL")) {
                client.refused(command);
            }
            client.login("alice", "secret");
        }
    }

    @ParameterizedTest
    @DisplayName("G9, G10, G11, G12, J3, J4, J6, V2, D5")
    @ValueSource(
            strings = {
                "UIDL x",
                "RETR",
                "RETR x",
                "RETR 0",
                "RETR -1",
                "RETR 1x",
                "RETR 1.0",
                "RETR 1:5",
                "RETR 1 2",
                "RETR  1",
                "RETR 1 ",
                " RETR 1",
                "RETR 4294967297",
                "RETR 18446744073709551617",
                "RETR 3",
                "DELE",
                "DELE 4294967297",
                "LIST 1 2",
                "LIST 0",
                "LIST x",
                "TOP",
                "TOP 1",
                "TOP 1 -1",
                "TOP 1 x",
                "TOP 1 1 1",
                "UIDL 1 1",
                "STAT 1",
                "NOOP x",
                "RSET 1",
                "QUIT extra",
                "CAPA x",
                "XYZZY",
                "HELO example.org",
                "USER alice",
                "PASS secret",
                "STLS",
                "APOP a b",
                "AUTH PLAIN",
                "",
                " ",
                "\t",
                "RETR\0001",
                "R\u00c9TR 1"
            })
    void whatIsMalformedOrOutOfPlaceIsRefusedAndTheSessionGoesOn(String command) throws IOException {
        deliver("one", "two");
        try (LineClient client = LineClient.alice(server)) {
            String status = client.refused(command);
            assertThat(status).startsWith("-ERR ").doesNotContain("Exception").hasSizeLessThanOrEqualTo(510);
            assertThat(client.command("STAT")).isEqualTo("+OK 2 10");
        }
    }

    @Test
    void keywordsComeInAnyCase() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.ok("user alice");
            client.ok("pAsS secret");
            client.ok("sTaT");
        }
    }

    @Test
    @DisplayName("G13, M6")
    void spacesBelongToThePassword() throws IOException {
        server.addUser("bob", "  a b ");
        server.addUser("carol", "a");
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER carol");
            client.refused("PASS a b");
            client.ok("USER bob");
            client.refused("PASS a b");
            client.login("bob", "  a b ");
        }
    }

    @Test
    void passNeedsUserDirectlyBeforeIt() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("PASS secret");
            client.ok("USER alice");
            client.refused("PASS wrong");
            client.refused("PASS secret");
            client.ok("USER alice");
            client.ok("CAPA");
            client.restOfAnswer();
            client.refused("PASS secret");
        }
    }

    @Test
    @DisplayName("G21")
    void unknownUsersAreAnsweredLikeWrongPasswords() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            String known = client.command("USER alice");
            String wrong = client.command("PASS wrong");
            assertThat(client.command("USER nobody")).isEqualTo(known).startsWith("+OK");
            assertThat(client.command("PASS wrong")).isEqualTo(wrong).startsWith("-ERR [AUTH] ");
        }
    }

    @Test
    @DisplayName("G16")
    void anOverlongLineGetsOneShortRefusalAndItsTailIsNoCommand() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            byte[] filler = octets("x".repeat(1 << 16));
            client.send("USER ");
            for (int i = 0; i < 80; i++) {
                client.send(filler);
            }
            client.send(" QUIT\r\nCAPA\r\n");
            assertThat(client.line()).startsWith("-ERR").hasSizeLessThanOrEqualTo(510);
            assertThat(client.line()).startsWith("+OK");
            client.restOfAnswer();
            client.login("alice", "secret");
        }
    }

    @Test
    void commandsOf255OctetsAreTaken() throws IOException {
        String name = "u".repeat(248);
        server.addUser(name, "p".repeat(248));
        try (LineClient client = LineClient.clear(server)) {
            client.login(name, "p".repeat(248));
        }
    }

    @Test
    @DisplayName("G17, V4, D4")
    void capabilitiesAreToldBeforeAndAfterLogin() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.lines("CAPA"))
                    .contains("TOP", "UIDL", "USER", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING", "STLS")
                    .anyMatch(line -> line.startsWith("IMPLEMENTATION "))
                    .doesNotHaveDuplicates();
            client.login("alice", "secret");
            assertThat(client.lines("CAPA"))
                    .contains("TOP", "UIDL", "USER", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING")
                    .doesNotContain("STLS");
        }
    }

    @Test
    void pipelinedCommandsAreAnsweredInOrderAcrossTheLogin() throws IOException {
        deliver("one");
        try (LineClient client = LineClient.clear(server)) {
            client.send("USER alice\r\nPASS secret\r\nSTAT\r\nRETR 1\r\nDELE 1\r\nQUIT\r\n");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).isEqualTo("+OK 1 5");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.restOfAnswer()).containsExactly("one");
            assertThat(client.line()).startsWith("+OK");
            assertThat(client.line()).startsWith("+OK");
            client.assertEnds();
        }
        assertThat(maildrop.count()).isZero();
    }

    @Test
    void aCommandCountsOnlyWithItsLineEndHoweverItIsCut() throws IOException {
        deliver("one");
        try (LineClient client = LineClient.clear(server)) {
            for (byte octet : octets("USER alice\r\nPASS secret\r\nDELE 1\r\n")) {
                client.send(new byte[] {octet});
            }
            for (int i = 0; i < 3; i++) {
                assertThat(client.line()).startsWith("+OK");
            }
            client.send("QUIT");
        }
        awaitUnlocked();
        assertThat(maildrop.count()).isEqualTo(1);
    }

    @Test
    void manyLargeAnswersWaitForAClientThatWritesFirst() throws IOException {
        byte[] message = octets("Subject: large\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(30_000));
        maildrop.deliver(message);
        try (LineClient client = LineClient.alice(server)) {
            client.send("RETR 1\r\n".repeat(5) + "NOOP\r\n".repeat(2000));
            for (int i = 0; i < 5; i++) {
                assertThat(client.line()).startsWith("+OK");
                assertThat(String.join("\r\n", client.restOfAnswer()).length() + 2)
                        .isEqualTo(message.length);
            }
            for (int i = 0; i < 2000; i++) {
                assertThat(client.line()).startsWith("+OK");
            }
        }
    }

    @Test
    @DisplayName("V3")
    void manyClientsAreServedAtOnce() throws IOException {
        try (LineClient first = LineClient.clear(server);
                LineClient second = LineClient.clear(server);
                LineClient third = LineClient.clear(server)) {
            first.ok("CAPA");
            first.restOfAnswer();
            third.login("alice", "secret");
            second.ok("QUIT");
            second.assertEnds();
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

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
