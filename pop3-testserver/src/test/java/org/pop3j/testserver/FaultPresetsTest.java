package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pop3j.auth.Mechanism;
import org.pop3j.testserver.fault.Fault;

/** Each fault that has a name, as a client meets it. */
class FaultPresetsTest {
    private final Pop3TestServer server = Pop3TestServer.builder()
            .user("alice", "secret")
            .mechanisms(Mechanism.PLAIN, Mechanism.APOP)
            .start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @BeforeEach
    void deliver() {
        maildrop.deliver("Subject: one\r\n\r\n.a line that is long enough\r\n".getBytes(ISO_8859_1));
        maildrop.deliver("Subject: two\r\n\r\n".getBytes(ISO_8859_1));
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void everyPresetHasATestOfItsName() {
        List<String> tests = Arrays.stream(FaultPresetsTest.class.getDeclaredMethods())
                .map(Method::getName)
                .toList();
        List<String> presets = Arrays.stream(Fault.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && Modifier.isPublic(method.getModifiers())
                        && method.getReturnType() == Fault.class
                        && method.getParameterCount() == 0)
                .map(Method::getName)
                .toList();
        assertThat(tests).containsAll(presets);
        assertThat(presets).hasSizeGreaterThan(20);
    }

    @Test
    void plaintextAfterStls() throws IOException {
        server.inject(Fault.plaintextAfterStls());
        try (LineClient client = LineClient.clear(server)) {
            client.send("STLS\r\n");
            // In one packet: a client that looks at what has come before its handshake finds it.
            assertThat(new String(client.some(100), ISO_8859_1)).isEqualTo("+OK begin TLS\r\n+OK injected\r\n");
        }
    }

    @Test
    void mailboxInUse() throws IOException {
        assertLoginRefused(Fault.mailboxInUse(), "-ERR [IN-USE] another session has the maildrop open");
    }

    @Test
    void loginTooSoon() throws IOException {
        assertLoginRefused(Fault.loginTooSoon(), "-ERR [LOGIN-DELAY] the last login was too short ago");
    }

    @Test
    void temporarilyUnavailable() throws IOException {
        assertLoginRefused(Fault.temporarilyUnavailable(), "-ERR [SYS/TEMP] try again later");
    }

    private void assertLoginRefused(Fault fault, String answer) throws IOException {
        server.inject(fault);
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            assertThat(client.command("PASS wrong")).startsWith("-ERR [AUTH] ");
            client.ok("USER alice");
            assertThat(client.command("PASS secret")).isEqualTo(answer);
            assertThat(client.command("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).isEqualTo(answer);
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.command("AGFsaWNlAHNlY3JldA==")).isEqualTo(answer);
            assertThat(maildrop.locked()).isFalse();
            server.clearFaults();
            client.login("alice", "secret");
        }
    }

    @Test
    void wrongPasswordOnce() throws IOException {
        server.inject(Fault.wrongPasswordOnce());
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            assertThat(client.command("PASS secret")).isEqualTo("-ERR [AUTH] wrong user name or password");
            client.login("alice", "secret");
        }
    }

    @Test
    void resetOnConnect() throws IOException {
        server.inject(Fault.resetOnConnect());
        try (LineClient client = LineClient.connect(server)) {
            client.assertReset();
        }
    }

    @Test
    void silentServer() throws IOException {
        server.inject(Fault.silentServer());
        try (LineClient client = LineClient.connect(server)) {
            assertThat(client.isSilent()).isTrue();
            server.clearFaults();
            assertThat(client.line()).startsWith("+OK");
        }
    }

    @Test
    void stallAfterGreeting() throws IOException {
        server.inject(Fault.stallAfterGreeting());
        try (LineClient client = LineClient.clear(server)) {
            client.send("CAPA\r\n");
            assertThat(client.isSilent()).isTrue();
            server.clearFaults();
            assertThat(client.line()).startsWith("+OK");
        }
    }

    @Test
    void failedHandshake() throws IOException {
        server.inject(Fault.failedHandshake());
        try (LineClient implicit = LineClient.connectTls(server);
                LineClient stls = LineClient.clear(server)) {
            assertThatThrownBy(() -> implicit.handshake(server.host(), server.clientSslContext()))
                    .isInstanceOf(IOException.class);
            stls.ok("STLS");
            assertThat(stls.rest()).isEmpty();
        }
    }

    @Test
    void tooManyConnections() throws IOException {
        server.inject(Fault.tooManyConnections());
        try (LineClient client = LineClient.connect(server)) {
            assertThat(client.rest()).isEqualTo("-ERR [SYS/TEMP] too many connections\r\n");
        }
    }

    @Test
    void slowDrip() throws IOException {
        server.inject(Fault.slowDrip());
        try (LineClient client = LineClient.connect(server)) {
            long before = System.nanoTime();
            assertThat(client.octets(10)).isEqualTo("+OK pop3j ");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            server.clearFaults();
            assertThat(client.line()).startsWith("test server ready");
        }
    }

    @Test
    void resetDuringRetr() throws IOException {
        server.inject(Fault.resetDuringRetr());
        try (LineClient client = LineClient.alice(server)) {
            client.ok("RETR 1");
            client.assertReset();
        }
    }

    @Test
    void stallDuringRetr() throws IOException {
        server.inject(Fault.stallDuringRetr());
        try (LineClient client = LineClient.alice(server)) {
            client.ok("RETR 1");
            assertThat(client.octets(20)).isEqualTo("Subject: one\r\n\r\n..a ");
            assertThat(client.isSilent()).isTrue();
            server.clearFaults();
            assertThat(client.restOfAnswer()).hasSize(1);
        }
    }

    @Test
    void missingTerminator() throws IOException {
        server.inject(Fault.missingTerminator());
        try (LineClient client = LineClient.alice(server)) {
            client.send("RETR 2\r\nQUIT\r\n");
            assertThat(client.rest()).isEqualTo("+OK 16 octets\r\nSubject: two\r\n\r\n+OK bye\r\n");
        }
    }

    @Test
    void unstuffedDots() throws IOException {
        server.inject(Fault.unstuffedDots());
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("RETR 1")).last().isEqualTo(".a line that is long enough");
        }
    }

    @Test
    void truncatedTop() throws IOException {
        server.inject(Fault.truncatedTop());
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("TOP 1 9")).containsExactly("Subject: one");
            assertThat(client.lines("RETR 1")).hasSize(3);
        }
    }

    @Test
    void bogusSizes() throws IOException {
        server.inject(Fault.bogusSizes());
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("LIST 2")).isEqualTo("+OK 2 1016");
            assertThat(client.lines("LIST")).last().isEqualTo("2 1016");
            assertThat(client.message("RETR 2")).hasSize(16);
        }
    }

    @Test
    void duplicateUniqueIds() throws IOException {
        server.inject(Fault.duplicateUniqueIds());
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("UIDL")).containsExactly("1 duplicate", "2 duplicate");
        }
    }

    @Test
    void changedUniqueIds() throws IOException {
        server.inject(Fault.changedUniqueIds());
        assertThat(uniqueIds()).hasSize(2).doesNotContainAnyElementsOf(uniqueIds());
    }

    private List<String> uniqueIds() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            List<String> uniqueIds = client.lines("UIDL");
            client.ok("QUIT");
            return uniqueIds;
        }
    }

    @Test
    void endlessListing() throws IOException {
        server.inject(Fault.endlessListing());
        try (LineClient client = LineClient.alice(server)) {
            client.ok("UIDL");
            for (int i = 1; i <= 10_000; i++) {
                assertThat(client.line()).startsWith(i + " ");
            }
        }
    }

    @Test
    void messageGone() throws IOException {
        server.inject(Fault.messageGone());
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("LIST")).hasSize(2);
            client.refused("RETR 2");
            client.ok("QUIT");
        }
        assertThat(maildrop.count()).isEqualTo(1);
    }

    @Test
    void dropBeforeUpdate() throws IOException {
        server.inject(Fault.dropBeforeUpdate());
        deleteAndQuit(false);
        Awaitility.await().untilAsserted(() -> assertThat(maildrop.locked()).isFalse());
        assertThat(maildrop.count()).isEqualTo(2);
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    void dropBeforeQuitReply() throws IOException {
        server.inject(Fault.dropBeforeQuitReply());
        deleteAndQuit(false);
        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(maildrop.updates()).isEqualTo(1);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.QUIT));
    }

    @Test
    void quitKeepsMessages() throws IOException {
        server.inject(Fault.quitKeepsMessages());
        deleteAndQuit(true);
        assertThat(maildrop.count()).isEqualTo(2);
        assertThat(maildrop.locked()).isFalse();
    }

    @Test
    void failedUpdate() throws IOException {
        server.inject(Fault.failedUpdate());
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            assertThat(client.command("QUIT")).startsWith("-ERR [SYS/TEMP] ");
            client.assertEnds();
        }
        assertThat(maildrop.count()).isEqualTo(2);
        assertThat(maildrop.locked()).isFalse();
    }

    @Test
    void slowQuit() throws IOException {
        server.inject(Fault.slowQuit());
        long before = System.nanoTime();
        deleteAndQuit(true);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(maildrop.count()).isEqualTo(1);
    }

    private void deleteAndQuit(boolean answered) throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            client.send("QUIT\r\n");
            if (answered) {
                assertThat(client.rest()).isEqualTo("+OK bye\r\n");
            } else {
                client.assertReset();
            }
        }
    }
}
