package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaildropStateTest {
    private final LogLines log = new LogLines();
    private final MaildropState state =
            new MaildropState(new MaildropAddress("mail.example", 995, "orders"), Clock.systemUTC());

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void aMaildropInUseIsNoAlarmJustBecauseOtherTroubleCameBefore() {
        state.failed(Trouble.NETWORK, "gone");
        state.failed(Trouble.NETWORK, "gone");
        state.failed(Trouble.IN_USE, "busy");
        state.failed(Trouble.IN_USE, "busy");
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("NETWORK");

        state.failed(Trouble.IN_USE, "busy");
        assertThat(log.of("POP3J0102")).hasSize(2).last().asString().contains("IN_USE");
        assertThat(state.getFailedPolls()).isEqualTo(5);
    }

    /** W21: only a refused password slows polling to a crawl. */
    @Test
    void pollingSlowsDownToFiveMinutesAndToAnHourForARefusedPasswordOnly() {
        Duration interval = Duration.ofSeconds(30);
        for (Trouble trouble : Trouble.values()) {
            assertThat(trouble.backOff(interval, 1)).isEqualTo(interval);
            assertThat(trouble.backOff(interval, 3)).isEqualTo(Duration.ofMinutes(2));
            assertThat(trouble.backOff(interval, 1_000_000))
                    .isEqualTo(trouble == Trouble.CREDENTIALS ? Duration.ofHours(1) : Duration.ofMinutes(5));
            assertThat(trouble.backOff(Duration.ofHours(3), 9)).isEqualTo(Duration.ofHours(3));
        }
    }
}
