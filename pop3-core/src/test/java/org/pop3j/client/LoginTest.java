package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.ResponseCode;

class LoginTest {
    private static final String GREETED = """
            S: +OK
            C: CAPA
            S: -ERR
            """;

    @Test
    void capabilitiesAreAskedAgainAfterLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: USER
                        S: .
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK welcome
                        C: CAPA
                        S: +OK
                        S: USER
                        S: UIDL
                        S: PIPELINING
                        S: .
                        """);
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.capabilities().has(Capabilities.PIPELINING)).isTrue();
            assertThat(maildrop.capabilities().has(Capabilities.UIDL)).isTrue();
        }
    }

    @Test
    void capabilitiesRefusedAfterLoginAreNone() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: PIPELINING
                        S: .
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK welcome
                        C: CAPA
                        S: -ERR
                        """);
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.capabilities()).isEqualTo(Capabilities.NONE);
        }
    }

    @Test
    void refusedNameIsALoginExceptionAndNoPasswordIsSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED + """
                        C: USER alice
                        S: -ERR [SYS/PERM] closed
                        ! hold
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessage("USER refused in AUTHORIZATION: [SYS/PERM] closed");
        }
    }

    @Test
    void refusedPasswordLeavesTheConnectionUsable() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED + """
                        C: USER alice
                        S: +OK
                        C: PASS wrong
                        S: -ERR [auth] no
                        C: USER alice
                        S: +OK
                        C: PASS right one
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: NOOP
                        S: +OK
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            Pop3LoginException refusal = catchThrowableOfType(
                    Pop3LoginException.class, () -> connection.login("alice", "wrong".toCharArray()));
            assertThat(refusal.keyword()).isEqualTo(Keyword.PASS);
            assertThat(refusal.code()).contains(ResponseCode.AUTH);
            connection.login("alice", "right one".toCharArray()).noop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C: USER alice\n", "C: USER alice\nS: +OK\nC: PASS secret\n"})
    void serverThatClosesDuringLoginHasRefusedNothing(String broken) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED + broken);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    void connectionThatIsResetDuringLoginHasRefusedNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED + """
                        C: USER alice
                        ! reset
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
        }
    }

    @Test
    void passwordThatTheServerRepeatsIsMasked() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED + """
                        C: USER alice
                        S: +OK
                        C: PASS sesam offen
                        S: -ERR not understood: "PASS sesam offen", I said: SESAM OFFEN
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            Pop3LoginException refusal = catchThrowableOfType(
                    Pop3LoginException.class, () -> connection.login("alice", "sesam offen".toCharArray()));
            assertThat(refusal.getMessage())
                    .isEqualTo("PASS refused in AUTHORIZATION: not understood: \"PASS ****\", I said: ****");
            assertThat(refusal.statusLine().toString()).doesNotContainIgnoringCase("sesam");
            assertThat(refusal).hasNoCause().hasNoSuppressedExceptions();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF8", "USER", "SASL USER"})
    @DisplayName("C-U8-02")
    void nothingBeyondAsciiIsSentToAServerThatDoesNotAnnounceUtf8User(String capability) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play("S: +OK\nC: CAPA\nS: +OK\nS: " + capability + "\nS: .\nC: QUIT\nS: +OK\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", "s\u00e4cret".toCharArray()))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class)
                    .hasMessageEndingWith("USER and PASS take only ASCII here: the server does not announce UTF8 USER");
            assertThatThrownBy(() -> connection.login("\u00e4lice", "secret".toCharArray()))
                    .isInstanceOf(Pop3Exception.class);
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-U8-02")
    void toAServerThatAnnouncesUtf8UserItIsSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: utf8 user
                        S: .
                        C: USER \u00c3\u00a4lice
                        S: +OK
                        C: PASS s\u00c3\u00a4cret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Maildrop maildrop =
                        server.client().build().connect().login("\u00e4lice", "s\u00e4cret".toCharArray())) {
            assertThat(maildrop.loginMethod()).isEqualTo("USER");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\r\nDELE 1", "secret\n", "secret\0", ""})
    void passwordThatCouldSmuggleACommandIsRefusedBeforeAnythingIsSent(String password) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login("alice", password.toCharArray()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice\r\nDELE 1", "alice\n", "ali\0ce", ""})
    void nameThatCouldSmuggleACommandIsRefusedBeforeAnythingIsSent(String user) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETED);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(user, "secret".toCharArray()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void callersPasswordIsNotChanged() throws Exception {
        char[] password = "secret".toCharArray();
        try (ScriptedServer server = ScriptedServer.play(ScriptedServer.loggedIn(""));
                Maildrop maildrop = server.client().build().connect().login("alice", password)) {
            assertThat(password).isEqualTo("secret".toCharArray());
            assertThat(maildrop.toString()).doesNotContain("secret").doesNotContain("alice");
        }
    }

    @Test
    void loggedInConnectionBelongsToTheMaildrop() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(ScriptedServer.loggedIn("""
                        C: NOOP
                        S: +OK
                        """));
                Pop3Connection connection = server.client().build().connect();
                Maildrop maildrop = connection.login("alice", "secret".toCharArray())) {
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::quit).isInstanceOf(IllegalStateException.class);
            maildrop.noop();
        }
    }
}
