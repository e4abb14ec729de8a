package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Ending a call from another thread. Each is tried {@value #TIMES} times; the median must be below 100 ms, and none may come
 * near a time-out, so that neither a busy machine nor a poll of a clock decides.
 */
class AbortTest {
    private static final Duration PROMISED = Duration.ofMillis(100);
    private static final Duration FAR_BELOW_ANY_TIMEOUT = Duration.ofSeconds(5);
    private static final int TIMES = 5;

    interface Call {
        void run() throws Exception;
    }

    /** What a call throws that blocks until it is aborted. */
    static @Nullable Throwable aborted(Call call, Call wait, Runnable abort) throws Exception {
        return outcome(call, wait, abort, new ArrayList<>());
    }

    private static @Nullable Throwable outcome(Call call, Call wait, Runnable abort, List<Duration> times)
            throws Exception {
        CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        call.run();
                        outcome.complete(null);
                    } catch (Exception e) {
                        outcome.complete(e);
                    }
                },
                "blocked caller");
        caller.setDaemon(true);
        caller.start();
        wait.run();
        long begin = System.nanoTime();
        abort.run();
        Throwable failure = outcome.get(FAR_BELOW_ANY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        times.add(Duration.ofNanos(System.nanoTime() - begin));
        return failure;
    }

    private static void requireAtOnce(List<Duration> times) {
        assertThat(times).hasSize(TIMES);
        assertThat(times.stream().sorted().toList().get(TIMES / 2))
                .as("median of %s", times)
                .isLessThan(PROMISED);
    }

    @Test
    void blockedReadEndsAtOnce() throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: some of it
                        ! at body
                        ! hold
                        """));
                    Maildrop maildrop = server.login()) {
                Throwable failure = outcome(
                        () -> maildrop.retr(1, OutputStream.nullOutputStream()),
                        () -> server.reached("body"),
                        maildrop::abort,
                        times);
                assertThat(failure)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("RETR in TRANSACTION: aborted");
                assertThatThrownBy(maildrop::noop)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("aborted");
                assertThatThrownBy(maildrop::quit)
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(UpdateUnknownException.class);
            }
        }
        requireAtOnce(times);
    }

    @Test
    void blockedWriteEndsAtOnce() throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            try (ScriptedServer server = ScriptedServer.play(pipelining("""
                            C: DELE 1
                            ! deaf
                            ! flood +OK\\n
                            """));
                    Maildrop maildrop = server.login()) {
                Throwable failure = outcome(
                        () -> maildrop.dele(WriteTest.MANY), WriteTest::awaitBlockedWrite, maildrop::abort, times);
                assertThat(failure)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("DELE in TRANSACTION: aborted");
            }
        }
        requireAtOnce(times);
    }

    @Test
    void blockedQuitEndsAtOnceAndTheUpdateIsUnknown() throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                            C: QUIT
                            ! at quit
                            ! hold
                            """));
                    Maildrop maildrop = server.login()) {
                assertThat(outcome(maildrop::quit, () -> server.reached("quit"), maildrop::abort, times))
                        .isInstanceOf(UpdateUnknownException.class)
                        .cause()
                        .hasMessageContaining("aborted");
            }
        }
        requireAtOnce(times);
    }

    @Test
    void blockedLoginEndsAtOnceAndNothingWasRefused() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: USER alice
                        ! at user
                        ! hold
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThat(aborted(
                            () -> connection.login("alice", "secret".toCharArray()),
                            () -> server.reached("user"),
                            connection::abort))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    void waitForTheGreetingEndsAtOnce() throws Exception {
        requireConnectEndsAtOnce("! at blocked\n! hold\n", Tls.NONE, null, "greeting: aborted");
    }

    @Test
    void tlsHandshakeEndsAtOnce() throws Exception {
        requireConnectEndsAtOnce("! deaf\n! at blocked\n! hold\n", Tls.IMPLICIT, null, "TLS handshake: aborted");
    }

    @Test
    void handshakeWithAProxyEndsAtOnce() throws Exception {
        requireConnectEndsAtOnce(
                "! deaf\n! at blocked\n! hold\n", Tls.NONE, "pop.example", "connect through the SOCKS proxy");
    }

    private static void requireConnectEndsAtOnce(String script, Tls tls, @Nullable String behindProxy, String message)
            throws Exception {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            try (ScriptedServer server = ScriptedServer.play(script)) {
                Pop3Client client = behindProxy == null
                        ? server.client().tls(tls).build()
                        : Pop3Client.builder(behindProxy)
                                .proxy(ProxyServer.socks("127.0.0.1", server.port()))
                                .build();
                AtomicReference<Runnable> abort = new AtomicReference<>();
                assertThat(outcome(
                                () -> client.connect(abort::set).close(),
                                () -> {
                                    server.reached("blocked");
                                    WriteTest.awaitFrame("read");
                                },
                                () -> abort.get().run(),
                                times))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining(message)
                        .hasMessageContaining("aborted");
            }
        }
        requireAtOnce(times);
    }

    @Test
    void connectingEndsAtOnce() throws Exception {
        List<Duration> times = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            Pop3Client client = Pop3Client.builder("127.0.0.1")
                    .port(full.getLocalPort())
                    .tls(Tls.NONE)
                    .build();
            for (int i = 0; i < TIMES; i++) {
                CompletableFuture<Runnable> abort = new CompletableFuture<>();
                assertThat(outcome(
                                () -> client.connect(abort::complete).close(),
                                abort::get,
                                () -> abort.join().run(),
                                times))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("connect: aborted");
            }
        }
        requireAtOnce(times);
    }

    @Test
    void attemptThatIsAbortedBeforeItBeginsConnectsToNobody() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Pop3Client client = Pop3Client.builder("127.0.0.1")
                    .port(listener.getLocalPort())
                    .tls(Tls.NONE)
                    .build();
            assertThatThrownBy(() -> client.connect(Runnable::run))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("aborted");
        }
    }

    @Test
    void abortedConnectionFailsBeforeAnythingIsSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("! hold\n"));
                Maildrop maildrop = server.login()) {
            maildrop.abort();
            maildrop.abort();
            assertThatThrownBy(() -> maildrop.dele(1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void interruptEndsABlockedCallAndStays() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: NOOP
                        ! at noop
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            AtomicReference<Thread> caller = new AtomicReference<>();
            AtomicReference<Boolean> stays = new AtomicReference<>();
            assertThat(aborted(
                            () -> {
                                caller.set(Thread.currentThread());
                                try {
                                    maildrop.noop();
                                } finally {
                                    stays.set(Thread.interrupted());
                                }
                            },
                            () -> server.reached("noop"),
                            () -> caller.get().interrupt()))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("NOOP in TRANSACTION: interrupted");
            assertThat(stays.get()).isTrue();
        }
    }
}
