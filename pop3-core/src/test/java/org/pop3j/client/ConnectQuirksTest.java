package org.pop3j.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.auth.Credentials;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.ClientEngine;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Event;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.Pop3Exception;

/** What servers do otherwise than the RFCs say, up to the login. The numbers are those of docs/quirks.md. */
class ConnectQuirksTest {
    private static final String LOGIN = """
            C: USER alice
            S: +OK
            C: PASS secret
            S: +OK
            """;

    private static Pop3Connection connection(ScriptedServer server) throws Exception {
        return server.client().build().connect();
    }

    private static Credentials alice() {
        return Credentials.password("alice", "secret".toCharArray());
    }

    @Test
    @DisplayName("quirk 1: capabilities that are announced only after the login are found")
    void capabilitiesAreAskedForAgain() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: USER
                        S: .
                        """ + LOGIN + """
                        C: CAPA
                        S: +OK
                        S: UIDL
                        S: TOP
                        S: .
                        """);
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.capabilities().has(Capabilities.UIDL)).isTrue();
        }
    }

    @Test
    @DisplayName("quirk 1: UIDL is simply tried where nothing announces it")
    void uidlNeedsNoAnnouncement() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: UIDL
                        S: +OK
                        S: 1 abc
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.uidl()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "! deaf\n! reset\n"})
    @DisplayName("quirk 2: a server that ends the connection at CAPA is connected to once more, without CAPA")
    void capaThatEndsTheConnectionIsLeftOut(String end) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play("S: +OK\nC: CAPA\n" + end, "S: +OK again\n" + LOGIN + "C: NOOP\nS: +OK\n");
                Maildrop maildrop = server.login()) {
            maildrop.noop();
            assertThat(maildrop.capabilities()).isEqualTo(Capabilities.NONE);
        }
    }

    @Test
    @DisplayName("quirk 2: CAPA is not asked for if the caller knows that the server hangs")
    void capaCanBeLeftOut() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: +OK\n" + LOGIN + "C: NOOP\nS: +OK\n");
                Maildrop maildrop = ScriptedServer.login(server.client().capa(false))) {
            maildrop.noop();
        }
    }

    @Test
    @DisplayName("quirk 2: where STLS has to follow, a connection that is cut at CAPA is a failure")
    void capaThatEndsTheConnectionBeforeStlsIsAFailure() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: +OK\nC: CAPA\n")) {
            assertThatThrownBy(() -> server.client().tls(Tls.STLS).build().connect())
                    .hasMessageContaining("CAPA in AUTHORIZATION")
                    .hasNoSuppressedExceptions();
        }
    }

    @Test
    @DisplayName("quirk 3: a later -ERR to CAPA means that nothing is announced any more")
    void laterRefusalOfCapaForgetsTheFirstAnswer() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: PIPELINING
                        S: .
                        """ + LOGIN + """
                        C: CAPA
                        S: -ERR
                        C: DELE 1
                        ! quiet
                        S: +OK
                        C: DELE 2
                        S: +OK
                        """);
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.dele(List.of(1, 2))).isEmpty();
        }
    }

    @Test
    @DisplayName("quirk 4: capabilities in lower case count")
    void lowerCaseCapabilitiesCount() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: uidl
                        S: sasl plain
                        S: .
                        """);
                Pop3Connection connection = connection(server)) {
            assertThat(connection.capabilities().has("UIDL")).isTrue();
            assertThat(connection.capabilities().has("SASL")).isTrue();
        }
    }

    @Test
    @DisplayName("quirk 5: AUTH without a mechanism, at which some servers hang up, is never sent")
    void authAlwaysNamesAMechanism() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL
                        S: .
                        ! hold
                        """);
                Pop3Connection connection = connection(server);
                Credentials credentials = alice()) {
            assertThatThrownBy(() -> connection.login(credentials)).isInstanceOf(Pop3Exception.class);
            assertThatThrownBy(() -> Command.of(Keyword.AUTH)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+\r\n", "+ \r\n", "+OK\r\n", "+OK go ahead\r\n"})
    @DisplayName("quirk 6: a challenge without a space, and +OK in place of one")
    void challengesOfManyForms(String challenge) throws Exception {
        ClientEngine engine = new ClientEngine(Limits.DEFAULT);
        engine.next(ByteBuffer.wrap("+OK\r\n".getBytes(US_ASCII)));
        engine.send(Command.auth("SCRAM-SHA-256"));
        assertThat(engine.next(ByteBuffer.wrap(challenge.getBytes(US_ASCII)))).isInstanceOf(Event.Challenge.class);
    }

    @Test
    @DisplayName("quirk 6: +OK in place of a challenge, with the challenge behind it")
    void challengeBehindOk() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL CRAM-MD5
                        S: .
                        C: AUTH CRAM-MD5
                        S: +OK PDEuMkBwb3AuZXhhbXBsZT4=
                        C: YWxpY2UgZTZkZDdjMzY3ZDNjM2UwMWQ1MzI3N2M1YzljODlkZmI=
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = connection(server);
                Credentials credentials = alice()) {
            connection.login(credentials);
        }
    }

    @Test
    @DisplayName("quirk 7: the first response waits for the challenge unless the caller wants it otherwise")
    void firstResponseIsNotInTheCommand() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL SCRAM-SHA-256
                        S: .
                        C: AUTH SCRAM-SHA-256
                        S: -ERR [AUTH] no
                        """);
                Pop3Connection connection = connection(server);
                Credentials credentials = alice()) {
            assertThatThrownBy(() -> connection.login(credentials)).isInstanceOf(Pop3LoginException.class);
        }
    }

    @Test
    @DisplayName("quirk 8: of a server that refuses a mechanism and hangs up, the refusal is told")
    void hangUpAfterARefusalIsARefusal() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL SCRAM-SHA-256 CRAM-MD5
                        S: .
                        C: AUTH SCRAM-SHA-256
                        ! deaf
                        S: -ERR not this one
                        """);
                Pop3Connection connection = connection(server);
                Credentials credentials = alice()) {
            assertThatThrownBy(() -> connection.login(credentials))
                    .isInstanceOf(Pop3LoginException.class)
                    .hasMessageContaining("not this one");
        }
    }

    @Test
    @DisplayName("quirk 9: a mechanism that is announced and refused gives way to the next one")
    void nextMechanismIsTried() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: SASL SCRAM-SHA-256 CRAM-MD5
                        S: .
                        C: AUTH SCRAM-SHA-256
                        S: -ERR not supported
                        C: AUTH CRAM-MD5
                        S: + PDEuMkBwb3AuZXhhbXBsZT4=
                        C: YWxpY2UgZTZkZDdjMzY3ZDNjM2UwMWQ1MzI3N2M1YzljODlkZmI=
                        S: +OK
                        C: CAPA
                        S: -ERR
                        """);
                Pop3Connection connection = connection(server);
                Credentials credentials = alice()) {
            connection.login(credentials);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK <ready>", "+OK Welcome to <pop.example> <<now>>", "+OK <1.2@pop.example>"})
    @DisplayName("quirk 10, C-GEN-17: what looks like a timestamp in a greeting starts no APOP by itself")
    void bannerWithBracketsIsJustText(String greeting) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play("S: " + greeting + "\nC: CAPA\nS: -ERR\n" + LOGIN + "C: CAPA\nS: -ERR\n");
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.capabilities()).isEqualTo(Capabilities.NONE);
        }
    }

    @Test
    @DisplayName("quirk 33: an STLS that is announced and refused ends the connection before the login")
    void stlsThatFailsIsNotLeftOut() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: +OK
                        S: STLS
                        S: USER
                        S: .
                        C: STLS
                        S: -ERR TLS is not available
                        ! hold
                        """)) {
            assertThatThrownBy(() -> server.client().tls(Tls.STLS).build().connect())
                    .isInstanceOf(Pop3ReplyException.class)
                    .hasMessageContaining("STLS refused");
        }
    }

    @Test
    @DisplayName("quirk 33: a server that refuses CAPA before TLS is asked for STLS all the same")
    void stlsIsTriedThoughCapaIsRefused() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                        S: +OK
                        C: CAPA
                        S: -ERR encryption needed first
                        C: STLS
                        S: +OK
                        ! deaf
                        ! hold
                        """)) {
            assertThatThrownBy(() -> server.client()
                            .tls(Tls.STLS)
                            .readTimeout(Duration.ofMillis(300))
                            .build()
                            .connect())
                    .hasMessageContaining("TLS handshake: silent");
        }
    }
}
