package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Timeouts timeouts = new Timeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofSeconds(40),
            Duration.ofSeconds(100));
    private long clock = Long.MAX_VALUE - SECOND;
    private final Deadlines deadlines = new Deadlines(timeouts, () -> clock);

    private void read(int octets, long nanos) {
        clock += nanos;
        deadlines.passed(octets, nanos);
    }

    @Test
    void readIsBoundedByTheLeastOfReadCommandAndSession() throws Exception {
        assertThat(deadlines.nextRead()).isEqualTo(10_000);
        read(1, 9 * SECOND);
        assertThat(deadlines.nextRead()).isEqualTo(10_000);
        read(1, 9 * SECOND);
        assertThat(deadlines.nextRead()).isEqualTo(7_000);
        deadlines.nextAnswer();
        clock += 80 * SECOND;
        assertThat(deadlines.nextRead()).isEqualTo(2_000);
        assertThat(deadlines.expired()).hasMessage("session longer than PT1M40S");
    }

    @Test
    void ourOwnWorkIsBoundedByCommandAndSession() {
        assertThat(deadlines.over()).isFalse();
        clock += 24 * SECOND;
        assertThat(deadlines.over()).isFalse();
        clock += SECOND;
        assertThat(deadlines.over()).isTrue();
        assertThat(deadlines.expired()).hasMessage("not complete within PT25S");
        deadlines.nextAnswer();
        assertThat(deadlines.over()).isFalse();
        clock += 20 * SECOND;
        deadlines.nextAnswer();
        clock += 20 * SECOND;
        deadlines.nextAnswer();
        clock += 20 * SECOND;
        deadlines.nextAnswer();
        clock += 15 * SECOND;
        assertThat(deadlines.over()).isTrue();
        assertThat(deadlines.expired()).hasMessage("session longer than PT1M40S");
    }

    @Test
    void dripIsBoundedByTheCommand() throws Exception {
        for (int second = 0; second < 25; second++) {
            deadlines.nextRead();
            read(1, SECOND);
        }
        assertThatThrownBy(deadlines::nextRead)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("not complete within PT25S");
    }

    @Test
    void progressGivesTheServerItsTimeAgain() throws Exception {
        for (int piece = 0; piece < 4; piece++) {
            read(Deadlines.PROGRESS_OCTETS - 1, 10 * SECOND);
            read(1, 10 * SECOND);
        }
        assertThat(deadlines.nextRead()).isEqualTo(10_000);
    }

    @Test
    void timeOfTheCallerIsNotCountedAgainstTheCommand() throws Exception {
        read(1, SECOND);
        clock += 60 * SECOND;
        assertThat(deadlines.nextRead()).isEqualTo(10_000);
    }

    @Test
    void quitHasItsOwnBoundEvenAtTheEndOfTheSession() throws Exception {
        clock += 99 * SECOND;
        deadlines.quit();
        assertThat(deadlines.nextRead()).isEqualTo(40_000);
        read(1, 39 * SECOND);
        assertThat(deadlines.nextRead()).isEqualTo(1_000);
        read(Deadlines.PROGRESS_OCTETS - 2, SECOND);
        assertThatThrownBy(deadlines::nextRead).hasMessage("no answer within PT40S");
    }

    @Test
    void quitIsBoundedHoweverMuchComes() throws Exception {
        deadlines.quit();
        for (int piece = 0; piece < 4; piece++) {
            deadlines.nextRead();
            read(Deadlines.PROGRESS_OCTETS, 10 * SECOND);
        }
        assertThatThrownBy(deadlines::nextRead)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no answer within PT40S");
    }

    @Test
    void lessThanAMillisecondIsNotForEver() throws Exception {
        clock += 100 * SECOND - 1;
        assertThat(deadlines.nextRead()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT577H"})
    void waitsAreFinite(String timeout) {
        assertThatThrownBy(() -> Timeouts.DEFAULT.withRead(Duration.parse(timeout)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readTimeout");
    }
}
