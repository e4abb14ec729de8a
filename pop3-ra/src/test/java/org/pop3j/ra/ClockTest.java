package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** W22: the clock of the machine is put forward or back. */
class ClockTest extends AdapterFixture {
    private static final class JumpingClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void nothingIsLostOrRepeatedWhenTheClockIsPutForwardOrBack() throws Exception {
        JumpingClock clock = new JumpingClock();
        Inflow inflow = new Inflow(container, clock, new SplittableRandom(1));
        StrictEndpointFactory factory = new StrictEndpointFactory(
                mail -> {
                    take(mail);
                    if (mail.attempt() == 1) {
                        throw new IOException("each mail once");
                    }
                },
                container.transactions(),
                true);
        factories.add(factory);
        Pop3ActivationSpec spec = spec();
        // Longer than the process would remember it by itself: the ledger has the time of the next attempt.
        spec.setRedeliveryDelay("PT0.5S");
        inflow.activate(factory, Settings.of(spec));
        int mails = 0;
        for (Duration ahead : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(2), Duration.ofHours(47))) {
            clock.ahead = ahead;
            for (int i = 0; i < 20; i++) {
                maildrop.deliver(mail(mails++));
            }
            int delivered = mails;
            await().atMost(LONG).until(() -> attempts.size() == delivered);
        }

        clock.ahead = Duration.ofDays(3);
        untilEmpty();
        inflow.close();
        assertThat(attempts).hasSize(mails);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1, 2));
    }
}
