package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deactivation and stop, in the middle of everything, and what comes after them. */
class EndingsTest extends AdapterFixture {
    @Test
    void whatWasTakenBeforeTheAdapterEndedIsDeletedNotDeliveredByTheNextOne() throws Exception {
        String id = maildrop.deliver(mail(1));
        activate(
                mail -> {
                    take(mail);
                    server.stopAccepting();
                },
                spec -> spec.setSubscriptionName("bean"));
        await().atMost(LONG).until(() -> attempts.containsKey(id));
        adapter.stop();
        assertThat(maildrop.count()).isEqualTo(1);

        server.startAccepting();
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aDeactivationWaitsForWhatRunsAndNothingIsDeliveredAfterwards() throws Exception {
        deliver(40);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activate(
                mail -> {
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    take(mail);
                },
                spec -> {});
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        Thread undeployment = new Thread(() -> deactivate(factory), "undeployment");
        undeployment.start();
        await("it waits").atMost(LONG).until(() -> undeployment.getState() == Thread.State.TIMED_WAITING);
        assertThat(attempts).isEmpty();
        leave.countDown();
        undeployment.join(20_000);
        assertThat(undeployment.isAlive()).isFalse();
        assertThat(attempts).hasSizeBetween(1, 4);
        assertThat(factory.unreleased()).isZero();

        activate(factory, spec());
        untilEmpty();
        assertThat(attempts).hasSize(40);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aBeanThatIsUndeployedWhileItsMailsWaitLeavesThemToTheOther() throws Exception {
        deliver(10);
        Map<String, byte[]> received = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(1);
        StrictEndpointFactory leaving = activate(
                mail -> {
                    throw new IOException("not now");
                },
                spec -> {
                    spec.setSubscriptionName("leaving");
                    spec.setRedeliveryDelay("PT0.2S");
                });
        activate(
                mail -> {
                    // The other's mails have been given up before these are read.
                    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
                    received.put(mail.uniqueId(), read(mail));
                },
                spec -> spec.setSubscriptionName("staying"));
        await().atMost(LONG).until(() -> !log.of("POP3J0201").isEmpty());

        deactivate(leaving);
        left.countDown();

        untilEmpty();
        assertThat(received).hasSize(10);
        assertThat(log.of("POP3J0201")).allSatisfy(line -> assertThat(line).contains("leaving"));
    }

    @Test
    void aBeanThatIsBeingUndeployedStillHoldsWhatItHasNotTaken() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        activate(this::take, spec -> spec.setSubscriptionName("staying"));
        StrictEndpointFactory leaving = activate(
                mail -> {
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    throw new IOException("rolled back after all");
                },
                spec -> spec.setSubscriptionName("leaving"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(LONG).until(() -> attempts.containsKey(id));

        Thread undeployment = new Thread(() -> deactivate(leaving), "undeployment");
        undeployment.start();
        int sessions = server.sessions().size();
        sessionsMore(4);
        assertThat(maildrop.count()).isEqualTo(1);
        leave.countDown();
        undeployment.join(20_000);

        assertThat(undeployment.isAlive()).isFalse();
        assertThat(server.sessions().stream().limit(sessions + 4L))
                .allSatisfy(session -> assertThat(session.transcript()).doesNotContain("DELE"));
    }

    @Test
    void aBeanThatComesALittleLateStillGetsItsMail() throws Exception {
        String id = maildrop.deliver(mail(1));
        List<String> late = new CopyOnWriteArrayList<>();
        activate(this::take, spec -> {
            spec.setSubscriptionName("first");
            spec.setPollInterval("PT1S");
        });
        await().atMost(LONG).until(() -> attempts.containsKey(id));

        activate(mail -> late.add(mail.uniqueId()), spec -> {
            spec.setSubscriptionName("late");
            spec.setPollInterval("PT1S");
        });

        untilEmpty();
        assertThat(late).containsExactly(id);
    }

    @Test
    void aDeliveryThatOutlivesTheStopIsRememberedAndNotRepeated() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activateAndEnter(leave);
        adapter.stop();
        assertThat(log.of("POP3J0301")).singleElement().asString().contains("bean", "still runs");
        leave.countDown();
        await().atMost(LONG).until(() -> factory.unreleased() == 0);

        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aDeliveryThatOutlivesItsDeactivationIsNotRepeatedBesideIt() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activateAndEnter(leave);
        adapter.endpointDeactivation(factory, spec());

        Pop3ActivationSpec spec = spec();
        spec.setSubscriptionName("bean");
        activate(factory, spec);
        sessionsMore(3);
        assertThat(attempts.get(id)).containsExactly(1);
        leave.countDown();

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aServerThatDoesNotAnswerDoesNotHoldTheStop() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                String user = "user-" + i;
                activate(this::take, spec -> {
                    spec.setPortNumber(Integer.toString(silent.getLocalPort()));
                    spec.setUserName(user);
                });
            }
            for (int i = 0; i < 3; i++) {
                silent.setSoTimeout(20_000);
                silent.accept();
            }
            long begin = System.nanoTime();
            adapter.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void anUnknownEndpointIsDeactivatedWithoutComplaint() {
        adapter.endpointDeactivation(
                new StrictEndpointFactory(this::take, container.transactions(), true), new Pop3ActivationSpec());
    }

    @Test
    void aSecondActivationOfTheSameEndpointDeliversNothingTwice() throws Exception {
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        activate(factory, spec());
        String id = maildrop.deliver(mail(1));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    /** A bean that is given little time to drain and stays in its first delivery until it may leave. */
    private StrictEndpointFactory activateAndEnter(CountDownLatch leave) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        StrictEndpointFactory factory = activate(
                mail -> {
                    take(mail);
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                },
                spec -> {
                    spec.setSubscriptionName("bean");
                    spec.setDrainTimeout("PT0.1S");
                });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        return factory;
    }
}
