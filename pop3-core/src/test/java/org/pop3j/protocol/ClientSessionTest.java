package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may send when, and what answers do to the session. */
class ClientSessionTest {
    @ParameterizedTest
    @EnumSource(Keyword.class)
    void commandsOfAnotherStateAreRefusedBeforeTheyAreSent(Keyword keyword) throws Exception {
        boolean authorization = EnumSet.of(
                        Keyword.USER,
                        Keyword.APOP,
                        Keyword.AUTH,
                        Keyword.STLS,
                        Keyword.UTF8,
                        Keyword.LANG,
                        Keyword.CAPA,
                        Keyword.QUIT)
                .contains(keyword);
        ClientDriver before = ClientDriver.greeted();
        if (authorization) {
            before.send(example(keyword));
        } else {
            assertThatThrownBy(() -> before.send(example(keyword))).isInstanceOf(IllegalStateException.class);
        }
        boolean transaction = !EnumSet.of(
                        Keyword.USER, Keyword.PASS, Keyword.APOP, Keyword.AUTH, Keyword.STLS, Keyword.UTF8)
                .contains(keyword);
        ClientDriver after = ClientDriver.loggedIn();
        if (transaction) {
            after.send(example(keyword));
        } else {
            assertThatThrownBy(() -> after.send(example(keyword)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(keyword + " in TRANSACTION: not allowed in this state");
        }
    }

    private static String example(Keyword keyword) {
        return switch (keyword) {
            case USER, PASS -> keyword + " x";
            case APOP -> "APOP x c4c9334bac560ecc979e58001b3e22fb";
            case RETR, DELE -> keyword + " 1";
            case TOP -> keyword + " 1 0";
            default -> keyword.name();
        };
    }

    @Test
    @DisplayName("C-AUT-01")
    void passIsOnlySentDirectlyAfterASuccessfulUser() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("USER alice", "-ERR never heard of\r\n");
        assertThatThrownBy(() -> client.send("PASS secret"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("PASS in AUTHORIZATION: no successful USER directly before it");
        client.exchange("USER alice", "+OK\r\n");
        client.exchange("CAPA", "+OK\r\nUSER\r\n.\r\n");
        assertThatThrownBy(() -> client.send("PASS secret")).isInstanceOf(IllegalStateException.class);
        client.exchange("USER alice", "+OK\r\n");
        client.exchange("PASS wrong", "-ERR\r\n");
        assertThatThrownBy(() -> client.send("PASS secret")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER alice", "STLS", "QUIT"})
    @DisplayName("C-PIP-02")
    void nothingIsSentBehindACommandWhoseAnswerDecidesWhatIsAllowed(String command) throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.send(command);
        assertThatThrownBy(() -> client.send("CAPA"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the answer to " + command.split(" ", 2)[0] + " has not come");
    }

    @Test
    @DisplayName("C-PIP-02")
    void nothingIsSentBehindPassBeforeItsAnswer() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("USER alice", "+OK\r\n");
        client.send("PASS secret");
        assertThatThrownBy(() -> client.send("STAT")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    @DisplayName("C-PIP-01")
    void answersAreMatchedToCommandsInOrder(int step) throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        client.send("DELE 1");
        client.send("LIST 2");
        client.send("LIST");
        client.send("QUIT");
        assertThat(client.engine().outstanding()).isEqualTo(5);
        String answers = "+OK\r\n+OK in the body\r\n.\r\n-ERR no\r\n+OK 2 7\r\n+OK\r\n1 1\r\n.\r\n+OK bye\r\n";
        assertThat(client.receive(answers, step))
                .containsExactly(
                        "RETR... +OK",
                        "body +OK in the body\r\n",
                        "end",
                        "DELE -ERR no",
                        "LIST +OK 2 7",
                        "LIST... +OK",
                        "line 1 1",
                        "end",
                        "QUIT +OK bye");
        assertThat(client.engine().outstanding()).isZero();
        assertThat(client.engine().state()).isEqualTo(SessionState.UPDATE);
    }

    @Test
    void aCommandIsOutstandingUntilItsAnswerHasEnded() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.exchange("RETR 1", "+OK\r\nx\r\n");
        assertThat(client.engine().outstanding()).isEqualTo(1);
        client.receive(".\r\n");
        assertThat(client.engine().outstanding()).isZero();
    }

    @Test
    @DisplayName("C-GEN-14")
    void quitInTransactionLeadsToUpdateAndNothingFollows() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThat(client.exchange("QUIT", "-ERR some deleted messages not removed\r\n"))
                .containsExactly("QUIT -ERR some deleted messages not removed");
        assertThat(client.engine().state()).isEqualTo(SessionState.UPDATE);
        assertThat(client.receive("octets after the end\r\n")).isEmpty();
        assertThatThrownBy(() -> client.send("NOOP")).isInstanceOf(IllegalStateException.class);
        client.engine().endOfStream();
    }

    @Test
    @DisplayName("C-GEN-14")
    void quitWithoutAnAnswerIsAnError() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("QUIT");
        assertThatThrownBy(client.engine()::endOfStream)
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("QUIT in TRANSACTION: the connection was closed before the answer was complete");
    }

    @Test
    void quitBeforeLoginDoesNotLeadToUpdate() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("QUIT", "+OK\r\n");
        assertThat(client.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("C-TLS-01")
    void octetsInTheClearBehindTheAnswerToStlsEndTheSession() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        assertThatThrownBy(() -> client.exchange("STLS", "+OK\r\n+OK injected\r\n"))
                .isInstanceOf(Pop3ProtocolException.class)
                .hasMessage("STLS in AUTHORIZATION: octets in the clear behind the answer to STLS");
    }

    @Test
    @DisplayName("C-TLS-01")
    void octetsInTheClearThatComeLaterEndTheSessionToo() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("STLS", "+OK\r\n");
        assertThatThrownBy(() -> client.receive("+")).isInstanceOf(Pop3ProtocolException.class);
    }

    @Test
    @DisplayName("C-TLS-02")
    void whatWasLearntInTheClearIsForgotten() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("USER alice", "+OK\r\n");
        client.exchange("STLS", "+OK\r\n");
        assertThatThrownBy(() -> client.send("USER alice"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("TLS has not started");
        client.engine().tlsStarted();
        assertThatThrownBy(() -> client.send("PASS secret")).isInstanceOf(IllegalStateException.class);
        client.exchange("USER alice", "+OK\r\n");
        assertThat(client.exchange("PASS secret", "+OK\r\n")).containsExactly("PASS +OK");
    }

    @Test
    @DisplayName("C-TLS-09")
    void stlsUnderTlsIsRefused() throws Exception {
        ClientDriver stls = ClientDriver.greeted();
        stls.exchange("STLS", "+OK\r\n");
        stls.engine().tlsStarted();
        assertThatThrownBy(() -> stls.send("STLS")).isInstanceOf(IllegalStateException.class);
        ClientDriver implicit = new ClientDriver(Limits.DEFAULT);
        implicit.engine().tlsStarted();
        implicit.receive("+OK\r\n");
        assertThatThrownBy(() -> implicit.send("STLS")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK", "-ERR"})
    @DisplayName("C-TLS-08")
    void stlsIsNotSentAfterUtf8WhateverItsAnswer(String answer) throws Exception {
        ClientDriver client = ClientDriver.greeted();
        client.exchange("UTF8", answer + "\r\n");
        assertThatThrownBy(() -> client.send("STLS"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("STLS in AUTHORIZATION: not after UTF8");
    }

    @Test
    void languagesAreAListingOneLanguageIsNot() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        assertThat(client.exchange("LANG", "+OK\r\nen English\r\nsv Svenska\r\n.\r\n"))
                .containsExactly("LANG... +OK", "line en English", "line sv Svenska", "end");
        assertThat(client.exchange("LANG sv", "+OK sv Kommandot lyckades\r\n"))
                .containsExactly("LANG +OK sv Kommandot lyckades");
        assertThat(client.exchange("LANG", "-ERR\r\n")).containsExactly("LANG -ERR");
    }

    @Test
    void tlsStartsOnlyAfterItsAnswerOrBeforeTheGreeting() throws Exception {
        ClientDriver client = ClientDriver.greeted();
        assertThatThrownBy(client.engine()::tlsStarted).isInstanceOf(IllegalStateException.class);
        client.exchange("STLS", "-ERR no\r\n");
        assertThatThrownBy(client.engine()::tlsStarted).isInstanceOf(IllegalStateException.class);
        client.send("CAPA");
        assertThatThrownBy(() -> client.send("STLS"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("STLS in AUTHORIZATION: commands are outstanding");
    }

    @Test
    void bodiesAreSlicesOfTheBufferThatWasGiven() throws Exception {
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        byte[] octets = "+OK\r\nabc\r\n..def\r\n.\r\n".getBytes(ISO_8859_1);
        ByteBuffer received = ByteBuffer.wrap(octets);
        client.engine().next(received);
        for (String piece : new String[] {"abc\r\n", ".def\r\n"}) {
            assertThat(client.engine().next(received)).isInstanceOfSatisfying(Event.Body.class, body -> {
                assertThat(body.octets().array()).isSameAs(octets);
                assertThat(ISO_8859_1.decode(body.octets().duplicate()).toString())
                        .isEqualTo(piece);
            });
        }
        assertThat(client.engine().next(received)).isEqualTo(new Event.End());
    }
}
