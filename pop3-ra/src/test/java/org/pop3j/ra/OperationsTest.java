package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What an operator does through the MBean server. */
class OperationsTest extends AdapterFixture {
    private MaildropMXBean bean() throws Exception {
        String name = "orders@" + server.host() + ":" + server.port();
        return JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("org.pop3j:type=Maildrop,name=" + ObjectName.quote(name)),
                MaildropMXBean.class);
    }

    @Test
    void anOperatorPollsWithoutWaitingForTheInterval() throws Exception {
        activate(this::take, spec -> spec.setPollInterval("PT1H"));
        await().atMost(LONG).until(() -> bean().getState().equals("OK"));
        maildrop.deliver(mail(1));

        bean().pollNow();

        await().atMost(LONG).until(() -> attempts.size() == 1);
    }

    @Test
    void nothingIsPolledWhileItIsPausedAndAllThatCameAfterwards() throws Exception {
        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> bean().getState().equals("OK"));

        bean().pause();
        bean().pause();
        server.assertNoOpenSessions();
        int sessions = server.sessions().size();
        maildrop.deliver(mail(1));
        assertThat(bean().getState()).isEqualTo("PAUSED");
        assertThatThrownBy(() -> bean().pollNow()).isInstanceOf(IllegalStateException.class);
        // Another maildrop is polled many times meanwhile.
        activateAnother();
        assertThat(attempts).isEmpty();
        assertThat(server.sessions().subList(sessions, server.sessions().size()))
                .noneMatch(session -> session.transcript().contains("orders"));
        bean().resume();

        await().atMost(LONG).until(() -> attempts.size() == 1);
        assertThat(bean().getState()).isEqualTo("OK");
        assertThat(log.of("POP3J0700")).hasSize(1);
        assertThat(log.of("POP3J0701")).hasSize(1);
    }

    private void activateAnother() throws Exception {
        server.addUser("sales", PASSWORD);
        activate(mail -> {}, spec -> spec.setUserName("sales"));
        await().atMost(LONG)
                .until(() -> server.sessions().stream()
                                .filter(session -> session.transcript().contains("sales"))
                                .count()
                        > 5);
    }

    /** The unique-id of a mail that has had one attempt and now waits for the next. */
    private String notTakenUntil(AtomicBoolean well, String redeliveryDelay) throws Exception {
        String id = maildrop.deliver(mail(1));
        activate(
                mail -> {
                    take(mail);
                    if (!well.get()) {
                        throw new IOException("not yet");
                    }
                },
                spec -> {
                    spec.setPollInterval("PT1H");
                    spec.setRedeliveryDelay(redeliveryDelay);
                });
        await().atMost(LONG).until(() -> !log.of("POP3J0201").isEmpty() && bean().getInFlight() == 0);
        return id;
    }

    @Test
    void aMailThatWaitsForItsNextAttemptIsRetriedAtOnce() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        String id = notTakenUntil(well, "PT1H");

        well.set(true);
        await("the time of the next attempt is written").atMost(LONG).until(() -> bean().retry(id));

        await().atMost(LONG).until(() -> timesTried(id) == 2);
        assertThat(attempts.get(id)).containsExactly(1, 1);
        await().atMost(LONG).until(() -> bean().getDelivered() == 1);
        assertThat(bean().retry(id)).isFalse();
        assertThat(bean().retry("never heard of")).isFalse();
        assertThat(log.of("POP3J0702")).hasSize(1);
    }

    @Test
    void aMailThatWaitsInTheSpoolIsRetriedAtOnce() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        String id = notTakenUntil(well, "PT50S");
        int sessions = server.sessions().size();

        well.set(true);
        await().atMost(LONG).until(() -> bean().retry(id));

        await().atMost(LONG).until(() -> timesTried(id) == 2);
        assertThat(server.sessions().subList(sessions, server.sessions().size()))
                .noneMatch(session -> session.transcript().contains("RETR"));
    }

    @Test
    void aMailThatWasTakenIsDeliveredOnceMoreWhenItIsForgotten() throws Exception {
        String id = maildrop.deliver(mail(1));
        activate(this::take, spec -> spec.setPollInterval("PT1H"));
        await().atMost(LONG).until(() -> bean().getDelivered() == 1);

        assertThat(bean().forget("never heard of")).isFalse();
        assertThat(bean().forget(id)).isTrue();

        await().atMost(LONG).until(() -> timesTried(id) == 2);
        assertThat(log.of("POP3J0703")).hasSize(1);
    }

    @Test
    void aMailThatIsBeingDeliveredIsNeitherRetriedNorForgotten() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        activate(
                mail -> {
                    take(mail);
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                },
                spec -> {});
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(bean().retry(id)).isFalse();
        assertThat(bean().forget(id)).isFalse();
        leave.countDown();

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }
}
