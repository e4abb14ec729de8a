package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Fault;

class WaitingTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aWaitEndsWhenTheSessionDoes() throws Exception {
        LineClient client = LineClient.alice(server);
        CompletableFuture<RecordedSession> waiting =
                CompletableFuture.supplyAsync(() -> server.await().session(1));
        client.ok("NOOP");
        assertThat(waiting).isNotDone();

        client.ok("QUIT");
        assertThat(waiting.get(20, TimeUnit.SECONDS).ending()).isEqualTo(RecordedSession.Ending.QUIT);
        client.close();
    }

    @Test
    void aWaitThatComesToNothingShowsTheSessions() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            client.ok("NOOP");
            assertThatThrownBy(() -> server.await(SHORT).session(1))
                    .isExactlyInstanceOf(AssertionError.class)
                    .hasMessage("waited 0.05 s for the end of session 1\n" + server.transcript())
                    .hasMessageContaining("C: NOOP");
            assertThatThrownBy(() -> server.await(SHORT).quit("alice"))
                    .hasMessageStartingWith("waited 0.05 s for QUIT of alice\n");
            assertThatThrownBy(() -> server.await(SHORT).sessions(2))
                    .hasMessageStartingWith("waited 0.05 s for the end of 2 sessions\n");
        }
        maildrop.deliver(new byte[1]);
        assertThatThrownBy(() -> server.await(SHORT).empty("alice"))
                .hasMessageStartingWith("waited 0.05 s for an empty maildrop of alice, which holds 1\n");
        assertThatThrownBy(() -> server.await(SHORT).until("a miracle", any -> false))
                .hasMessageStartingWith("waited 0.05 s for a miracle\n");
    }

    @Test
    void aWaitTakesAsLongAsItsLimitAndNotTwiceAsLong() {
        Duration limit = Duration.ofSeconds(2);
        long begin = System.nanoTime();
        assertThatThrownBy(() -> server.await(limit).session(1)).isInstanceOf(AssertionError.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(limit, limit.multipliedBy(2));
    }

    @Test
    void moreSessionsThanAreRememberedAreNotWaitedFor() {
        assertThatThrownBy(() -> server.await().sessions(201)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> server.await().session(1))
                .hasMessageStartingWith("interrupted while waiting for the end of session 1\n");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void sessionsAreWaitedForUntilThereAreEnough() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (LineClient client = LineClient.alice(server)) {
                client.ok(i == 1 ? "NOOP" : "QUIT");
            }
        }
        assertThat(server.await().sessions(3))
                .extracting(RecordedSession::ending)
                .containsExactly(RecordedSession.Ending.QUIT, RecordedSession.Ending.LOST, RecordedSession.Ending.QUIT);
    }

    @Test
    void quitIsThatOfTheUserAndNotALostConnection() throws IOException {
        server.addUser("bob", "other");
        for (String user : new String[] {"bob", "alice"}) {
            try (LineClient client = LineClient.clear(server)) {
                client.login(user, user.equals("bob") ? "other" : "secret");
            }
        }
        try (LineClient client = LineClient.alice(server)) {
            client.ok("QUIT");
        }
        assertThat(server.await().quit("alice").number()).isEqualTo(3);
    }

    @Test
    void deliveriesAndClearingWakeAWait() throws Exception {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            server.await().until("two messages", any -> maildrop.count() == 2);
            maildrop.clear();
        });
        maildrop.deliver(new byte[1]);
        maildrop.deliver(new byte[1]);
        server.await().empty("alice");
        waiting.get(20, TimeUnit.SECONDS);
    }

    /** The client's answer is never cut off by a test that has seen the effect and closes the server. */
    @ParameterizedTest
    @ValueSource(strings = {"login user bob: close", "end QUIT: delay 1s", "end QUIT: stall", "end QUIT: half-close"})
    void whoSeesTheEffectOfQuitMayTakeTheServerDownAtOnce(String fault) throws Exception {
        for (int i = 0; i < 100; i++) {
            try (Pop3TestServer shortLived = Pop3TestServer.start();
                    Socket socket = new Socket(shortLived.host(), shortLived.port())) {
                shortLived.inject(Fault.parse(fault));
                shortLived.maildrop("alice").deliver(new byte[1]);
                socket.getOutputStream()
                        .write("USER alice\r\nPASS secret\r\nDELE 1\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                shortLived.await().empty("alice");
                shortLived.stopAccepting();

                String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answers).contains("+OK bye\r\n");
            }
        }
    }

    @Test
    void aFaultThatHappensWakesAWaitThoughNothingIsSaid() throws Exception {
        InjectedFault stall = server.inject(Fault.parse("command NOOP: stall"));
        try (LineClient client = LineClient.alice(server)) {
            CompletableFuture<Void> waiting = waiting(any -> stall.fired() == 1);
            client.send("NOOP\r\n");
            waiting.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSessionThatBeginsWakesAWaitThoughNothingIsSaid() throws Exception {
        CompletableFuture<Void> waiting = waiting(any -> server.sessions().size() == 1);
        try (LineClient client = LineClient.connectTls(server)) {
            waiting.get(20, TimeUnit.SECONDS);
            client.handshake(server.host(), server.clientSslContext());
        }
    }

    /** Gives a wait that has looked once, and that would take a minute to look for the last time. */
    private CompletableFuture<Void> waiting(Predicate<Pop3TestServer> condition) {
        CountDownLatch looked = new CountDownLatch(1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> server.await(Duration.ofMinutes(1)).until("what is asked for", any -> {
                    boolean seen = condition.test(any);
                    looked.countDown();
                    return seen;
                }));
        awaitQuietly(looked);
        return waiting;
    }

    @Test
    void whatNobodyTellsIsSeenAtTheLimit() throws Exception {
        AtomicInteger looks = new AtomicInteger();

        assertThat(new Changes().await(SHORT, () -> looks.incrementAndGet() == 2))
                .isTrue();
    }

    @Test
    void aQuitThatAFaultHoldsBackHoldsNoWaitUp() throws IOException {
        InjectedFault stall = server.inject(Fault.parse("update: stall"));
        try (LineClient client = LineClient.alice(server)) {
            client.send("QUIT\r\n");
            server.await().until("the stall", any -> stall.fired() == 1);
            stall.remove();
            assertThat(client.line()).isEqualTo("+OK bye");
        }
        server.assertThatSession(1).ended(RecordedSession.Ending.QUIT);
    }

    @Test
    void aQuitThatAFaultHasAnsweredHoldsNoWaitUp() throws IOException {
        for (String answer : new String[] {"reply \"+OK not yet\"", "raw \"+OK\\r\\n\""}) {
            InjectedFault fault = server.inject(Fault.parse("command QUIT: " + answer));
            try (LineClient client = LineClient.clear(server)) {
                client.ok("QUIT");
                server.await(SHORT).until("nothing", any -> true);
                fault.remove();
                client.ok("QUIT");
            }
        }
    }

    @Test
    void aQuitIsWaitedForButWhileAFaultHoldsItBack() {
        Changes changes = new Changes();
        SessionLog log = new SessionLog(changes);
        SessionRecord record = log.begin();
        record.received("quit");
        assertThat(log.quitting()).contains(1);
        record.faulted(Fault.slowQuit());
        assertThat(log.quitting()).contains(1);
        record.held();
        assertThat(log.quitting()).isEmpty();
        record.resumed();
        record.replied("+OK bye");
        assertThat(log.quitting()).contains(1);

        assertThatThrownBy(() -> new Waiting(server, log, changes, SHORT).until("nothing", any -> true))
                .hasMessageStartingWith(
                        "waited 0.05 s for nothing; it has come true, but QUIT of session 1 is not answered yet\n");
        record.ended(RecordedSession.Ending.QUIT);
        new Waiting(server, log, changes, SHORT).until("nothing", any -> true);
    }

    @Test
    void noOpenSessionsMeansThatEveryClientIsGone() throws IOException {
        LineClient client = LineClient.alice(server);
        try (LineClient other = LineClient.clear(server)) {
            other.ok("QUIT");
        }
        assertThatThrownBy(server::assertNoOpenSessions)
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage(
                        "connections left open: 1\n" + server.sessions().get(0).transcript());

        client.vanish();
        server.assertNoOpenSessions();
    }

    @Test
    void noChangeIsMissedBetweenALookAndTheWait() throws Exception {
        Changes changes = new Changes();
        for (int i = 0; i < 2_000; i++) {
            CountDownLatch looked = new CountDownLatch(1);
            boolean[] done = new boolean[1];
            Thread other = new Thread(() -> {
                awaitQuietly(looked);
                synchronized (done) {
                    done[0] = true;
                }
                changes.tell();
            });
            other.start();
            assertThat(changes.await(Duration.ofSeconds(20), () -> {
                        boolean seen;
                        synchronized (done) {
                            seen = done[0];
                        }
                        looked.countDown();
                        return seen;
                    }))
                    .isTrue();
            other.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
