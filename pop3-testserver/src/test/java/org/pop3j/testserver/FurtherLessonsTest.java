package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.auth.Mechanism;

/** What other test servers were seen to get wrong about speed, AUTH and their own life; docs/lessons.md lists it. */
class FurtherLessonsTest {
    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    @DisplayName("G1")
    void multiLineAnswersDoNotWaitForAnAcknowledgement() throws IOException {
        maildrop.deliver(octets("Subject: x\r\n\r\n" + "line\r\n".repeat(7000)));
        try (LineClient client = LineClient.alice(server)) {
            List<Long> nanos = IntStream.range(0, 51)
                    .mapToObj(i -> nanosOf(client, "RETR 1"))
                    .sorted()
                    .toList();
            // Nagle's algorithm against a delayed acknowledgement takes forty milliseconds each time.
            assertThat(Duration.ofNanos(nanos.get(25))).isLessThan(Duration.ofMillis(20));
        }
    }

    @Test
    @DisplayName("G14, I1, D1")
    void aFailedLoginLeavesNothingBehind() throws IOException {
        try (Pop3TestServer apop = Pop3TestServer.builder()
                        .user("alice", "secret")
                        .mechanisms(Mechanism.PLAIN, Mechanism.APOP)
                        .start();
                LineClient client = LineClient.clear(apop)) {
            client.refused("AUTH PLAIN AGFsaWNlAHdyb25n");
            client.refused("PASS secret");
            client.refused("APOP alice 0123456789abcdef0123456789abcdef");
            client.refused("STAT");
            client.ok("USER alice");
            client.refused("PASS wrong");
            client.refused("STAT");
            client.login("alice", "secret");
        }
    }

    @Test
    @DisplayName("G19")
    void aUniqueIdIsNotUsedAgainAfterAReset() {
        String before = maildrop.deliver(octets("one"));
        server.reset();
        assertThat(maildrop.deliver(octets("another"))).isNotEqualTo(before);
    }

    @Test
    @DisplayName("G20")
    void namesAndPasswordsAreOctetsOfUtf8WhateverTheDefaultCharsetIs() throws IOException {
        try (Pop3TestServer utf8 = Pop3TestServer.builder()
                        .user("caf\u00e9", "gr\u00fc\u00dfe")
                        .utf8()
                        .start();
                LineClient client = LineClient.clear(utf8)) {
            assertThat(client.command("USER caf\u00e9")).startsWith("-ERR").doesNotContain("?");
            client.login("caf\u00c3\u00a9", "gr\u00c3\u00bc\u00c3\u009fe");
        }
    }

    @Test
    @DisplayName("G22, V1")
    void aChallengeIsPlusAndAnAsteriskCancels() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.refused("*")).doesNotContain("base64");
            assertThat(client.command("AUTH CRAM-MD5")).startsWith("+ ");
            client.refused("*");
            client.login("alice", "secret");
        }
    }

    @Test
    @DisplayName("G24")
    void aResetKeepsPortAndUsersAndNeedsNoRestart() throws IOException {
        int port = server.port();
        server.addUser("bob", "other");
        server.reset();
        assertThat(server.port()).isEqualTo(port);
        server.maildrop("bob").deliver(octets("one"));
        assertThat(server.maildrop("bob").count()).isEqualTo(1);
        try (LineClient client = LineClient.clear(server)) {
            client.login("bob", "other");
            assertThat(client.command("STAT")).isEqualTo("+OK 1 5");
        }
    }

    @Test
    @DisplayName("G24")
    void aBusyPortIsNamedWithItsCause() {
        Pop3TestServer.Builder busy = Pop3TestServer.builder().port(server.port());
        assertThatThrownBy(busy::start)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(server.port()))
                .hasCauseInstanceOf(BindException.class);
    }

    @Test
    @DisplayName("J5")
    void aGreetingHasATimestampOnlyIfThereIsApop() throws IOException {
        try (LineClient client = LineClient.connect(server)) {
            assertThat(client.line()).doesNotContain("<");
            client.refused("APOP alice 0123456789abcdef0123456789abcdef");
        }
    }

    @Test
    @DisplayName("J7")
    void retrSaysHowManyOctetsCome() throws IOException {
        maildrop.deliver(octets("one"));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("RETR 1")).isEqualTo("+OK 5 octets");
            assertThat(client.restOfAnswer()).containsExactly("one");
        }
    }

    @Test
    @DisplayName("J8")
    void closingDoesNotWaitForIdleClients() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            long before = System.nanoTime();
            server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            client.assertEnds();
        }
    }

    @Test
    @DisplayName("V5")
    void theRecordKeepsNoBodies() throws IOException {
        maildrop.deliver(octets("Subject: x\r\n\r\n" + "line\r\n".repeat(100_000)));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("RETR 1");
            client.skipAnswer();
            client.ok("NOOP");
            assertThat(String.join("", server.sessions().get(0).lines())).hasSizeLessThan(2000);
        }
    }

    @ParameterizedTest
    @DisplayName("I3")
    @ValueSource(ints = {65_535, 65_536, 70_000, 200_000})
    void longLinesComeWhole(int octets) throws IOException {
        String message = "Subject: x\r\n\r\n" + "x".repeat(octets) + "\r\nend\r\n";
        maildrop.deliver(octets(message));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.message("RETR 1")).isEqualTo(octets(message));
            client.ok("NOOP");
        }
    }

    @Test
    @DisplayName("M5")
    void everyMessageIsListed() throws IOException {
        IntStream.range(0, 150).forEach(i -> maildrop.deliver(octets("message " + i)));
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("STAT")).startsWith("+OK 150 ");
            assertThat(client.lines("LIST")).hasSize(150);
            assertThat(client.command("LIST 150")).isEqualTo("+OK 150 13");
        }
    }

    @Test
    @DisplayName("O1")
    void aBadUserHasOneAnswer() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("USER");
            client.refused("USER a b");
            client.lines("CAPA");
        }
    }

    @Test
    @DisplayName("O2")
    void aMessageThatIsTakenAwayDuringASessionIsSentWholeOrRefused() throws IOException {
        maildrop.deliver(octets("one"));
        try (LineClient client = LineClient.alice(server)) {
            maildrop.clear();
            String status = client.command("RETR 1");
            if (status.startsWith("+OK")) {
                assertThat(client.restOfAnswer()).containsExactly("one");
            } else {
                assertThat(status).startsWith("-ERR");
            }
            client.ok("NOOP");
        }
    }

    private static long nanosOf(LineClient client, String command) {
        try {
            long before = System.nanoTime();
            client.ok(command);
            client.skipAnswer();
            return System.nanoTime() - before;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
