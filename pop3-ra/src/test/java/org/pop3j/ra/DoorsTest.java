package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoorsTest {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final SteppedClock clock = new SteppedClock();
    private final Doors doors = new Doors(clock);
    private final List<String> turns = new ArrayList<>();
    private final Runnable first = new Turn("first");
    private final Runnable second = new Turn("second");

    private final class Turn implements Runnable {
        private final String name;

        Turn(String name) {
            this.name = name;
        }

        @Override
        public void run() {
            turns.add(name);
        }
    }

    private boolean enter(String host, int max, Runnable turn) {
        return doors.enter(new Doors.Request(host, max), turn);
    }

    private void fail(String host) {
        assertThat(enter(host, 8, first)).isTrue();
        Instant begun = clock.instant();
        clock.pass(Duration.ofMillis(1));
        doors.leave(host, begun, RETRY);
    }

    @Test
    void soManySessionsToAHostAndThenThoseWhoWaitAreAskedInTheirOrder() {
        assertThat(enter("a", 2, first)).isTrue();
        assertThat(enter("a", 2, first)).isTrue();
        assertThat(enter("a", 2, first)).isFalse();
        assertThat(enter("a", 2, second)).isFalse();
        assertThat(enter("b", 2, second))
                .as("another host, which ends the waiting")
                .isTrue();
        assertThat(enter("a", 2, second)).isFalse();

        doors.leave("a", clock.instant(), null);
        assertThat(turns)
                .as("whoever does not want to begin now keeps none waiting")
                .containsExactly("first", "second");
        assertThat(enter("a", 2, first)).isTrue();
        assertThat(enter("a", 2, second)).isFalse();
        doors.leave("a", clock.instant(), null);
        assertThat(turns).containsExactly("first", "second", "second");
        assertThat(enter("a", 2, second)).isTrue();
        doors.leave("b", clock.instant(), null);
        assertThat(turns).hasSize(3);
    }

    @Test
    void soManySessionsOnTheWhole() {
        for (int i = 0; i < Doors.MAX_SESSIONS; i++) {
            assertThat(enter("host" + i, 8, first)).isTrue();
        }
        assertThat(enter("one more", 8, second)).isFalse();

        doors.leave("host3", clock.instant(), null);
        assertThat(turns).containsExactly("second");
        assertThat(enter("one more", 8, second)).isTrue();
    }

    @Test
    void whoDoesNotWaitAnyMoreIsNotCalled() {
        assertThat(enter("a", 1, first)).isTrue();
        assertThat(enter("a", 1, first)).isFalse();
        assertThat(enter("a", 1, second)).isFalse();
        doors.forget(first);

        doors.leave("a", clock.instant(), null);
        assertThat(turns).containsExactly("second");
    }

    @Test
    void aHostThatCannotBeReachedIsTriedByOneAtATimeAndMoreAndMoreSeldom() {
        for (int i = 0; i < 4; i++) {
            fail("a");
        }
        fail("a");
        assertThat(enter("a", 8, first)).isFalse();
        assertThat(enter("b", 8, first)).isTrue();
        clock.pass(RETRY.multipliedBy(16).minusMillis(1));
        assertThat(enter("a", 8, first)).isFalse();
        clock.pass(Duration.ofMillis(1));
        assertThat(enter("a", 8, first)).isTrue();
        assertThat(enter("a", 8, second)).as("while one tries").isFalse();

        doors.leave("a", clock.instant(), null);
        assertThat(turns).containsExactly("second");
        assertThat(enter("a", 8, first)).isTrue();
        assertThat(enter("a", 8, second)).isTrue();
    }

    @Test
    void whatFailsAtTheSameTimeIsOneFailure() {
        Instant begun = clock.instant();
        for (int i = 0; i < 8; i++) {
            assertThat(enter("a", 8, first)).isTrue();
        }
        clock.pass(Duration.ofSeconds(30));
        for (int i = 0; i < 8; i++) {
            doors.leave("a", begun, RETRY);
        }

        assertThat(enter("a", 8, first)).isTrue();
        assertThat(enter("a", 8, first)).isTrue();
    }
}
