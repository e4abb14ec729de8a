package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.RetryableUnavailableException;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a bean's endpoints are used: most of it is judged by {@link StrictEndpointFactory}, after each test of the adapter. */
class EndpointUseTest extends AdapterFixture {
    /** C36, C37, C38 and C41: {@link StrictEndpointFactory} says whether a thread, a call or a release was wrong. */
    @Test
    void manyMailsAtATimeNeedManyEndpointsEachForOneThreadAndReleasedOnce() throws Exception {
        deliver(100);
        CountDownLatch tooMany = new CountDownLatch(7);
        AtomicInteger within = new AtomicInteger();
        List<Integer> together = new CopyOnWriteArrayList<>();

        StrictEndpointFactory factory = activate(
                mail -> {
                    together.add(within.incrementAndGet());
                    tooMany.countDown();
                    try {
                        if (together.size() <= 6) {
                            // Long enough for a seventh to come, if it could.
                            tooMany.await(300, TimeUnit.MILLISECONDS);
                        }
                        take(mail);
                        if (mail.attempt() == 1) {
                            throw new IOException("each mail once");
                        }
                    } finally {
                        within.decrementAndGet();
                    }
                },
                spec -> spec.setMaxConcurrency("6"));

        untilEmpty();
        assertThat(together).contains(6).allSatisfy(beans -> assertThat(beans).isLessThanOrEqualTo(6));
        assertThat(factory.created()).isEqualTo(200);
        assertThat(factory.unreleased()).isZero();
        assertThat(factory.violations()).isEmpty();
        assertThat(attempts.values()).hasSize(100).allSatisfy(of -> assertThat(of)
                .containsExactly(1, 2));
    }

    /** C39. */
    @Test
    void aMailWhoseDeliveryCannotBePreparedComesAgainAndThatWasNoAttempt() throws Exception {
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        factory.beforeFails = new ResourceException("no transaction to be had");
        String id = maildrop.deliver(mail(1));
        await().atMost(LONG).until(() -> factory.created() >= 2);
        assertThat(attempts).isEmpty();
        assertThat(maildrop.count()).isEqualTo(1);

        factory.beforeFails = null;

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    /** C42: while the bean can run, the container has its class loader set; the adapter leaves that and its own alone. */
    @Test
    void theBeanRunsWithTheApplicationsClassLoader() throws Exception {
        try (URLClassLoader application =
                new URLClassLoader("application", new URL[0], getClass().getClassLoader())) {
            List<ClassLoader> seen = new CopyOnWriteArrayList<>();
            StrictEndpointFactory factory = new StrictEndpointFactory(
                    mail -> {
                        mail.message().getContent();
                        seen.add(Thread.currentThread().getContextClassLoader());
                    },
                    container.transactions(),
                    true);
            factory.application = application;
            factories.add(factory);
            maildrop.deliver(
                    "Subject: parsed\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nbody\r\n".getBytes(US_ASCII));

            activate(factory, spec());

            untilEmpty();
            assertThat(seen).containsExactly(application);
            // That the threads are given back as they came is judged by the container.
        }
    }

    /** C44: some containers say so by an exception of afterDelivery, too. */
    @Test
    void aCommitThatFailsHasTheMailDeliveredAgain() throws Exception {
        StrictEndpointFactory factory = new StrictEndpointFactory(this::take, container.transactions(), true);
        factory.end = Transactions.End.COMMIT_FAILS;
        factory.afterFails = new ResourceException("the transaction was rolled back");
        factories.add(factory);
        String id = maildrop.deliver(mail(1));

        activate(factory, spec());
        await().atMost(LONG).until(() -> timesTried(id) >= 2);
        assertThat(maildrop.count()).isEqualTo(1);
        factory.end = Transactions.End.IN_ORDER;
        factory.afterFails = null;

        untilEmpty();
        int last = timesTried(id);
        assertThat(attempts.get(id)).endsWith(last);
        assertThat(log.of("POP3J0201")).hasSize(last - 1);
    }

    /** C43 and C44, the other way round: what was committed stays so, whatever afterDelivery says. */
    @Test
    void aCommitCountsThoughAfterDeliveryFails() throws Exception {
        StrictEndpointFactory factory = new StrictEndpointFactory(this::take, container.transactions(), true);
        factory.afterFails = new ResourceException("trouble after the commit");
        factories.add(factory);
        String id = maildrop.deliver(mail(1));

        activate(factory, spec());

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    /** C46: of a checked exception as of any other; containers would commit. */
    @Test
    void aCheckedExceptionRollsBackAndTheMailComesAgain() throws Exception {
        String id = maildrop.deliver(mail(1));
        List<Integer> ended = new CopyOnWriteArrayList<>();

        activate(
                mail -> {
                    take(mail);
                    container.transactions().registerInterposedSynchronization(new Ending(ended));
                    if (mail.attempt() == 1) {
                        throw new IOException("checked");
                    }
                },
                spec -> {});

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1, 2);
        assertThat(ended)
                .containsExactly(
                        jakarta.transaction.Status.STATUS_ROLLEDBACK, jakarta.transaction.Status.STATUS_COMMITTED);
    }

    private record Ending(List<Integer> statuses) implements jakarta.transaction.Synchronization {
        @Override
        public void beforeCompletion() {
            // Only the end is of interest.
        }

        @Override
        public void afterCompletion(int status) {
            statuses.add(status);
        }
    }

    /** C47: the container wraps what a bean throws in an EJBException that says nothing. */
    @Test
    void theLogNamesWhatTheBeanHasThrownInOneLine() throws Exception {
        maildrop.deliver(mail(1));

        activate(
                mail -> {
                    if (mail.attempt() == 1) {
                        throw new IllegalStateException("no such\r\ncustomer");
                    }
                },
                spec -> {});

        untilEmpty();
        assertThat(log.of("POP3J0201"))
                .singleElement()
                .asString()
                .contains("IllegalStateException: no such customer")
                .doesNotContain("EJBException", "\r", "\n");
    }

    /** C50: both are asked again, the longer the more seldom, and neither counts. */
    @ParameterizedTest
    @ValueSource(classes = {UnavailableException.class, RetryableUnavailableException.class})
    void aContainerThatHasNoEndpointIsAskedMoreAndMoreSeldom(Class<? extends ResourceException> refusal)
            throws Exception {
        List<Long> asked = new CopyOnWriteArrayList<>();
        StrictEndpointFactory factory = new StrictEndpointFactory(this::take, container.transactions(), true);
        factory.createFails = refusal.getConstructor(String.class).newInstance("not now");
        factory.whenAsked = () -> asked.add(System.nanoTime());
        factories.add(factory);
        deliver(10);
        Pop3ActivationSpec oneAtATime = spec();
        oneAtATime.setMaxConcurrency("1");
        activate(factory, oneAtATime);
        await().atMost(LONG).until(() -> asked.size() >= 4);

        // 250 ms, 500 ms and 1 s, a fifth more or less.
        assertThat(asked.get(3) - asked.get(0)).isGreaterThan(1_300_000_000L);
        assertThat(maildrop.count()).isEqualTo(10);
        factory.createFails = null;

        untilEmpty();
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }
}
