package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** Stop and deactivation: bounded whatever the server does, and nothing happens afterwards. */
class StopTest extends AdapterFixture {
    private static final Duration BOUND = Duration.ofSeconds(5);

    /** C13: that no thread of the container is left in the adapter is what the container waits for when it is closed. */
    @ParameterizedTest
    @ValueSource(strings = {"greeting", "CAPA", "AUTH", "UIDL", "LIST", "RETR", "DELE", "QUIT"})
    void aServerThatFallsSilentDoesNotHoldTheStop(String where) throws Exception {
        maildrop.deliver(mail(1));
        Point point = where.equals("greeting") ? Point.greeting() : Point.statusLine(where);
        InjectedFault silence = server.inject(Fault.at(point).then(Effect.stall()));
        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> silence.fired() > 0);

        long begin = System.nanoTime();
        adapter.stop();
        container.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
        assertThat(server.sessions().get(server.sessions().size() - 1).commands())
                .as("an end without UPDATE")
                .satisfies(commands -> assertThat(commands.contains("QUIT")).isEqualTo(where.equals("QUIT")));
    }

    /** C13: a server that sends an octet now and then is not silent. */
    @Test
    void aServerThatDripsDoesNotHoldTheDeactivation() throws Exception {
        maildrop.deliver(("Subject: long\r\n\r\n" + "x".repeat(10_000) + "\r\n").getBytes(US_ASCII));
        InjectedFault drip = server.inject(Fault.at(Point.reply("RETR")).then(Effect.throttle(20)));
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> drip.fired() > 0);

        long begin = System.nanoTime();
        deactivate(factory);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUND);
        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(attempts).isEmpty();
    }

    /** C12: it is called by a server that stops, and by one that has failed to start. */
    @Test
    void aStopMayComeTwiceAndBeforeTheStart() throws Exception {
        new Pop3ResourceAdapter().stop();
        maildrop.deliver(mail(1));
        activate(this::take, spec -> {});
        untilEmpty();

        adapter.stop();
        int scheduled = container.scheduled();
        adapter.stop();

        server.assertNoOpenSessions();
        assertThat(container.scheduled()).isEqualTo(scheduled);
    }

    /** C12: the container's timer is its thread, but the adapter's to end. */
    @Test
    void aStopEndsTheTimer() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Pop3ResourceAdapter other = new Pop3ResourceAdapter();
        other.start(container);
        Set<Thread> begun = new HashSet<>(Thread.getAllStackTraces().keySet());
        begun.removeIf(thread -> before.contains(thread) || !thread.getName().equals("container-timer"));
        assertThat(begun).hasSize(1);

        other.stop();

        await().atMost(LONG).until(() -> begun.stream().noneMatch(Thread::isAlive));
    }

    /** C32: a thousand deactivations, each at another moment of a poll or of a delivery. */
    @Test
    void afterADeactivationHasReturnedNeitherFactoryNorEndpointIsCalled() throws Exception {
        List<Callable<Void>> applications = new ArrayList<>();
        List<StrictEndpointFactory> used = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String user = "user-" + i;
            server.addUser(user, PASSWORD);
            StrictEndpointFactory factory = new StrictEndpointFactory(mail -> {}, container.transactions(), true);
            used.add(factory);
            applications.add(() -> comeAndGo(user, factory));
        }
        factories.addAll(used);
        ExecutorService threads = Executors.newFixedThreadPool(40);
        for (Future<Void> application : threads.invokeAll(applications)) {
            application.get(100, TimeUnit.SECONDS);
        }
        threads.shutdown();

        int created = used.stream().mapToInt(StrictEndpointFactory::created).sum();
        assertThat(created).as("deliveries on the way").isGreaterThan(100);
    }

    private Void comeAndGo(String user, StrictEndpointFactory factory) throws Exception {
        Pop3ActivationSpec spec = spec();
        spec.setUserName(user);
        spec.setMaxConnectionsPerHost("16");
        spec.setMaxConcurrency("2");
        Semaphore asked = new Semaphore(0);
        factory.whenAsked = asked::release;
        for (int round = 0; round < 25; round++) {
            server.maildrop(user).deliver(mail(round));
            server.maildrop(user).deliver(mail(-round));
            asked.drainPermits();
            activate(factory, spec);
            // Every fifth time at the first or second delivery, otherwise at whatever moment it is by then.
            int deliveries = round % 5 < 4 ? 0 : 1 + round % 2;
            assertThat(asked.tryAcquire(deliveries, 30, TimeUnit.SECONDS)).isTrue();
            deactivate(factory);
            assertThat(factory.unreleased()).isZero();
        }
        return null;
    }

    /** C33: the bound is one for all. */
    @Test
    void manyBeansThatDoNotReturnAreWaitedForTogether() throws Exception {
        List<String> users = List.of("a", "b", "c", "d");
        var leave = new java.util.concurrent.CountDownLatch(1);
        Map<String, Integer> entered = new java.util.concurrent.ConcurrentHashMap<>();
        for (String user : users) {
            server.addUser(user, PASSWORD);
            server.maildrop(user).deliver(mail(1));
            activate(
                    mail -> {
                        entered.put(user, 1);
                        assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    },
                    spec -> {
                        spec.setUserName(user);
                        spec.setSubscriptionName(user);
                        spec.setDrainTimeout("PT1S");
                    });
        }
        await().atMost(LONG).until(() -> entered.size() == users.size());

        long begin = System.nanoTime();
        adapter.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        assertThat(log.of("POP3J0301")).hasSize(users.size());
        leave.countDown();
    }
}
