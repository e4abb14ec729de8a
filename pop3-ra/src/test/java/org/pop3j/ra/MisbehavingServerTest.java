package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** The whole adapter against connections that break and a server that does not do what it says. */
class MisbehavingServerTest extends AdapterFixture {
    private void everyMailWasTakenOnce(int count) {
        assertThat(attempts).hasSize(count);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    /** W9: QUIT was sent and its reply is lost. */
    @Test
    void aLostReplyToQuitDeliversNothingTwice() throws Exception {
        deliver(5);
        InjectedFault fault = server.inject(Fault.dropBeforeQuitReply().nth(2).times(3));

        activate(this::take, spec -> {});

        untilEmpty();
        await("three replies lost, and a good poll")
                .atMost(LONG)
                .until(() -> fault.fired() == 3 && !log.of("POP3J0100").isEmpty());
        everyMailWasTakenOnce(5);
    }

    /** W8: the connection is lost before QUIT, so nothing is deleted though every DELE was answered. */
    @Test
    void aConnectionLostBeforeQuitDeliversNothingTwice() throws Exception {
        deliver(5);
        InjectedFault fault = server.inject(Fault.dropBeforeUpdate().times(4));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(fault.fired()).isEqualTo(4);
        everyMailWasTakenOnce(5);
    }

    @Test
    void aServerThatKeepsWhatItSaysItDeletesIsToldOfOnceAndHoldsUpNothing() throws Exception {
        deliver(80);
        server.inject(Fault.quitKeepsMessages());

        activate(this::take, spec -> {});

        await().atMost(LONG).until(() -> log.of("POP3J0111").size() == 80);
        String late = maildrop.deliver("Subject: late\r\n\r\n".getBytes(US_ASCII));
        await().atMost(LONG).until(() -> attempts.containsKey(late));
        await().atMost(LONG).until(() -> log.of("POP3J0111").size() == 81);
        long updates = maildrop.updates();
        await("more polls").atMost(LONG).until(() -> maildrop.updates() > updates + 10);
        everyMailWasTakenOnce(81);
        assertThat(log.of("POP3J0111")).hasSize(81);
        List<String> last = server.sessions().get(server.sessions().size() - 2).commands();
        assertThat(last).noneMatch(command -> command.startsWith("RETR"));
    }

    /** Else it could fill the disk. */
    @Test
    void aMessageThatIsMuchLargerThanTheServerSaysStaysThereAndHoldsUpNothing() throws Exception {
        String large = maildrop.deliver(TestMessage.generated(300_000, 1));
        server.inject(Fault.parse("reply LIST: wrong-size -299000"));
        String small = maildrop.deliver(TestMessage.generated(1_000, 2));

        activate(this::take, spec -> spec.setMaxMessageSize("10000"));

        await().atMost(LONG).until(() -> attempts.containsKey(small));
        await().atMost(LONG).until(() -> maildrop.count() == 1);
        sessionsMore(3);
        assertThat(attempts).containsOnlyKeys(small);
        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(large);
        assertThat(log.of("POP3J0102")).isNotEmpty().allSatisfy(line -> assertThat(line)
                .contains("PROTOCOL", "message 1 was listed with 1000 octets and has more than 20000"));
    }

    private void serverWithout(Keyword... keywords) {
        anotherServer(Pop3TestServer.builder().without(keywords));
    }

    @Test
    void aServerWithoutUidlHasEveryMailDeliveredOnceAndDeleted() throws Exception {
        serverWithout(Keyword.UIDL);
        deliver(80);

        activate(this::take, spec -> {});

        untilEmpty();
        deliver(1);
        // It is the first one once more, octet for octet.
        untilEmpty();
        everyMailWasTakenOnce(80);
        assertThat(attempts.keySet()).allMatch(uniqueId -> uniqueId.startsWith("h:"));
        assertThat(log.of("POP3J0122")).singleElement().asString().contains("UIDL");
    }

    @Test
    void aServerWithoutUidlHasNothingDeliveredTwiceThatIsNotTakenOrKept() throws Exception {
        serverWithout(Keyword.UIDL);
        deliver(5);

        activate(
                mail -> {
                    take(mail);
                    if (mail.attempt() < 3) {
                        throw new IOException("not yet");
                    }
                },
                spec -> spec.setAfterDelivery("KEEP"));
        await().atMost(LONG)
                .until(() -> attempts.size() == 5 && attempts.values().stream().allMatch(of -> of.size() == 3));
        sessionsMore(5);

        assertThat(attempts).hasSize(5);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1, 2, 3));
    }

    @Test
    void aLoginDelayIsKeptAlsoWhileThereIsABacklogAndToldOnce() throws Exception {
        anotherServer(Pop3TestServer.builder().loginDelay(Duration.ofSeconds(1)));
        // More than one session fetches.
        deliver(1300);

        activate(this::take, spec -> {});

        untilEmpty();
        everyMailWasTakenOnce(1300);
        assertThat(server.sessions()).hasSizeGreaterThan(2).allSatisfy(session -> assertThat(session.transcript())
                .doesNotContain("-ERR"));
        assertThat(log.of("POP3J0123")).singleElement().asString().contains("1 s");
    }

    @Test
    void aMailThatTheServerRefusesToGiveIsToldOnceAndAskedForAgain() throws Exception {
        InjectedFault refused =
                server.inject(Fault.at(Point.command("RETR")).then(Effect.reply("-ERR cannot read the message")));
        deliver(1);
        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> refused.fired() >= 3);
        assertThat(log.of("POP3J0124")).hasSize(1);
        assertThat(attempts).isEmpty();

        refused.remove();
        untilEmpty();
        everyMailWasTakenOnce(1);
    }

    @Test
    void aMaildropInUseIsNoAlarmUntilTheThirdTimeInARow() throws Exception {
        server.inject(Fault.mailboxInUse().times(2));
        deliver(1);
        activate(this::take, spec -> {});
        untilEmpty();
        assertThat(log.of("POP3J0102")).isEmpty();
        assertThat(log.of("POP3J0100")).isEmpty();

        server.inject(Fault.mailboxInUse().times(3));
        await().atMost(LONG).until(() -> !log.of("POP3J0100").isEmpty());
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("IN_USE");
    }

    @Test
    void whileASessionLastsNoOtherBeginsBeyondTheLimitOfTheHost() throws Exception {
        server.addUser("late", PASSWORD);
        TestMaildrop other = server.maildrop("late");
        deliver(1);
        other.deliver(mail(100));
        InjectedFault stall = server.inject(Fault.stallDuringRetr().forUser("orders"));
        activate(this::take, spec -> spec.setMaxConnectionsPerHost("1"));
        await().atMost(LONG).until(() -> stall.fired() == 1);

        activate(this::take, spec -> {
            spec.setUserName("late");
            spec.setMaxConnectionsPerHost("1");
        });
        await().atMost(LONG).until(() -> log.all().stream()
                .anyMatch(line -> line.contains("late@") && line.contains("waits until")));
        assertThat(server.sessions()).hasSize(1);
        assertThat(attempts).isEmpty();

        deactivate(factories.get(0));
        await().atMost(LONG).until(() -> other.count() == 0);
    }

    @Test
    void mailsThatShareAUniqueIdAreAllDelivered() throws Exception {
        deliver(5);
        server.inject(Fault.duplicateUniqueIds());

        activate(this::take, spec -> {});

        untilEmpty();
        everyMailWasTakenOnce(5);
    }

    /** W20: a mail is gone when it is asked for, though it was listed. */
    @Test
    void aMailThatSomebodyElseRemovesCountsAsNothingAndHoldsUpNoOther() throws Exception {
        deliver(5);
        server.inject(Fault.messageGone().nth(1));

        activate(this::take, spec -> {});

        untilEmpty();
        await().atMost(LONG).until(() -> attempts.size() == 4);
        everyMailWasTakenOnce(4);
        assertThat(log.of("POP3J0102")).isEmpty();
    }

    @Test
    void aMailThatBreaksEverySessionHoldsUpNoOther() throws Exception {
        String culprit = maildrop.deliver(("Subject: culprit\r\n\r\n" + "x".repeat(1000) + "\r\n").getBytes(US_ASCII));
        deliver(9);
        server.inject(Fault.at(Point.octet(1000, "RETR")).then(Effect.reset()));

        activate(this::take, spec -> {});

        await("one mail left on the server").atMost(LONG).until(() -> maildrop.count() == 1);
        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(culprit);
        everyMailWasTakenOnce(9);
    }
}
