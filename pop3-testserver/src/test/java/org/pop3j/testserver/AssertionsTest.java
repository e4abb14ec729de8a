package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Fault;

/** What sessions and maildrops can be held to, and what is said when they are not like that. */
class AssertionsTest {
    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @Test
    void aSessionIsHeldToWhatItSaidFetchedAndDeleted() throws IOException {
        String one = deliver("one");
        String two = deliver("two");
        talk("STAT", "RETR 2", "RETR 1", "DELE 2", "QUIT");

        server.assertThatSession(1)
                .user("alice")
                .commands("USER alice", "PASS ***", "STAT", "RETR 2", "RETR 1", "DELE 2", "QUIT")
                .fetched(two, one)
                .deleted(two)
                .ended(RecordedSession.Ending.QUIT);
        server.assertThatMaildrop("alice").holds(1).holds(one);
    }

    @Test
    void otherCommandsAreShownLineByLineWithTheTranscript() throws IOException {
        talk("STAT", "NOOP", "QUIT");

        assertThatThrownBy(
                        () -> server.assertThatSession(1).commands("USER alice", "PASS ****", "NOOP", "RSET", "QUIT"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("""
                        commands of session 1:
                            USER alice
                            PASS ****
                          + STAT
                            NOOP
                          - RSET
                            QUIT
                        """ + server.sessions().get(0).transcript());
    }

    @Test
    void otherEndingsUsersAndMessagesFail() throws IOException {
        String one = deliver("one");
        String two = deliver("two");
        talk("RETR 1", "DELE 1", "QUIT");
        SessionAssert session = server.assertThatSession(1);

        assertThatThrownBy(() -> session.ended(RecordedSession.Ending.LOST))
                .hasMessageStartingWith("ending of session 1:\n  - LOST\n  + QUIT\nsession 1, alice, ended: QUIT\n");
        assertThatThrownBy(() -> session.user("bob")).hasMessageContaining("  - bob\n  + alice\n");
        assertThatThrownBy(() -> session.fetched(two, one)).hasMessageContaining("  - " + two + "\n    " + one + "\n");
        assertThatThrownBy(session::fetched).hasMessageContaining("  + " + one + "\n");
        assertThatThrownBy(session::deleted).hasMessageContaining("deleted messages of session 1:\n  + " + one);
        assertThatThrownBy(() -> server.assertThatMaildrop("alice").isEmpty())
                .hasMessageContaining("expected 0 messages in the maildrop of alice, there are 1\n  message " + two)
                .hasMessageContaining("C: RETR 1");
        assertThatThrownBy(() -> server.assertThatMaildrop("alice").holds(one, two))
                .hasMessageContaining("  - " + one + "\n    " + two + "\n");
    }

    @Test
    void whatIsLeftOutOfALongSessionIsNotTakenForGone() throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            for (int i = 0; i < 600; i++) {
                client.ok("NOOP");
            }
            client.ok("QUIT");
        }
        assertThatThrownBy(() -> server.assertThatSession(1).fetched())
                .hasMessageStartingWith("session 1 is too long for this: 102 commands are left out\n");
    }

    @Test
    void exchangesTellSizeAndHashOfWhatWasSent() throws IOException {
        String id = deliver("Subject: x\r\n\r\n.one\r\ntwo");
        talk("LIST 1", "TOP 1 1", "RETR 1", "RETR 2", "QUIT");

        RecordedSession session = server.await().session(1);
        Optional<Exchange.Message> message = Optional.of(new Exchange.Message(1, id));
        // printf 'Subject: x\r\n\r\n.one\r\ntwo\r\n' | sha256sum
        Optional<String> hash = Optional.of("d600b614246db734d87f81dbfa97f9241dfab1b008dc5f237bd10820e89d0048");
        assertThat(session.exchanges().subList(2, 7))
                .containsExactly(
                        exchange("LIST 1", "+OK 1 25", message, Optional.empty()),
                        exchange(
                                "TOP 1 1",
                                "+OK top of message follows",
                                message,
                                Optional.of(new Exchange.Body(20, Optional.empty()))),
                        exchange("RETR 1", "+OK 25 octets", message, Optional.of(new Exchange.Body(25, hash))),
                        exchange("RETR 2", "-ERR no such message", Optional.empty(), Optional.empty()),
                        exchange("QUIT", "+OK bye", Optional.empty(), Optional.empty()));
        assertThat(session.exchanges())
                .extracting(Exchange::succeeded)
                .containsExactly(true, true, true, true, true, false, true);
        assertThat(hash).contains(maildrop.messages().get(0).sha256());
    }

    private static Exchange exchange(
            String command, String status, Optional<Exchange.Message> message, Optional<Exchange.Body> body) {
        return new Exchange(command, Optional.of(status), message, body);
    }

    @Test
    void onlySoManyMessagesOfASessionAreHashed() throws IOException {
        maildrop.deliver(new byte[15 << 20]);
        deliver("small");
        maildrop.deliver(new byte[2 << 20]);
        try (LineClient client = LineClient.alice(server)) {
            for (int number : new int[] {1, 2, 3, 2}) {
                client.ok("RETR " + number);
                client.skipAnswer();
            }
            client.ok("QUIT");
        }
        assertThat(server.await().session(1).exchanges())
                .flatExtracting(exchange -> exchange.body().stream().toList())
                .extracting(body -> body.sha256().isPresent())
                .containsExactly(true, true, false, true);
    }

    @Test
    void whereTheHeaderIsLookedAtFirstAMessageIsHashedOnceAllTheSame() throws IOException {
        try (Pop3TestServer utf8 =
                Pop3TestServer.builder().user("alice", "secret").utf8().start()) {
            utf8.maildrop("alice").deliver("Subject: \u00e9\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            utf8.maildrop("alice").deliver(new byte[9 << 20]);
            try (LineClient client = LineClient.alice(utf8)) {
                client.ok("RETR 2");
                client.skipAnswer();
                client.refused("RETR 1");
                client.lines("TOP 2 0");
                client.ok("QUIT");
            }
            assertThat(utf8.await().session(1).exchanges())
                    .flatExtracting(exchange -> exchange.body().stream().toList())
                    .extracting(body -> body.sha256().isPresent())
                    .containsExactly(true, false);
        }
    }

    @Test
    void messagesHaveTheirNamesBeforeTheEndAndAfterIt() throws IOException {
        String one = deliver("one");
        String two = deliver("two");
        try (LineClient client = LineClient.alice(server)) {
            client.lines("retr 2");
            SessionAssert.assertThat(server.sessions().get(0)).fetched(two);
            client.lines("RETR 01");
            client.refused("RETR 3");
            client.refused("RETR x1");
            client.refused("RETR 1234567890");
            client.refused("RETR");
            client.ok("STAT");
            client.ok("DELE 1");
            client.ok("QUIT");
        }
        assertThat(server.await().session(1).exchanges())
                .flatExtracting(exchange -> exchange.message().stream().toList())
                .containsExactly(
                        new Exchange.Message(2, two), new Exchange.Message(1, one), new Exchange.Message(1, one));
        server.assertThatSession(1).fetched(two, one).deleted(one);
    }

    @Test
    void moreDeletionsThanAreRememberedAreNotTakenForTheseAlone() throws IOException {
        String[] ids = new String[501];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = deliver("x");
        }
        try (LineClient client = LineClient.alice(server)) {
            for (int i = 1; i <= ids.length; i++) {
                client.ok("DELE " + i);
            }
            client.ok("QUIT");
        }
        SessionAssert session = server.assertThatSession(1);
        for (int count : new int[] {500, 501}) {
            assertThatThrownBy(() -> session.deleted(Arrays.copyOf(ids, count)))
                    .hasMessageStartingWith(
                            "session 1 has removed too many messages for this: 1 more than are remembered\n");
        }
    }

    @Test
    void aMessageThatWasNotSentToItsEndWasNotFetched() throws IOException {
        maildrop.deliver(new byte[16 << 20]);
        try (LineClient client = LineClient.alice(server)) {
            client.ok("RETR 1");
            client.vanish();
        }
        server.assertThatSession(1).fetched().deleted().ended(RecordedSession.Ending.LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "octet 20 RETR: reset",
                "octet 20 RETR: truncate",
                "line 2 RETR: truncate",
                "terminator RETR: omit-terminator, close",
                "status-line RETR: reply \"-ERR\""
            })
    void aMessageThatAFaultKeptBackWasNotFetched(String fault) throws IOException {
        String one = deliver("Subject: one\r\n\r\nlong enough\r\n");
        server.inject(Fault.parse(fault).times(1));
        try (LineClient client = LineClient.alice(server)) {
            client.send("RETR 1\r\nQUIT\r\n");
            client.some(10_000);
        }
        server.assertThatSession(1).fetched();

        server.inject(Fault.parse("reply RETR: break-stuffing"));
        talk("RETR 1", "QUIT");
        server.assertThatSession(2).fetched(one);
    }

    @Test
    void deletionsThatDidNotComeToQuitAreNone() throws IOException {
        deliver("one");
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
        }
        server.assertThatSession(1).deleted();
    }

    @Test
    void afterAResetSessionsCountFromOneAgain() throws IOException {
        talk("STAT", "QUIT");
        server.reset();
        talk("NOOP", "QUIT");

        server.assertThatSession(1).commands("USER alice", "PASS ****", "NOOP", "QUIT");
    }

    private void talk(String... commands) throws IOException {
        try (LineClient client = LineClient.alice(server)) {
            for (String command : commands) {
                boolean listing = client.command(command).startsWith("+OK")
                        && (command.startsWith("RETR") || command.startsWith("TOP"));
                if (listing) {
                    client.restOfAnswer();
                }
            }
        }
    }

    private String deliver(String message) {
        return maildrop.deliver(message.getBytes(StandardCharsets.ISO_8859_1));
    }
}
