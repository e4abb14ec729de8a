package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StopIT {
    private static final int MAILS = 100;
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** Liberty itself waits up to 30 s for what is running. */
    private static final Duration STOP_BOUND = Duration.ofSeconds(30);

    private static final Duration PACE = Duration.ofMillis(10);
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("stop");

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    @Test
    void orderlyStopWhileDeliveringEndsInTimeAndLosesNothing() throws Exception {
        LIBERTY.polling(MAIL_SERVER).start();
        for (int i = 1; i <= MAILS; i++) {
            MAIL_SERVER.deliver("Before the stop " + i, i % 10 == 0 ? "throw 2" : "none");
        }
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !LIBERTY.desk().state().tickets().isEmpty());

        assertThat(stopWhileMailComesIn()).isLessThan(STOP_BOUND);
        assertThat(MAIL_SERVER.maildrop().count())
                .as("mails that came too late")
                .isPositive();

        LIBERTY.start();
        MAIL_SERVER.awaitEverythingFetched(BOUND);
        DeskState desk = LIBERTY.desk().state();
        assertThat(desk.duplicates()).isEmpty();
        assertThat(desk.digests()).isEqualTo(MAIL_SERVER.delivered());
    }

    /** Mail comes in all the time, so that there is something to deliver at whatever point the server is. */
    private static Duration stopWhileMailComesIn() throws InterruptedException, ExecutionException {
        CompletableFuture<Duration> stopping = CompletableFuture.supplyAsync(LIBERTY::stop);
        for (int i = 1; ; i++) {
            MAIL_SERVER.deliver("During the stop " + i);
            try {
                return stopping.get(PACE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Not yet: the next mail.
            }
        }
    }
}
