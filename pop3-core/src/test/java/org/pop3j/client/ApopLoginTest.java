package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;

/** APOP on a connection (RFC 1939, section 7), with the example of the RFC. */
class ApopLoginTest {
    private static final String GREETING = "S: +OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\n";
    private static final String NO_CAPABILITIES = "C: CAPA\nS: -ERR\n";
    private static final String APOP = "C: APOP mrose c4c9334bac560ecc979e58001b3e22fb\n";

    private static Credentials mrose() {
        return Credentials.password("mrose", "tanstaaf".toCharArray());
    }

    @Test
    void whoAsksForApopGetsIt() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play(GREETING + NO_CAPABILITIES + APOP + "S: +OK\n" + NO_CAPABILITIES);
                Maildrop maildrop = server.client().build().connect().login(mrose().only(Mechanism.APOP))) {
            assertThat(maildrop.loginMethod()).isEqualTo("APOP");
        }
    }

    @Test
    @DisplayName("C-AUT-04")
    void whoDoesNotAskDoesNot() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETING + NO_CAPABILITIES + "! hold\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(mrose())).isInstanceOf(Pop3Exception.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "<1896.697170952>",
                "<a@b@c>",
                "<@b>",
                "<a@>",
                "<a b@c>",
                "<a@b",
                "<a@b> <c@d>",
                "<<a@b>",
                "<a\u00e4@b>",
                "<a\u0001@b>"
            })
    @DisplayName("C-AUT-04")
    void aTimestampThatIsNoMsgIdIsNeverHashed(String text) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play("S: +OK " + text + "\n" + NO_CAPABILITIES + "C: QUIT\nS: +OK\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(mrose().only(Mechanism.APOP)))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-AUT-09")
    void aRefusedDigestIsTheEndAndIsMaskedWithThePassword() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(GREETING
                        + "C: CAPA\nS: +OK\nS: SASL CRAM-MD5\nS: .\n"
                        + APOP
                        + "S: -ERR tanstaaf gives c4c9334bac560ecc97\nC: QUIT\nS: +OK\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(mrose().only(Mechanism.APOP, Mechanism.CRAM_MD5)))
                    .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.keyword())
                            .isEqualTo(Keyword.APOP))
                    .hasMessage("APOP refused in AUTHORIZATION: **** gives ****");
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-TLS-02, C-AUT-04")
    void aTimestampFromBeforeStlsIsForgotten(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        try (ScriptedServer server = ScriptedServer.play(
                        keys.server("valid", "ip:127.0.0.1", "-validity", "10"),
                        GREETING + NO_CAPABILITIES + "C: STLS\nS: +OK\n! tls\n" + NO_CAPABILITIES
                                + "C: QUIT\nS: +OK\n");
                Pop3Connection connection = server.client()
                        .tls(Tls.STLS)
                        .sslContext(keys.client())
                        .build()
                        .connect()) {
            assertThatThrownBy(() -> connection.login(mrose().only(Mechanism.APOP)))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class)
                    .hasMessageEndingWith("are those of [APOP]; the timestamp for APOP came in the clear, before STLS");
            connection.quit();
        }
    }

    @Test
    @DisplayName("C-U8-02")
    void aNameBeyondAsciiNeedsUtf8User() throws Exception {
        Credentials apop =
                Credentials.password("j\u00fcrgen", "tanstaaf".toCharArray()).only(Mechanism.APOP);
        try (ScriptedServer server = ScriptedServer.play(GREETING + NO_CAPABILITIES + "C: QUIT\nS: +OK\n");
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(() -> connection.login(apop))
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ReplyException.class);
            connection.quit();
        }
        try (ScriptedServer server = ScriptedServer.play(GREETING
                        + "C: CAPA\nS: +OK\nS: UTF8 USER\nS: .\n"
                        + "C: APOP j\u00c3\u00bcrgen c4c9334bac560ecc979e58001b3e22fb\nS: +OK\n"
                        + NO_CAPABILITIES);
                Maildrop maildrop = server.client().build().connect().login(apop)) {
            assertThat(maildrop.loginMethod()).isEqualTo("APOP");
        }
    }
}
