package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    /** Far below what waiting for clients would take, far above what a busy machine needs. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSessionThatStaysOpenIsRememberedWhateverComesAfterIt() throws IOException {
        try (LineClient stays = LineClient.alice(server)) {
            for (int i = 0; i < 2 * SessionLog.KEPT; i++) {
                try (LineClient client = LineClient.clear(server)) {
                    client.ok("QUIT");
                    client.assertEnds();
                }
            }
            assertThat(server.sessions())
                    .hasSizeLessThanOrEqualTo(SessionLog.KEPT + 1)
                    .first()
                    .satisfies(first -> assertThat(first.number()).isOne());
            stays.ok("QUIT");
        }
    }

    @Test
    void openSessionsAreRememberedBesidesTheLastTwoHundredThatHaveEnded() throws IOException {
        List<LineClient> open = new ArrayList<>();
        for (int i = 0; i < 2 * SessionLog.KEPT; i++) {
            open.add(LineClient.clear(server));
        }
        assertThat(server.sessions()).hasSize(2 * SessionLog.KEPT);

        List<LineClient> first = open.subList(0, SessionLog.KEPT);
        for (LineClient client : first) {
            client.ok("QUIT");
            client.close();
        }
        assertThat(server.await().sessions(SessionLog.KEPT)).hasSize(SessionLog.KEPT);
        assertThat(server.sessions()).hasSize(2 * SessionLog.KEPT);

        for (LineClient client : open) {
            client.close();
        }
        server.await()
                .until(
                        "the end of all",
                        now -> now.sessions().get(0).number() == SessionLog.KEPT + 1
                                && now.sessions().size() == SessionLog.KEPT);
    }

    @Test
    void silenceForEverEndsNoSessionAndNoServer() throws IOException {
        Duration forEver = ChronoUnit.FOREVER.getDuration();
        try (Pop3TestServer patient =
                        Pop3TestServer.builder().autologout(forEver).start();
                LineClient client = LineClient.clear(patient)) {
            patient.passTime(Duration.ofDays(36_499));
            client.ok("QUIT");
            patient.await(forEver).session(1);
        }
    }

    @Test
    void moreTimeThanCanBeCountedIsRefusedAndTheServerGoesOn() throws IOException {
        server.passTime(Duration.ofDays(36_500));
        assertThatThrownBy(() -> server.passTime(Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
        LineClient.alice(server).close();

        server.reset();
        server.passTime(Duration.ofDays(36_500));
        LineClient.alice(server).close();
    }

    @Test
    void aStoppedServerRefusesConnectionsAndComesBackOnItsPorts() throws IOException {
        int port = server.port();
        int tlsPort = server.tlsPort();
        for (int i = 0; i < 10; i++) {
            try (LineClient client = LineClient.alice(server);
                    LineClient secure = LineClient.secure(server)) {
                server.stopAccepting();
                client.assertEnds();
                secure.assertEnds();
            }
            assertThatThrownBy(() -> LineClient.connect(server)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> LineClient.secure(server)).isInstanceOf(ConnectException.class);

            server.startAccepting();
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.tlsPort()).isEqualTo(tlsPort);
        }
    }

    @Test
    void stoppingDeletesNothingAndReleasesEveryLock() throws IOException {
        maildrop.deliver(octets("one"));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            server.stopAccepting();

            assertThat(maildrop.locked()).isFalse();
            assertThat(maildrop.count()).isEqualTo(1);
            assertThat(maildrop.updates()).isZero();
            assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.DROPPED);
        }
        server.startAccepting();
        try (LineClient client = LineClient.alice(server)) {
            assertThat(client.command("STAT")).isEqualTo("+OK 1 5");
        }
    }

    @Test
    void stoppingAndStartingTwiceIsHarmless() throws IOException {
        server.stopAccepting();
        server.stopAccepting();
        server.startAccepting();
        server.startAccepting();
        LineClient.alice(server).close();
    }

    @Test
    void closingLeavesNoThreadWhateverTheClientsAreDoing() throws IOException {
        maildrop.deliver(octets("x".repeat(70).concat("\r\n").repeat(300_000)));
        server.addUser("bob", "secret");
        server.maildrop("bob").deliver(octets("x".repeat(70).concat("\r\n").repeat(300_000)));
        try (LineClient idle = LineClient.clear(server);
                LineClient stuck = LineClient.alice(server);
                LineClient stuckInTls = LineClient.secure(server);
                Socket silentOnTls = new Socket(server.host(), server.tlsPort())) {
            idle.ok("CAPA");
            stuck.send("RETR 1\r\n");
            stuckInTls.login("bob", "secret");
            stuckInTls.send("RETR 1\r\n");
            Awaitility.await()
                    .until(() -> commands("RETR 1") == 2 && server.sessions().size() == 4);
            assertThat(threads()).hasSize(6);

            assertSoon(server::close);
            assertThat(threads()).isEmpty();
            assertThat(silentOnTls.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(maildrop.locked()).isFalse();
        assertThat(server.sessions()).extracting(RecordedSession::ending).containsOnly(RecordedSession.Ending.DROPPED);
    }

    @Test
    @DisplayName("S-GEN-21")
    void aSilentClientIsLoggedOutWithoutAWordAndWithoutUpdate() throws IOException {
        maildrop.deliver(octets("one"));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            server.passTime(Duration.ofMinutes(9));
            client.ok("NOOP");
            server.passTime(Duration.ofMinutes(9));
            client.ok("NOOP");
            server.passTime(Duration.ofMinutes(10));

            assertThat(maildrop.locked()).isFalse();
            assertThat(maildrop.updates()).isZero();
            assertThat(maildrop.count()).isEqualTo(1);
            assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.TIMED_OUT);
            client.assertEnds();
        }
    }

    @Test
    void onlyAWholeCommandTellsThatAClientIsThere() throws IOException {
        server.addUser("bob", "secret");
        try (LineClient client = LineClient.alice(server);
                LineClient other = LineClient.clear(server)) {
            other.login("bob", "secret");
            client.ok("NOOP");
            for (int minute = 0; minute < 9; minute++) {
                client.send("x");
                server.passTime(Duration.ofMinutes(1));
                // Time for the server to read the octet, which must not count.
                other.ok("NOOP");
            }
            server.passTime(Duration.ofMinutes(1));
            other.ok("NOOP");

            assertThat(server.sessions())
                    .extracting(RecordedSession::ending)
                    .containsExactly(RecordedSession.Ending.TIMED_OUT, RecordedSession.Ending.OPEN);
            client.assertEnds();
        }
    }

    @Test
    void aClientThatTakesNothingOfAnAnswerIsLoggedOutToo() throws IOException {
        maildrop.deliver(octets("x".repeat(70).concat("\r\n").repeat(300_000)));
        try (LineClient stuck = LineClient.alice(server)) {
            stuck.send("RETR 1\r\n");
            // More than once, because what fits into the buffers of the system counts as taken.
            Awaitility.await().until(() -> {
                server.passTime(Duration.ofMinutes(11));
                return server.sessions().get(0).ending() == RecordedSession.Ending.TIMED_OUT;
            });
            assertThat(maildrop.locked()).isFalse();
            assertThat(commands("RETR 1")).isEqualTo(1);
        }
    }

    @Test
    void timeDoesNotGoBack() {
        assertThatThrownBy(() -> server.passTime(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsAreDaemonsWithNames() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            assertThat(threads())
                    .allMatch(Thread::isDaemon)
                    .extracting(Thread::getName)
                    .containsExactlyInAnyOrder(
                            "pop3-testserver:" + server.port() + " accept",
                            "pop3-testserver:" + server.tlsPort() + " accept",
                            "pop3-testserver:" + server.port() + " session 1");
        }
    }

    @Test
    void anInterruptedThreadCanCloseTheServerAndStaysInterrupted() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            Thread.currentThread().interrupt();
            server.close();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void closingDeletesWhatWasSpilledAndKeepsTheRest() {
        maildrop.deliver(octets("small"));
        maildrop.deliver(octets("x".repeat(2 * Intake.IN_MEMORY)));
        server.close();

        assertThat(maildrop.messages().get(0).content()).isEqualTo(octets("small\r\n"));
        assertThatThrownBy(maildrop.messages().get(1)::content).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> maildrop.deliver(octets("x".repeat(2 * Intake.IN_MEMORY))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedServerStaysClosed() {
        server.close();
        assertThatCode(server::close).doesNotThrowAnyException();
        assertThatThrownBy(server::startAccepting).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void portsCanBeChosen() throws IOException {
        int port = server.port();
        int tlsPort = server.tlsPort();
        server.close();
        try (Pop3TestServer chosen = Pop3TestServer.builder()
                .port(port)
                .tlsPort(tlsPort)
                .user("alice", "secret")
                .start()) {
            assertThat(chosen.port()).isEqualTo(port);
            assertThat(chosen.tlsPort()).isEqualTo(tlsPort);
            LineClient.alice(chosen).close();
            LineClient.secure(chosen).close();
        }
    }

    @Test
    void aPortThatIsTakenIsNamedAndNothingStaysOpen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = server.port();
            server.close();
            Pop3TestServer.Builder builder = Pop3TestServer.builder().port(port).tlsPort(taken.getLocalPort());

            assertThatThrownBy(builder::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            builder.tlsPort(0).start().close();
        }
    }

    @Test
    void startingAndStoppingTakeNoTimeWorthMentioning() {
        assertSoon(() -> {
            for (int i = 0; i < 100; i++) {
                Pop3TestServer.start().close();
            }
        });
    }

    @Test
    void nothingInTheJvmChanges() throws Exception {
        SSLContext context = SSLContext.getDefault();
        List<String> providers = providers();
        Properties properties = (Properties) System.getProperties().clone();
        String disabled = Security.getProperty("jdk.tls.disabledAlgorithms");

        try (LineClient client = LineClient.secure(server)) {
            client.login("alice", "secret");
        }
        server.close();

        assertThat(SSLContext.getDefault()).isSameAs(context);
        assertThat(providers()).isEqualTo(providers);
        assertThat(System.getProperties()).isEqualTo(properties);
        assertThat(Security.getProperty("jdk.tls.disabledAlgorithms")).isEqualTo(disabled);
    }

    @Test
    void aPasswordChangesFromTheNextLoginOn() throws IOException {
        try (LineClient open = LineClient.alice(server)) {
            server.password("alice", "new secret");
            open.ok("QUIT");
        }
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            client.refused("PASS secret");
            client.login("alice", "new secret");
        }
    }

    @Test
    void usersHaveMaildropsOfTheirOwn() throws IOException {
        server.addUser("bob", "other");
        server.maildrop("bob").deliver(octets("for bob"));
        try (LineClient alice = LineClient.alice(server);
                LineClient bob = LineClient.clear(server)) {
            bob.login("bob", "other");
            assertThat(alice.command("STAT")).isEqualTo("+OK 0 0");
            assertThat(bob.command("STAT")).isEqualTo("+OK 1 9");
        }
    }

    @Test
    void mistakesOfTheCallerAreToldToTheCaller() {
        assertThatThrownBy(() -> server.maildrop("nobody"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("alice");
        assertThatThrownBy(() -> server.password("nobody", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("alice", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("b ob", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("bob", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.addUser("bob", "a\r\nQUIT")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResetServerIsAsGoodAsNewOnTheSamePorts() throws IOException {
        int port = server.port();
        maildrop.deliver(octets("one"));
        server.certificate(TestCertificate.expired());
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            server.reset();
            client.assertEnds();
        }
        assertThat(server.port()).isEqualTo(port);
        assertThat(server.sessions()).isEmpty();
        assertThat(maildrop.count()).isZero();
        try (LineClient client = LineClient.secure(server)) {
            client.login("alice", "secret");
        }
    }

    private long commands(String command) {
        return server.sessions().stream()
                .filter(session -> session.commands().contains(command))
                .count();
    }

    private List<Thread> threads() {
        String clear = "pop3-testserver:" + server.port() + " ";
        String tls = "pop3-testserver:" + server.tlsPort() + " ";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith(clear) || thread.getName().startsWith(tls))
                .toList();
    }

    private static void assertSoon(Runnable action) {
        assertThat(CompletableFuture.runAsync(action)).succeedsWithin(SOON);
    }

    private static List<String> providers() {
        return List.of(Security.getProviders()).stream().map(Object::toString).toList();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
