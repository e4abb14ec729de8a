package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.UnavailableException;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Start of the adapter, and activation of endpoints, as containers do them. */
class ActivationTest extends AdapterFixture {
    private static final String TIMER = "container-timer";

    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().equals(TIMER));
        return threads;
    }

    /** C9. */
    @Test
    void aStartAsksForATimerAndDoesNothingElse() throws Exception {
        try (TestContainer fresh = new TestContainer()) {
            Set<Thread> before = threads();
            Pop3ResourceAdapter starting = new Pop3ResourceAdapter();
            starting.start(fresh);

            assertThat(fresh.scheduled()).isZero();
            assertThat(threads()).isSubsetOf(before);
            assertThat(server.sessions()).isEmpty();
            assertThat(directory).isEmptyDirectory();
            starting.stop();
        }
    }

    /** C9 and C27: neither the start nor the activation waits for a server; that is for a thread of the container. */
    @Test
    void anActivationDoesNotWaitForAServerThatDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            long begin = System.nanoTime();
            activate(this::take, spec -> spec.setPortNumber(Integer.toString(silent.getLocalPort())));

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            silent.setSoTimeout(20_000);
            silent.accept().close();
        }
    }

    /** C10. */
    @ParameterizedTest
    @ValueSource(strings = {"getWorkManager", "createTimer"})
    void aStartThatFailsThrowsAndLeavesNoThread(String missing) {
        Set<Thread> before = threads();
        BootstrapContext broken = (BootstrapContext) Proxy.newProxyInstance(
                ActivationTest.class.getClassLoader(),
                new Class<?>[] {BootstrapContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(missing)) {
                        throw new IllegalStateException("the server is not ready");
                    }
                    return method.invoke(container, arguments);
                });
        Pop3ResourceAdapter failing = new Pop3ResourceAdapter();

        assertThatThrownBy(() -> failing.start(broken)).hasStackTraceContaining("the server is not ready");

        assertThat(threads()).isSubsetOf(before);
        assertThatThrownBy(() -> failing.endpointActivation(factory(), spec()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("not started");
        failing.stop();
    }

    private StrictEndpointFactory factory() {
        return new StrictEndpointFactory(this::take, container.transactions(), true);
    }

    /** C11. */
    @Test
    void twoAdaptersInOneProcessAreStrangersToEachOther() throws Exception {
        server.addUser("sales", PASSWORD);
        Map<String, String> bySales = new ConcurrentHashMap<>();
        Pop3ResourceAdapter other = new Pop3ResourceAdapter();
        other.start(container);
        StrictEndpointFactory sales = new StrictEndpointFactory(
                mail -> bySales.put(mail.uniqueId(), "taken"), container.transactions(), true);
        factories.add(sales);
        Pop3ActivationSpec spec = spec();
        spec.setUserName("sales");
        spec.setLedgerDirectory(
                Files.createDirectory(directory.resolve("other")).toString());
        other.endpointActivation(sales, spec);
        activate(this::take, own -> {});
        String orders = maildrop.deliver(mail(1));
        String first = server.maildrop("sales").deliver(mail(2));
        await().atMost(LONG).until(() -> bySales.containsKey(first) && attempts.containsKey(orders));

        adapter.stop();

        String second = server.maildrop("sales").deliver(mail(3));
        await().atMost(LONG).until(() -> bySales.containsKey(second));
        other.stop();
        assertThat(attempts).containsOnlyKeys(orders);
        assertThat(bySales).containsOnlyKeys(first, second);
    }

    /** C19. */
    @ParameterizedTest
    @ValueSource(classes = {UnavailableException.class, UnsupportedOperationException.class})
    void aServerWithoutATimerIsDoneWithout(Class<? extends Throwable> refusal) throws Exception {
        adapter.stop();
        container.noTimer = refusal.getConstructor(String.class).newInstance("no timer");
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(attempts.values()).containsExactly(List.of(1));
        // C14: the one thread that is the adapter's own.
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().equals("pop3j-schedule"))
                .singleElement()
                .matches(Thread::isDaemon);
    }

    /** C28: every activation is an endpoint's, whatever the others do meanwhile; no mail is missed, none comes twice. */
    @Test
    void fiftyThreadsActivateAndDeactivateAtOnce() throws Exception {
        List<String> users = List.of("orders", "a", "b", "c", "d");
        users.stream().skip(1).forEach(user -> server.addUser(user, PASSWORD));
        users.forEach(user -> server.maildrop(user).deliver(mail(1)));
        List<AtomicInteger> taken = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(50);
        List<Callable<Void>> beans = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            AtomicInteger times = new AtomicInteger();
            taken.add(times);
            Pop3ActivationSpec spec = spec();
            spec.setUserName(users.get(i % users.size()));
            spec.setSubscriptionName("bean-" + i);
            spec.setAfterDelivery("KEEP");
            StrictEndpointFactory bean =
                    new StrictEndpointFactory(mail -> times.incrementAndGet(), container.transactions(), true);
            factories.add(bean);
            beans.add(() -> {
                for (int round = 0; round < 5; round++) {
                    together.await(60, TimeUnit.SECONDS);
                    activate(bean, spec);
                    deactivate(bean);
                }
                activate(bean, spec);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(50);
        for (Future<Void> bean : threads.invokeAll(beans)) {
            bean.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();

        await().atMost(LONG).until(() -> taken.stream().allMatch(times -> times.get() > 0));
        sessionsMore(10);
        assertThat(taken).allSatisfy(times -> assertThat(times).hasValue(1));
    }

    /** C29: the container would refuse it, or wait for itself. */
    @Test
    void theActivatingThreadCreatesNoEndpoint() throws Exception {
        maildrop.deliver(mail(1));
        List<Thread> delivering = new ArrayList<>();

        StrictEndpointFactory factory = activate(mail -> delivering.add(Thread.currentThread()), spec -> {});

        assertThat(factory.created()).isZero();
        untilEmpty();
        assertThat(delivering).hasSize(1).doesNotContain(Thread.currentThread());
    }

    /** C30: the names of the endpoint are the application's; the adapter asks for those that it was told, and later. */
    @Test
    void noNameIsLookedUpButTheConfiguredOneAndNotByTheActivatingThread() throws Exception {
        try (Names names = Names.open()) {
            maildrop.deliver(mail(1));
            activate(this::take, spec -> spec.setLedgerDataSource("jdbc/none"));
            await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
            adapter.stop();

            assertThat(names.lookedUp()).isNotEmpty().containsOnly("jdbc/none by container");
        }
    }

    /** C31. */
    @Test
    void anEndpointIsKnownByTheIdentityOfItsFactory() throws Exception {
        List<String> taken = new ArrayList<>();
        MessageEndpointFactory first = claimingToBeEqual(taken, "first");
        MessageEndpointFactory second = claimingToBeEqual(taken, "second");
        assertThat(first).isEqualTo(second);
        adapter.endpointActivation(first, named("first"));
        adapter.endpointActivation(second, named("second"));

        adapter.endpointDeactivation(second, named("second"));
        maildrop.deliver(mail(1));

        untilEmpty();
        assertThat(taken).containsExactly("first");
    }

    private ActivationSpec named(String name) {
        Pop3ActivationSpec spec = spec();
        spec.setSubscriptionName(name);
        return spec;
    }

    private MessageEndpointFactory claimingToBeEqual(List<String> taken, String name) {
        StrictEndpointFactory strict =
                new StrictEndpointFactory(mail -> taken.add(name), container.transactions(), true);
        factories.add(strict);
        return (MessageEndpointFactory) Proxy.newProxyInstance(
                ActivationTest.class.getClassLoader(),
                new Class<?>[] {MessageEndpointFactory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> true;
                    case "hashCode" -> 1;
                    default -> {
                        try {
                            yield method.invoke(strict, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                });
    }

    /** C31: whatever a container asks for, and whenever. */
    @Test
    void aDeactivationNeverFails() throws IOException {
        Pop3ResourceAdapter idle = new Pop3ResourceAdapter();
        idle.endpointDeactivation(factory(), spec());
        idle.stop();
        adapter.endpointDeactivation(factory(), spec());
        adapter.stop();
        adapter.endpointDeactivation(factory(), spec());
        adapter.stop();
        try (var files = Files.list(directory)) {
            assertThat(files.toList()).isEqualTo(List.<Path>of());
        }
    }

    /** C51: before and after anything was activated, for specs of the container's that nobody has seen. */
    @Test
    void noResourceManagerTakesPartInRecovery() throws Exception {
        assertThat(new Pop3ResourceAdapter().getXAResources(new ActivationSpec[] {new Pop3ActivationSpec()}))
                .isNull();
        activate(this::take, spec -> {});
        assertThat(adapter.getXAResources(new ActivationSpec[] {spec(), new Pop3ActivationSpec()}))
                .isNull();
        assertThat(adapter.getXAResources(new ActivationSpec[0])).isNull();
    }
}
