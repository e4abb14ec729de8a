package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.RecordedSession;

/** What becomes of a mail on the server when it has been taken. */
class AfterDeliveryTest extends AdapterFixture {
    private List<String> commands() {
        return server.sessions().stream()
                .map(RecordedSession::commands)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void whatIsKeptIsDeliveredOnceAndFetchedOnceAndStaysOverARestart() throws Exception {
        deliver(5);
        activate(this::take, spec -> {
            spec.setSubscriptionName("bean");
            spec.setAfterDelivery("KEEP");
        });
        await().atMost(LONG).until(() -> attempts.size() == 5);
        // More than the two intervals in which nothing would be deleted anyway.
        sessionsMore(6);
        adapter.stop();

        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> {
            spec.setSubscriptionName("bean");
            spec.setAfterDelivery("keep");
        });
        sessionsMore(6);

        assertThat(maildrop.count()).isEqualTo(5);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
        assertThat(commands()).filteredOn(command -> command.startsWith("RETR")).hasSize(5);
        assertThat(commands()).noneMatch(command -> command.startsWith("DELE"));
    }

    @Test
    void whatOneBeanKeepsIsNotDeletedForAnother() throws Exception {
        maildrop.deliver(mail(1));
        List<String> kept = new CopyOnWriteArrayList<>();
        activate(this::take, spec -> spec.setSubscriptionName("deleting"));
        activate(mail -> kept.add(mail.uniqueId()), spec -> {
            spec.setSubscriptionName("keeping");
            spec.setAfterDelivery("KEEP");
        });
        await().atMost(LONG).until(() -> kept.size() == 1 && attempts.size() == 1);
        sessionsMore(6);

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(kept).hasSize(1);
    }

    @Test
    void aMailIsDeletedWhenTheDelaySinceItWasTakenIsOver() throws Exception {
        String id = maildrop.deliver(mail(1));
        Duration delay = Duration.ofSeconds(2);
        List<Long> taken = new CopyOnWriteArrayList<>();

        activate(
                mail -> {
                    take(mail);
                    taken.add(System.nanoTime());
                },
                spec -> spec.setDeleteDelay(delay.toString()));

        untilEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - taken.get(0))).isGreaterThanOrEqualTo(delay);
        assertThat(attempts.get(id)).containsExactly(1);
        assertThat(commands()).filteredOn(command -> command.startsWith("RETR")).hasSize(1);
    }
}
