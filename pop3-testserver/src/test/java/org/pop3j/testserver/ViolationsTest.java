package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Tls;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** What a server that watches its clients sees on the wire. */
class ViolationsTest {
    private final Pop3TestServer server =
            Pop3TestServer.builder().user("alice", "secret").strictClient().start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aClientThatKeepsTheRulesPassesInTheClearWithStlsAndUnderTls() throws Exception {
        for (int i = 0; i < 20; i++) {
            server.maildrop("alice").deliver(TestMessage.builder().build());
        }
        for (Tls tls : Tls.values()) {
            Pop3Client client = Pop3Client.builder(server.host())
                    .port(tls == Tls.IMPLICIT ? server.tlsPort() : server.port())
                    .tls(tls)
                    .sslContext(server.clientSslContext())
                    .build();
            try (Maildrop maildrop = client.connect().login("alice", "secret".toCharArray())) {
                maildrop.retr(1, OutputStream.nullOutputStream());
                maildrop.dele(IntStream.rangeClosed(1, 20).boxed().toList());
                maildrop.rset();
                maildrop.quit();
            }
        }
        server.assertNoViolations();
        assertThat(server.sessions()).hasSize(3);
    }

    @Test
    void whatIsBrokenIsToldWithTheTranscript() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("PASS secret");
            client.ok("QUIT");
        }
        assertThatThrownBy(server::assertNoViolations)
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("""
                        the client has broken rules:
                          session 1: PASS not directly after a USER (RFC 1939, section 7)
                        session 1, ended: QUIT
                          S: +OK pop3j test server ready
                          *: violation: PASS not directly after a USER (RFC 1939, section 7)
                          C: PASS ****
                        """);
    }

    @Test
    void commandsInOneFlightArePipelined() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.send("USER alice\r\nPASS secret\r\n");
            client.line();
            client.line();
            client.lines("CAPA");
            client.send("NOOP\r\nNOOP\r\n");
            client.line();
            client.line();
            client.ok("QUIT");
        }
        assertThat(violations()).containsExactly("pipelining behind USER, CAPA not asked (RFC 2449, section 6.6)");
    }

    @Test
    void whatComesBehindStlsIsSeen() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.send("STLS\r\nUSER alice\r\n");
            client.line();
            client.handshake(server.host(), server.clientSslContext());
            client.ok("QUIT");
        }
        assertThat(violations()).containsExactly("octets behind STLS, before the handshake (RFC 2595, section 4)");
    }

    @Test
    void whatWasAnnouncedInTheClearIsToBeAskedAgainUnderTls() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.lines("CAPA");
            client.ok("STLS");
            client.handshake(server.host(), server.clientSslContext());
            client.send("USER alice\r\nPASS secret\r\n");
            client.line();
            client.line();
            client.ok("QUIT");
        }
        assertThat(violations()).containsExactly("pipelining behind USER, CAPA not asked (RFC 2449, section 6.6)");
    }

    @Test
    void aProfileWithoutPipeliningAllowsNone() throws IOException {
        try (Pop3TestServer exchange = Pop3TestServer.builder()
                        .user("alice", "secret")
                        .profile(Profile.EXCHANGE_LIKE)
                        .strictClient()
                        .start();
                LineClient client = LineClient.clear(exchange)) {
            client.lines("CAPA");
            client.send("USER alice\r\nQUIT\r\n");
            client.line();
            client.line();
            assertThat(exchange.await().session(1).violations())
                    .containsExactly("pipelining behind USER, PIPELINING not announced (RFC 2449, section 6.6)");
        }
    }

    @Test
    void linesThatAreTooLongOrEndOtherwiseAreSeen() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("USER " + "x".repeat(5_000));
            client.refused("USER " + "x".repeat(250));
            client.send("NOOP\n");
            client.line();
            client.ok("QUIT");
        }
        assertThat(violations())
                .containsExactly(
                        "a command longer than 255 octets (RFC 2449, section 4)",
                        "a command longer than 255 octets (RFC 2449, section 4)",
                        "USER with more than 40 characters, CAPA not asked (RFC 1939, section 3)",
                        "a line without CRLF at its end (RFC 1939, section 3)",
                        "NOOP in AUTHORIZATION (RFC 1939, section 3)");
    }

    @Test
    void longResponsesAreNoLongCommands() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.send("AUTH XOAUTH2\r\n");
            assertThat(client.line()).startsWith("+ ");
            client.refused("A".repeat(8_000));
            client.ok("QUIT");
        }
        assertThat(violations()).isEmpty();
    }

    @Test
    void whoGoesWithoutQuitIsSeen() throws IOException {
        LineClient client = LineClient.alice(server);
        assertThatThrownBy(server::assertNoViolations).hasMessageStartingWith("connections left open: 1\n");
        client.close();

        assertThat(violations()).containsExactly("no QUIT at the end (RFC 1939, section 6)");
        server.reset();
        server.assertNoViolations();
    }

    @Test
    void whatFaultsDoIsNotTheClientsFault() throws IOException {
        server.inject(Fault.mailboxInUse().times(1));
        server.inject(Fault.parse("status-line DELE times 1: reply \"-ERR not now\""));
        server.maildrop("alice").deliver(TestMessage.builder().build());
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            client.refused("PASS secret");
            client.login("alice", "secret");
            client.refused("DELE 1");
            client.refused("LIST 1");
            server.inject(Fault.dropBeforeQuitReply());
            client.send("QUIT\r\n");
            client.assertEnds();
        }
        assertThat(violations()).isEmpty();
        server.assertNoViolations();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accept: stall | ''",
                "greeting: reply \"-ERR go away\" | ''",
                "command NOOP: stall | NOOP",
                "status-line NOOP: stall | NOOP",
                "octet 20 RETR: stall | RETR 1",
                "terminator RETR: omit-terminator | RETR 1"
            })
    void whoGetsNoAnswerMayGoWithoutQuit(String fault, String lastCommand) throws IOException {
        server.maildrop("alice").deliver(TestMessage.builder().build());
        InjectedFault injected = server.inject(Fault.parse(fault));
        try (LineClient client = LineClient.connect(server)) {
            if (!lastCommand.isEmpty()) {
                client.line();
                client.login("alice", "secret");
                client.send(lastCommand + "\r\n");
            }
            server.await().until("the fault", any -> injected.fired() == 1);
        }
        server.assertNoViolations();
        assertThat(violations()).isEmpty();
    }

    @Test
    void aFaultOfOneSessionExcusesNoOther() throws IOException {
        server.inject(Fault.parse("command NOOP session 2: delay 1ms"));
        for (int i = 0; i < 2; i++) {
            try (LineClient client = LineClient.alice(server)) {
                client.ok("NOOP");
            }
            server.await().session(i + 1);
        }
        assertThat(server.sessions())
                .extracting(RecordedSession::violations)
                .containsExactly(List.of("no QUIT at the end (RFC 1939, section 6)"), List.of());
    }

    @Test
    void whoWasToldThatAllIsWellIsNotJudgedByWhatTheServerKnows() throws IOException {
        server.inject(Fault.at(Point.command("USER")).times(1).then(Effect.raw("+OK by a fault\r\n")));
        try (LineClient client = LineClient.clear(server)) {
            client.ok("USER alice");
            client.refused("PASS secret");
            client.login("alice", "secret");
            client.ok("QUIT");
        }
        assertThat(violations()).isEmpty();
    }

    @Test
    void underTlsCommandsInRecordsOfTheirOwnArePipelinedToo() throws IOException {
        try (LineClient client = LineClient.secure(server)) {
            client.login("alice", "secret");
            for (int i = 0; i < 200; i++) {
                client.send("NOOP\r\n");
            }
            for (int i = 0; i < 200; i++) {
                client.line();
            }
            client.ok("QUIT");
        }
        assertThat(violations())
                .isNotEmpty()
                .containsOnly("pipelining behind NOOP, CAPA not asked (RFC 2449, section 6.6)");
    }

    @Test
    void theEndOfTlsDirectlyBehindQuitIsNoCommand() throws IOException {
        try (LineClient client = LineClient.connectTls(server)) {
            try (SSLSocket socket = client.handshake(server.host(), server.clientSslContext())) {
                client.line();
                socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(violations()).isEmpty();
        }
    }

    @Test
    void anOctetThatTwoLettersStandForInUpperCaseEndsNoSession() throws IOException {
        try (LineClient client = LineClient.clear(server)) {
            client.refused("PA\u00DF");
            client.ok("QUIT");
        }
        assertThat(violations()).containsExactly("a line that begins with no command (RFC 1939, section 3)");
    }

    @Test
    void withoutBeingAskedForNothingIsSeen() throws IOException {
        try (Pop3TestServer patient = Pop3TestServer.start()) {
            try (LineClient client = LineClient.clear(patient)) {
                client.refused("PASS secret");
            }
            patient.assertNoViolations();
            assertThat(patient.await().session(1).violations()).isEmpty();
        }
    }

    private List<String> violations() {
        return server.await().session(1).violations();
    }
}
