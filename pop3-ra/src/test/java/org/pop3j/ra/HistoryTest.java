package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random lives of the adapter against an oracle: delivered at least once, its effect exactly once, removed only if delivered. */
class HistoryTest {
    /** {@code -Dpop3j.histories=100000} for as many as one has time for. */
    private static final int HISTORIES = Integer.getInteger("pop3j.histories", 1_000);

    private static final long FIRST = Long.getLong("pop3j.history", 1);

    /** The adapter tells of each of thousands of troubles; the story of a history that fails is in the assertion. */
    private final Logger log = Logger.getLogger(History.class.getPackageName());

    private final Level before = log.getLevel();

    @BeforeEach
    void beSilent() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void tellAgain() {
        log.setLevel(before);
    }

    @Test
    void whateverHappensNoMailIsLostAndNoneHasItsEffectTwice() throws Exception {
        try (History.World world = History.World.create()) {
            for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
                try (History history = new History(seed, world)) {
                    List<String> violations = history.live();
                    assertThat(violations)
                            .as("history %d:%n%s%n", seed, history.story())
                            .isEmpty();
                }
            }
        }
    }
}
