package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.protocol.DropListing;
import org.pop3j.protocol.Pop3Exception;

/** What servers write behind -ERR. The numbers are those of docs/quirks.md. */
class RefusalQuirksTest {
    private static void requireLoginRefused(String answer, Reason reason) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(
                        "S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS secret\nS: " + answer + "\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(reason));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR [IN-USE] password?, IN_USE",
        "-ERR [in-use/dirty] try later, IN_USE",
        "-ERR [LOGIN-DELAY] wait, TOO_SOON",
        "-ERR [SYS/TEMP] invalid user database, TEMPORARY",
        "-ERR [SYS/PERM] try again later, PERMANENT",
        "-ERR [AUTH] mailbox locked, CREDENTIALS",
        "-ERR [X-OTHER] mailbox locked, UNKNOWN",
        "-ERR Maildrop already locked, IN_USE",
        "-ERR alice lock busy!  Is another session active? (11), IN_USE",
        "-ERR Unable to lock the mailbox for user alice, IN_USE",
        "-ERR your mailbox is in use by another process, IN_USE",
        "'-ERR wait a few minutes, please', TEMPORARY",
        "-ERR Service unavailable, TEMPORARY",
        "-ERR login allowed only every 15 minutes, TOO_SOON",
        "'-ERR Invalid password, please wait', CREDENTIALS",
        "-ERR Authentication failed, CREDENTIALS",
        "-ERR blocked, UNKNOWN",
        "-ERR Your mailbox has been blocked by the administrator, UNKNOWN",
        "'-ERR too many invalid password attempts, account locked', CREDENTIALS",
        "-ERR account is currently in use, IN_USE",
        "-ERR User already logged in, IN_USE",
        "-ERR Another POP3 session is open for this account, IN_USE",
        "-ERR account is locked by another session, IN_USE",
        "-ERR Temporary authentication failure, TEMPORARY",
        "'-ERR authentication server unavailable, try again later', TEMPORARY",
        "-ERR too many concurrent connections from this user, TEMPORARY",
        "-ERR, UNKNOWN"
    })
    @DisplayName("quirk 11, C-DLY-01: a lock, and when to come again, is read from the code, or else from the text")
    void refusalIsUnderstood(String answer, Reason reason) throws Exception {
        requireLoginRefused(answer, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "message size exceeds limit, UNKNOWN",
        "UIDL unavailable, UNKNOWN",
        "TOP is unavailable for this mailbox, UNKNOWN",
        "Download exceed, TEMPORARY",
        "try again later, TEMPORARY"
    })
    @DisplayName("quirk 11, quirk 37: what is refused for good after the login is not asked for again and again")
    void refusalOfACommandIsUnderstood(String text, Reason reason) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: NOOP\nS: -ERR " + text + "\n"));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(maildrop::noop)
                    .isInstanceOfSatisfying(Pop3ReplyException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(reason));
        }
    }

    @Test
    @DisplayName("quirk 11: STAT may be what is refused for having come too soon")
    void statIsRefused() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play(loggedIn("C: STAT\nS: -ERR login allowed only every 15 minutes\n"));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(maildrop::stat).isInstanceOfSatisfying(Pop3ReplyException.class, refusal -> {
                assertThat(refusal.reason()).isEqualTo(Reason.TOO_SOON);
                assertThat(refusal.reason().retry()).isTrue();
            });
        }
    }

    @Test
    @DisplayName(
            "quirk 12: a lock that outlives a lost connection is a reason to come again, not to ask for a password")
    void lockThatOutlivesItsSession() throws Exception {
        requireLoginRefused("-ERR mailbox is locked by another session", Reason.IN_USE);
        assertThat(Reason.IN_USE.retry()).isTrue();
        assertThat(Reason.CREDENTIALS.retry()).isFalse();
    }

    @Test
    @DisplayName(
            "quirk 12: a maildrop that is empty after a lost connection is told as it is; nothing is concluded from it")
    void emptyMaildropIsNoConclusion() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: STAT\nS: +OK 0 0\n"));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.stat()).isEqualTo(new DropListing(0, 0));
        }
    }

    @Test
    @DisplayName("quirk 29: after its own time-out a server refuses every command and hangs up: both are told")
    void sessionThatIsOver() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: NOOP
                        S: -ERR session timed out
                        ! deaf
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(maildrop::noop).isInstanceOf(Pop3ReplyException.class);
            assertThatThrownBy(() -> maildrop.dele(List.of(1))).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("quirk 34: a limit on connections or logins is a reason to come again")
    void tooManyConnections() throws Exception {
        requireLoginRefused("-ERR too many connections for this user", Reason.TEMPORARY);
        requireLoginRefused("-ERR Login limit exceeded", Reason.TEMPORARY);
        try (ScriptedServer server = ScriptedServer.play("S: -ERR Too many connections from your address\n")) {
            assertThatThrownBy(() -> server.client().build().connect())
                    .isInstanceOf(Pop3Exception.class)
                    .hasMessageContaining("Too many connections");
        }
    }

    @Test
    @DisplayName("quirk 34: a throttled login that is called a wrong password cannot be told from one")
    void wrongPasswordIsBelieved() throws Exception {
        requireLoginRefused("-ERR authentication failed", Reason.CREDENTIALS);
    }

    @Test
    @DisplayName("quirk 37: a quota that is used up is a reason to come again, and the session goes on")
    void quotaIsUsedUp() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: DELE 1
                        S: -ERR Download exceed
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.dele(1))
                    .isInstanceOfSatisfying(Pop3ReplyException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(Reason.TEMPORARY));
            maildrop.noop();
        }
    }
}
