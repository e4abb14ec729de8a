package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.io.OutputStream;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** UTF8 and LANG (RFC 6856). */
class Utf8Test {
    private static final String BEGIN = "S: +OK\nC: CAPA\nS: -ERR\n";

    @Test
    @DisplayName("C-U8-01: UTF8 is asked for before the login, and a refusal leaves the connection usable")
    void utf8BeforeTheLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(BEGIN + """
                        C: UTF8
                        S: -ERR not now
                        C: UTF8
                        S: +OK
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(connection::utf8).isInstanceOf(Pop3ReplyException.class);
            connection.utf8();
            connection.login("alice", "secret".toCharArray());
            assertThatThrownBy(connection::utf8).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(connection::lang).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> connection.lang("en")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    @DisplayName("C-U8-03: a message that needs UTF-8 mode says so, and the session goes on")
    void messageNeedsUtf8() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: -ERR [UTF8] its header is UTF-8
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(Pop3ReplyException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(Reason.UTF8));
            maildrop.noop();
        }
    }

    @Test
    void languagesAreListedAndChosenInBothStates() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(BEGIN + """
                        C: LANG
                        S: +OK
                        S: en English
                        R: fr fran\\303\\247ais\\r\\n
                        S: i-default
                        S: .
                        C: LANG fr
                        S: +OK fr oui
                        C: USER alice
                        S: +OK
                        C: PASS secret
                        S: +OK
                        C: CAPA
                        S: -ERR
                        C: LANG
                        S: +OK
                        S: .
                        C: LANG *
                        S: -ERR
                        """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThat(connection.lang())
                    .containsExactly(
                            Map.entry("en", "English"), Map.entry("fr", "fran\u00E7ais"), Map.entry("i-default", ""));
            connection.lang("fr");
            Maildrop maildrop = connection.login("alice", "secret".toCharArray());
            assertThat(maildrop.lang()).isEmpty();
            assertThatThrownBy(() -> maildrop.lang("*")).isInstanceOf(Pop3ReplyException.class);
            assertThatThrownBy(() -> maildrop.lang("en\r\nQUIT")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
