package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;

/** What servers do with messages, and at the end. The numbers are those of docs/quirks.md. */
class MessageQuirksTest {
    private static final Duration SHORT = Duration.ofMillis(400);

    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    private void requireMessage(String answer, String expected) throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.play(loggedIn("C: RETR 1\nR: " + answer + "\nC: NOOP\nS: +OK still in step\n"));
                Maildrop maildrop = server.login()) {
            maildrop.retr(1, message);
            maildrop.noop();
        }
        assertThat(message.toString(ISO_8859_1)).isEqualTo(expected);
    }

    @Test
    @DisplayName("quirk 19, C-DEL-04: a message that is listed and then refused does not keep the others")
    void listedMessageIsRefused() throws Exception {
        List<String> events = new ArrayList<>();
        MessageSink sink = new MessageSink() {
            @Override
            public OutputStream open(ScanListing listing) {
                return OutputStream.nullOutputStream();
            }

            @Override
            public void received(ScanListing listing, long octets) {
                events.add("received " + listing.messageNumber());
            }

            @Override
            public void refused(ScanListing listing, Pop3ReplyException reason) {
                events.add("refused " + listing.messageNumber());
            }
        };
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: -ERR message 1 has expired
                        C: RETR 2
                        S: +OK
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            maildrop.retr(List.of(new ScanListing(1, 5), new ScanListing(2, 5)), sink);
        }
        assertThat(events).containsExactly("refused 1", "received 2");
    }

    @Test
    @DisplayName("quirk 20: TOP that is refused, cut short or begins with a second +OK keeps the session in step")
    void topIsNotTheMessage() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: TOP 1 0
                        S: +OK
                        S: +OK headers follow
                        S: Subject: x
                        S: .
                        C: TOP 2 1000
                        S: +OK
                        S: Subj
                        S: .
                        C: TOP 3 0
                        S: -ERR what?
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            maildrop.top(1, 0, message);
            maildrop.top(2, 1000, message);
            assertThatThrownBy(() -> maildrop.top(3, 0, message)).isInstanceOf(Pop3ReplyException.class);
            maildrop.noop();
        }
        assertThat(message).hasToString("+OK headers follow\r\nSubject: x\r\nSubj\r\n");
    }

    @Test
    @DisplayName("quirk 21: headers of TOP and RETR are told as they come: nothing of TOP is kept for RETR")
    void headersOfTopAndRetrDiffer() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: TOP 1 0
                        S: +OK
                        S: Subject: top
                        S: .
                        C: RETR 1
                        S: +OK
                        S: Subject: retr
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            maildrop.top(1, 0, OutputStream.nullOutputStream());
            maildrop.retr(1, message);
        }
        assertThat(message).hasToString("Subject: retr\r\n");
    }

    @Test
    @DisplayName("quirk 22: what a server marks by itself is taken back by RSET before the first DELE")
    void rsetBeforeTheDeles() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                C: RETR 1
                S: +OK
                S: .
                C: RSET
                S: +OK
                C: DELE 1
                S: +OK
                C: QUIT
                S: +OK
                """))) {
            Maildrop maildrop = server.login();
            maildrop.retr(1, message);
            maildrop.rset();
            maildrop.dele(1);
            maildrop.quit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text\\r\\n.\\n", "text.\\r\\n", "text\\n.\\r\\n"})
    @DisplayName("quirk 24: a message whose end is not CRLF, dot, CRLF is not taken for whole, and the error says so")
    void otherEndsOfMessages(String body) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: RETR 1\nS: +OK\nR: " + body + "\n! hold\n"));
                Maildrop maildrop = ScriptedServer.login(server.client().readTimeout(SHORT))) {
            assertThatThrownBy(() -> maildrop.retr(1, message))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("RETR in TRANSACTION: silent for " + SHORT
                            + ", behind a dot that is not alone on a line that ends with CRLF");
        }
    }

    @Test
    @DisplayName("quirk 24: silence anywhere else is the network's")
    void silenceElsewhere() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: RETR 1\nS: +OK\nS: text\n! hold\n"));
                Maildrop maildrop = ScriptedServer.login(server.client().readTimeout(SHORT))) {
            assertThatThrownBy(() -> maildrop.retr(1, message))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageEndingWith("RETR in TRANSACTION: silent for " + SHORT);
        }
    }

    @Test
    @DisplayName("quirk 24: where all lines end with LF, dot and LF end a message; inside CRLF they are text")
    void bareLfThroughout() throws Exception {
        requireMessage("+OK\\ntext\\n.\\n", "text\n");
        message.reset();
        requireMessage("+OK\\r\\ntext\\n.\\nmore\\r\\n.\\r\\n", "text\n.\nmore\r\n");
    }

    @Test
    @DisplayName(
            "quirk 25: a leading dot that was not stuffed is removed, because nobody can tell it from one that was")
    void dotsThatWereNotStuffed() throws Exception {
        requireMessage("+OK\\r\\n.profile\\r\\n..two\\r\\n...\\r\\n.\\r\\n", "profile\r\n.two\r\n..\r\n");
    }

    @Test
    @DisplayName("quirk 26: long lines, 8-bit octets, NUL and bare CR pass unchanged")
    void anyOctets() throws Exception {
        String line = "x".repeat(100_000);
        requireMessage(
                "+OK\\r\\n" + line + "\\r\\n\\377\\0\\rcaf\\351\\r\\r\\n.\\r\\n",
                line + "\r\n\u00FF\u0000\rcaf\u00E9\r\r\n");
    }

    @Test
    @DisplayName(
            "quirk 27, C-DEL-03: a connection that ends within a message makes it incomplete, one that ends at QUIT unknown")
    void connectionEndsTooEarly() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(
                loggedIn("C: RETR 1\nS: +OK\nS: half\n"), loggedIn("C: DELE 1\nS: +OK\nC: QUIT\n"))) {
            Maildrop first = server.login();
            assertThatThrownBy(() -> first.retr(1, message)).isInstanceOf(IOException.class);
            Maildrop second = server.login();
            second.dele(1);
            assertThatThrownBy(second::quit).isInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    @DisplayName("quirk 28: QUIT may take longer than any other command")
    void slowQuit() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                C: QUIT
                ! quiet
                ! quiet
                ! quiet
                ! quiet
                S: +OK 10000 messages removed
                """))) {
            Maildrop maildrop = ScriptedServer.login(server.client().readTimeout(SHORT));
            maildrop.quit();
        }
    }

    @Test
    @DisplayName(
            "quirk 30, quirk 36: pseudo messages and envelope headers pass like any other: the client reads no message")
    void headersAreNotTouched() throws Exception {
        requireMessage(
                "+OK\\r\\nReturn-Path: <a@b>\\r\\nDelivered-To: c@d\\r\\nX-Original-To: e@f\\r\\n"
                        + "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\\r\\n\\r\\n.\\r\\n",
                "Return-Path: <a@b>\r\nDelivered-To: c@d\r\nX-Original-To: e@f\r\n"
                        + "Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\r\\n", "sorry\\r\\n", "-ERR\\r\\nmore of it\\r\\n"})
    @DisplayName("quirk 31: an empty line or a second line as an answer ends the connection, and nothing is deleted")
    void answersOfOtherForms(String answer) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: DELE 1\nR: " + answer + "\n! hold\n"));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> {
                        try {
                            maildrop.dele(1);
                        } catch (Pop3ReplyException e) {
                            maildrop.quit();
                        }
                    })
                    .isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"R: what?\\r\\n\n", "! quiet\n"})
    @DisplayName("quirk 32: after a pipeline that lost step or got stuck the same client goes in lock-step")
    void pipeliningThatIsBroken(String answer) throws Exception {
        String lockStep = """
                C: DELE 1
                ! quiet
                S: +OK
                C: DELE 2
                S: +OK
                """;
        try (ScriptedServer server =
                ScriptedServer.play(pipelining("C: DELE 1\nC: DELE 2\n" + answer + "! hold\n"), pipelining(lockStep))) {
            Pop3Client client =
                    server.client().readTimeout(Duration.ofSeconds(1)).build();
            Maildrop first = client.connect().login("alice", "secret".toCharArray());
            assertThatThrownBy(() -> first.dele(List.of(1, 2))).isInstanceOf(IOException.class);
            Maildrop second = client.connect().login("alice", "secret".toCharArray());
            assertThat(second.dele(List.of(1, 2))).isEmpty();
            second.close();
        }
    }

    @Test
    @DisplayName("quirk 32: a refusal within a pipeline changes nothing")
    void refusalInAPipelineIsNoLossOfStep() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(
                pipelining("C: DELE 1\nC: DELE 2\nS: -ERR\nS: +OK\n"),
                pipelining("C: DELE 1\nC: DELE 2\nS: +OK\nS: +OK\n"))) {
            Pop3Client client = server.client().build();
            for (int i = 0; i < 2; i++) {
                Maildrop maildrop = client.connect().login("alice", "secret".toCharArray());
                maildrop.dele(List.of(1, 2));
                maildrop.close();
            }
        }
    }

    @Test
    @DisplayName("quirk 35: the server's own marks (LAST, seen) are neither asked for nor relied on")
    void thereIsNoLast() {
        assertThat(Arrays.stream(Keyword.values()).map(Enum::name)).doesNotContain("LAST", "XTND");
    }
}
