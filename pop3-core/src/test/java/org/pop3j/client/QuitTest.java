package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ResponseCode;

/** What is known about the marked messages after QUIT. */
class QuitTest {
    private static final String MARKED = loggedIn("""
            C: DELE 1
            S: +OK
            """);

    @Test
    void quitReturnsIfTheServerHasConfirmed() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + """
                        C: QUIT
                        S: +OK bye
                        """);
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            maildrop.quit();
            assertThatThrownBy(maildrop::quit).isInstanceOf(IllegalStateException.class);
            assertThatCode(maildrop::close).doesNotThrowAnyException();
        }
    }

    @Test
    void refusedQuitSaysSo() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + """
                        C: QUIT
                        S: -ERR [SYS/TEMP] some deleted messages not removed
                        """);
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            Pop3ReplyException refusal = catchThrowableOfType(Pop3ReplyException.class, maildrop::quit);
            assertThat(refusal.keyword()).isEqualTo(Keyword.QUIT);
            assertThat(refusal.code()).contains(ResponseCode.SYS_TEMP);
            assertThat(refusal).hasMessageContaining("TRANSACTION");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "R: +OK by", "R: +OK\\r", "! reset"})
    void quitWithoutACompleteAnswerLeavesTheUpdateUnknown(String end) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + "C: QUIT\n" + end);
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(UpdateUnknownException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void garbageInAnswerToQuitLeavesTheUpdateUnknown() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + """
                        C: QUIT
                        S: 250 goodbye
                        """);
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(UpdateUnknownException.class)
                    .hasCauseInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    void quitHasATimeoutOfItsOwnAndThenTheUpdateIsUnknown() throws Exception {
        Duration timeout = Duration.ofMillis(700);
        try (ScriptedServer server = ScriptedServer.play(MARKED + """
                        C: QUIT
                        ! hold
                        """);
                Maildrop maildrop = ScriptedServer.login(server.client().quitTimeout(timeout))) {
            maildrop.dele(1);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(UpdateUnknownException.class)
                    .cause()
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("QUIT in TRANSACTION: no answer within " + timeout);
        }
    }

    @Test
    void quitMayTakeLongerThanAnyOtherCommand() throws Exception {
        Duration shorterThanAllTheQuiet = Duration.ofSeconds(1);
        try (ScriptedServer server = ScriptedServer.play(MARKED + """
                        C: QUIT
                        ! quiet
                        ! quiet
                        ! quiet
                        ! quiet
                        ! quiet
                        ! quiet
                        ! quiet
                        ! quiet
                        S: +OK removed a great many
                        """);
                Maildrop maildrop = ScriptedServer.login(
                        server.client().readTimeout(shorterThanAllTheQuiet).commandTimeout(shorterThanAllTheQuiet))) {
            maildrop.dele(1);
            maildrop.quit();
        }
    }

    @Test
    void connectionThatEndedAfterDeleNeverLooksLikeAnUpdate() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + "! deaf\n");
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            assertThatThrownBy(maildrop::quit).isInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void quitAfterALostConnectionIsNotSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(MARKED + "C: DELE 2\n");
                Maildrop maildrop = server.login()) {
            maildrop.dele(1);
            assertThatThrownBy(() -> maildrop.dele(2)).isInstanceOf(IOException.class);
            assertThatThrownBy(maildrop::quit)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UpdateUnknownException.class)
                    .hasMessageContaining("dropped");
        }
    }
}
