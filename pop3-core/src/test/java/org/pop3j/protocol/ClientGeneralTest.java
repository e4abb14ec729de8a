package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, sections 3 and 9; RFC 2449, sections 3 and 8: reading answers, and noticing what is none. */
class ClientGeneralTest {
    @Test
    @DisplayName("C-GEN-01")
    void aPositiveGreetingOpensTheSession() throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        assertThatThrownBy(() -> client.send("CAPA")).isInstanceOf(IllegalStateException.class);
        assertThat(client.receive("+OK hello\r\n")).containsExactly("greeting +OK hello");
        assertThat(client.send("CAPA")).isEqualTo("CAPA\r\n");
    }

    @Test
    @DisplayName("C-GEN-01")
    void aNegativeGreetingIsToldWithItsTextAndNothingMayFollow() throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        assertThat(client.receive("-ERR [SYS/TEMP] too busy\r\n")).containsExactly("greeting -ERR [SYS/TEMP] too busy");
        assertThatThrownBy(() -> client.send("USER alice"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("USER in AUTHORIZATION: the session is over");
        client.engine().endOfStream();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* OK IMAP4rev1\r\n",
                "220 smtp\r\n",
                "\r\n",
                " +OK\r\n",
                "+ok\r\n",
                "+Ok\r\n",
                "-err\r\n",
                "+OKAY\r\n",
                "+ERR\r\n",
                "+\r\n",
                ".\r\n",
                "+OK\0\r\n",
                "\u0016\u0003\u0001\n"
            })
    @DisplayName("C-GEN-01, C-GEN-09")
    void whatIsNoStatusLineIsNoGreeting(String line) {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        assertThatProtocolIsBroken(
                client, () -> client.receive(line), "greeting in AUTHORIZATION: a line that is neither +OK nor -ERR");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+OK", "+OK ", "+OK anything", "+OK [X] anything", "+OK[X]anything", "+OK\tx", "+OK \u00ff\0\r"})
    @DisplayName("C-GEN-03")
    void onlyTheIndicatorCounts(String line) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("NOOP");
        Event event = client.engine().next(octets(line + "\r\n"));
        assertThat(event).isInstanceOfSatisfying(Event.Reply.class, reply -> {
            assertThat(reply.statusLine().positive()).isTrue();
            assertThat(reply.multiLine()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 100_000})
    @DisplayName("C-GEN-04")
    void statusLinesAreBounded(int step) throws Exception {
        Limits limits = Limits.DEFAULT.withStatusLineOctets(600);
        String longest = "+OK " + "x".repeat(596);
        ClientDriver client = new ClientDriver(limits);
        assertThat(client.receive(longest + "\r\n", step)).containsExactly("greeting " + longest);
        for (String tooLong : List.of(longest + "x\r\n", longest + "x\n", longest + "xxx")) {
            ClientDriver other = new ClientDriver(limits);
            assertThatProtocolIsBroken(
                    other,
                    () -> other.receive(tooLong, step),
                    "greeting in AUTHORIZATION: a line of more than 600 octets");
        }
    }

    @Test
    @DisplayName("C-GEN-04")
    void anEndlessGreetingIsNotKept() throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        client.receive("+OK ");
        assertThatProtocolIsBroken(
                client,
                () -> {
                    for (int i = 0; i < 100; i++) {
                        client.receive("x".repeat(1000));
                    }
                },
                "greeting in AUTHORIZATION: a line of more than 8192 octets");
    }

    @Test
    @DisplayName("C-GEN-04")
    void linesOfMessagesHaveNoLimit() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        String line = "x".repeat(1_000_000) + "\r\n";
        assertThat(client.exchange("RETR 1", "+OK\r\n" + line + ".\r\n"))
                .containsExactly("RETR... +OK", "body " + line, "end");
    }

    @Test
    @DisplayName("C-GEN-04: all answers of a session together are bounded")
    void octetsOfASessionAreBounded() throws Exception {
        int login = 3 * "+OK\r\n".length();
        ClientDriver client = ClientDriver.loggedIn(Limits.DEFAULT.withSessionOctets(login + 12));
        client.exchange("NOOP", "+OK 1\r\n");
        client.send("NOOP");
        assertThat(client.receive("+OK\r\n")).containsExactly("NOOP +OK");
        client.send("NOOP");
        assertThatThrownBy(() -> client.receive("+OK\r\n"))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessageContaining("a session of more than " + (login + 12) + " octets");
    }

    @Test
    @DisplayName("C-GEN-04")
    void messagesMayBeLimited() throws Exception {
        Limits limits = Limits.DEFAULT.withMessageOctets(10);
        assertThat(ClientDriver.loggedIn(limits).exchange("RETR 1", "+OK\r\n..2345678\r\n.\r\n"))
                .containsExactly("RETR... +OK", "body .2345678\r\n", "end");
        for (String command : List.of("RETR 1", "TOP 1 0")) {
            ClientDriver client = ClientDriver.loggedIn(limits);
            String keyword = command.split(" ", 2)[0];
            assertThatProtocolIsBroken(
                    client,
                    () -> client.exchange(command, "+OK\r\n123456789\r\n.\r\n"),
                    keyword + " in TRANSACTION: a message of more than 10 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 100})
    @DisplayName("C-GEN-05")
    void oneLeadingDotIsRemovedAndOnlyADotAloneEnds(int step) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        String data = "..\r\n...\r\n.x\r\n. \r\n.\rx\r\n.\r\r\n..\r\n\r\nx.\r\n";
        assertThat(client.receive("+OK\r\n" + data + ".\r\n", step))
                .containsExactly("RETR... +OK", "body .\r\n..\r\nx\r\n \r\n\rx\r\n\r\r\n.\r\n\r\nx.\r\n", "end");
        client.send("LIST");
        assertThat(client.receive("+OK\r\n..x\r\n.\r\n", step)).containsExactly("LIST... +OK", "line .x", "end");
    }

    @Test
    @DisplayName("C-GEN-05")
    void anEmptyMessageIsAMessage() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThat(client.exchange("RETR 1", "+OK\r\n.\r\n")).containsExactly("RETR... +OK", "end");
        assertThat(client.engine().outstanding()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "+OK",
                "+OK\r",
                "+OK\r\n",
                "+OK\r\nx",
                "+OK\r\nx\r\n",
                "+OK\r\nx\r\n.",
                "+OK\r\nx\r\n.\r",
                "+OK\r\nx\r\n..\r\n",
                "-ERR"
            })
    @DisplayName("C-GEN-06, C-TLS-07")
    void theEndOfTheStreamIsNotTheEndOfAMessage(String soFar) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThat(client.exchange("RETR 1", soFar)).doesNotContain("end");
        assertThatProtocolIsBroken(
                client,
                client.engine()::endOfStream,
                "RETR in TRANSACTION: the connection was closed before the answer was complete");
    }

    @Test
    @DisplayName("C-GEN-06")
    void theEndOfTheStreamBetweenAnswersIsNoError() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.engine().endOfStream();
        assertThatThrownBy(() -> client.send("NOOP")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("C-GEN-07")
    void announcedSizesDoNotEndAMessage() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThat(client.exchange("RETR 1", "+OK 3 octets\r\na\r\nb\r\n.\r\n")).contains("body a\r\nb\r\n");
        assertThat(client.exchange("RETR 1", "+OK 99999999999999999999 octets\r\na\r\n.\r\n"))
                .contains("body a\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    @DisplayName("C-GEN-08")
    void inAnAnswerThatBeganWithCrLfABareLfIsData(int step) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        String data = "a\n.\nb\n.\r\nc\r\n.\nd\n..\r\n";
        List<String> events = client.receive("+OK\r\n" + data + ".\r\n", step);
        assertThat(events).containsExactly("RETR... +OK", "body a\n.\nb\n.\r\nc\r\n\nd\n..\r\n", "end");
        client.send("UIDL");
        assertThat(client.receive("+OK\r\n1 a\n.\n2 b\r\n.\r\n", step))
                .containsExactly("UIDL... +OK", "line 1 a\n.\n2 b", "end");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    @DisplayName("C-GEN-08")
    void inAnAnswerThatBeganWithBareLfABareLfIsALineEnd(int step) throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        client.receive("+OK\n", step);
        client.send("USER alice");
        client.receive("+OK\n", step);
        client.send("PASS secret");
        client.receive("+OK\n", step);
        client.send("LIST");
        assertThat(client.receive("+OK\n1 2\n2 3\r\n3 4\n.\n", step))
                .containsExactly("LIST... +OK", "line 1 2", "line 2 3", "line 3 4", "end");
        client.send("RETR 1");
        assertThat(client.receive("+OK\na\n..b\r\n..\n.\n", step))
                .containsExactly("RETR... +OK", "body a\n.b\r\n.\n", "end");
        client.send("RETR 2");
        assertThat(client.receive("+OK\na\n.\r\n", step)).containsExactly("RETR... +OK", "body a\n", "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject: x\r\n", "\r\n", ".\r\n", "OK\r\n", "+ \r\n"})
    @DisplayName("C-GEN-09")
    void aLineOutOfStepEndsTheSession(String line) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThatProtocolIsBroken(
                client,
                () -> client.exchange("DELE 1", line),
                "DELE in TRANSACTION: a line that is neither +OK nor -ERR");
    }

    @Test
    @DisplayName("C-GEN-09")
    void aSecondAnswerToOneCommandEndsTheSession() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        ByteBuffer twoAnswers = octets("+OK\r\n+OK maildrop has 1 message\r\n");
        client.send("RSET");
        client.events(twoAnswers);
        assertThatProtocolIsBroken(
                client, () -> client.events(twoAnswers), "session in TRANSACTION: octets that no command asked for");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    @DisplayName("C-GEN-10")
    void oddOctetsPassUnchanged(int step) throws Exception {
        StringBuilder all = new StringBuilder("x");
        for (int i = 0; i < 256; i++) {
            all.append((char) i).append("\r").append((char) (255 - i));
        }
        all.append("\r\n");
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        assertThat(client.receive("+OK\r\n" + all + ".\r\n", step)).contains("body " + all);
    }

    @Test
    @DisplayName("C-GEN-16")
    void aNegativeAnswerToAMultiLineCommandIsOneLine() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        for (String command : List.of("CAPA", "UIDL", "LIST", "RETR 1", "TOP 1 1")) {
            assertThat(client.exchange(command, "-ERR no\r\n")).containsExactly(command.split(" ", 2)[0] + " -ERR no");
        }
    }

    @Test
    void afterTheProtocolIsBrokenNothingGoesOn() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThatThrownBy(() -> client.exchange("NOOP", "what?\r\n")).isInstanceOf(Pop3ProtocolException.class);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> client.receive("+OK\r\n"), () -> client.send("NOOP"), client.engine()::endOfStream)) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void assertThatProtocolIsBroken(ClientDriver client, ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(Pop3ProtocolException.class).hasMessage(message);
        assertThatThrownBy(() -> client.send("QUIT")).isInstanceOf(IllegalStateException.class);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
