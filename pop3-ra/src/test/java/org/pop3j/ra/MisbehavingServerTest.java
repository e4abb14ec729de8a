package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** The whole adapter against connections that break and a server that does not do what it says. */
class MisbehavingServerTest extends AdapterFixture {
    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            maildrop.deliver(mail(i));
        }
    }

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
