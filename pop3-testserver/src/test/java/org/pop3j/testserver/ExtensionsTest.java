package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a server offers only if it is told to: a delay between logins (RFC 2449), UTF8 and LANG (RFC 6856). */
class ExtensionsTest {
    @Test
    @DisplayName("S-CAP-10, S-AUT-12")
    void theDelayCountsFromTheLastSuccessfulLoginAndKeepsNoLock() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder()
                .user("alice", "secret")
                .user("bob", "secret")
                .loginDelay(Duration.ofMinutes(10))
                .start()) {
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.lines("CAPA")).contains("LOGIN-DELAY 600");
                client.ok("QUIT");
            }
            server.passTime(Duration.ofSeconds(500));
            try (LineClient client = LineClient.clear(server)) {
                client.ok("USER alice");
                assertThat(client.command("PASS wrong")).startsWith("-ERR [AUTH] ");
                client.ok("USER alice");
                assertThat(client.command("PASS secret")).startsWith("-ERR [LOGIN-DELAY] ");
                assertThat(client.command("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).startsWith("-ERR [LOGIN-DELAY] ");
                assertThat(server.maildrop("alice").locked()).isFalse();
                client.login("bob", "secret");
            }
            server.passTime(Duration.ofSeconds(100));
            try (LineClient client = LineClient.alice(server)) {
                client.ok("QUIT");
            }
            server.reset();
            try (LineClient client = LineClient.alice(server)) {
                client.ok("QUIT");
            }
        }
    }

    @Test
    void aDelayIsToldInWholeSeconds() {
        Pop3TestServer.Builder builder = Pop3TestServer.builder();
        for (Duration delay : new Duration[] {Duration.ofMillis(1500), Duration.ofSeconds(-1)}) {
            assertThatThrownBy(() -> builder.loginDelay(delay)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("S-CAP-12")
    void whatIsTooOldIsGoneAtTheNextLogin() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder()
                .user("alice", "secret")
                .expire(Duration.ofDays(2))
                .autologout(Duration.ofDays(9))
                .start()) {
            TestMaildrop maildrop = server.maildrop("alice");
            maildrop.deliver("old\r\n".getBytes(UTF_8));
            server.passTime(Duration.ofHours(47));
            maildrop.deliver("new\r\n".getBytes(UTF_8));
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.lines("CAPA")).contains("EXPIRE 2").doesNotContain("EXPIRE NEVER");
                server.passTime(Duration.ofHours(1));
                assertThat(client.command("STAT")).isEqualTo("+OK 2 10");
                assertThat(client.message("RETR 1")).isEqualTo("old\r\n".getBytes(UTF_8));
                client.ok("QUIT");
            }
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.message("RETR 1")).isEqualTo("new\r\n".getBytes(UTF_8));
                assertThat(client.command("STAT")).isEqualTo("+OK 1 5");
            }
            assertThat(maildrop.count()).isEqualTo(1);
            assertThat(maildrop.updates()).isEqualTo(1);
        }
        for (Duration age : new Duration[] {Duration.ZERO, Duration.ofHours(30), Duration.ofDays(-1)}) {
            assertThatThrownBy(() -> Pop3TestServer.builder().expire(age)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("S-CAP-09, S-CAP-12")
    void aMessageIsKeptForTheWholeOfItsTime() throws IOException {
        Duration age = Duration.ofDays(1);
        Duration last = Duration.ofSeconds(10);
        try (Pop3TestServer server =
                Pop3TestServer.builder().user("alice", "secret").expire(age).start()) {
            // Whatever the time is: near the end of a minute, so that one who counts minutes counts a whole one too
            // much.
            server.passTime(Duration.ofSeconds(59 - Math.floorMod(Instant.now().getEpochSecond(), 60L)));
            server.maildrop("alice").deliver("a: b\r\n".getBytes(UTF_8));
            server.passTime(age.minus(last));
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("STAT")).isEqualTo("+OK 1 6");
                client.ok("QUIT");
            }
            server.passTime(last);
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("STAT")).isEqualTo("+OK 0 0");
            }
        }
    }

    @Test
    void utf8OpensNamesPasswordsAndMessages() throws IOException {
        String name = "J\u00fcrgen";
        try (Pop3TestServer server =
                Pop3TestServer.builder().user(name, "\u00a3").utf8().start()) {
            server.maildrop(name).deliver("Subject: \u00e4\r\n\r\n".getBytes(UTF_8));
            try (LineClient client = LineClient.clear(server)) {
                assertThat(client.lines("CAPA")).contains("UTF8 USER", "LANG");
                login(client, name);
                assertThat(client.command("RETR 1")).startsWith("-ERR [UTF8] ");
                client.ok("LANG i-default");
                client.ok("QUIT");
            }
            try (LineClient client = LineClient.clear(server)) {
                client.ok("UTF8");
                login(client, name);
                assertThat(client.message("RETR 1")).isEqualTo("Subject: \u00e4\r\n\r\n".getBytes(UTF_8));
            }
        }
    }

    private static void login(LineClient client, String name) throws IOException {
        client.send(("USER " + name + "\r\nPASS \u00a3\r\n").getBytes(UTF_8));
        assertThat(client.line()).startsWith("+OK");
        assertThat(client.line()).startsWith("+OK");
    }
}
