package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code ordering=STRICT}: what a restart or a long delay does to it is a part of {@link HistoryTest}. */
class StrictOrderTest extends AdapterFixture {
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private void onMail(Mail mail, List<String> refusedTwice) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            begun.add(mail.uniqueId());
            if (refusedTwice.contains(mail.uniqueId()) && mail.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        } finally {
            running.decrementAndGet();
        }
    }

    @Test
    void aMailThatIsNotTakenHoldsUpAllThatComeAfterIt() throws Exception {
        List<String> ids = deliver(20);
        List<String> refused = List.of(ids.get(4), ids.get(5));
        List<String> expected = new ArrayList<>(ids);
        expected.addAll(4, List.of(ids.get(4), ids.get(4)));
        expected.addAll(7, List.of(ids.get(5), ids.get(5)));

        activate(mail -> onMail(mail, refused), spec -> spec.setOrdering("STRICT"));
        untilEmpty();

        assertThat(begun).containsExactlyElementsOf(expected);
        assertThat(most).hasValue(1);
    }

    @Test
    void theOrderIsThatOfTheServerOverManySessionsWhileAContainerHasBeansNowAndThen() throws Exception {
        List<String> ids = deliver(600);
        container.rejections.set(5);
        StrictEndpointFactory factory = activate(mail -> onMail(mail, List.of()), spec -> spec.setOrdering("strict"));
        await().atMost(LONG).until(() -> begun.size() > 50);
        factory.createFails = new jakarta.resource.spi.UnavailableException("no bean is free");
        await().atMost(LONG).until(() -> running.get() == 0);
        factory.createFails = null;
        untilEmpty();

        assertThat(begun).containsExactlyElementsOf(ids);
    }

    @Test
    void aMailThatWasGivenUpHoldsUpNothing() throws Exception {
        List<String> ids = deliver(5);

        activate(
                mail -> {
                    onMail(mail, List.of());
                    if (mail.uniqueId().equals(ids.get(1))) {
                        throw new IllegalStateException("never");
                    }
                },
                spec -> {
                    spec.setOrdering("STRICT");
                    spec.setMaxAttempts("2");
                });
        await().atMost(LONG).until(() -> maildrop.count() == 1);

        assertThat(begun).containsExactly(ids.get(0), ids.get(1), ids.get(1), ids.get(2), ids.get(3), ids.get(4));
    }

    @Test
    void aBacklogDoesNotWaitForThePollInterval() throws Exception {
        List<String> ids = deliver(1500);
        activate(mail -> onMail(mail, List.of()), spec -> {
            spec.setOrdering("STRICT");
            spec.setPollInterval("PT1H");
        });
        await().atMost(LONG).until(() -> begun.size() == 1500);

        assertThat(begun).containsExactlyElementsOf(ids);
    }
}
