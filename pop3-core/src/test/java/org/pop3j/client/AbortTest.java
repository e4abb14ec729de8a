package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ending a call from another thread. */
class AbortTest {
    /** The goal is 100 ms; what it must not be is any of the time-outs. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    interface Call {
        void run() throws IOException;
    }

    /** What a call throws that blocks until it is aborted. */
    static @Nullable Throwable aborted(Call call, Call wait, Runnable abort) throws Exception {
        CompletableFuture<@Nullable Throwable> outcome = new CompletableFuture<>();
        Thread caller = new Thread(
                () -> {
                    try {
                        call.run();
                        outcome.complete(null);
                    } catch (IOException | RuntimeException e) {
                        outcome.complete(e);
                    }
                },
                "blocked caller");
        caller.setDaemon(true);
        caller.start();
        wait.run();
        abort.run();
        return outcome.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Test
    void blockedReadEndsAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: some of it
                        ! at body
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            Throwable failure = aborted(
                    () -> maildrop.retr(1, OutputStream.nullOutputStream()),
                    () -> server.reached("body"),
                    maildrop::abort);
            assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("RETR in TRANSACTION: aborted");
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class).hasMessageContaining("aborted");
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void blockedQuitEndsAtOnceAndTheUpdateIsUnknown() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: QUIT
                        ! at quit
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(aborted(maildrop::quit, () -> server.reached("quit"), maildrop::abort))
                    .isInstanceOf(UpdateUnknownException.class)
                    .cause()
                    .hasMessageContaining("aborted");
        }
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
    void blockedConnectEndsAtOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        ! at greeting
                        ! hold
                        """)) {
            AtomicReference<Runnable> abort = new AtomicReference<>();
            assertThat(aborted(
                            () -> server.client().build().connect(abort::set).close(),
                            () -> server.reached("greeting"),
                            () -> abort.get().run()))
                    .isInstanceOf(IOException.class);
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
}
