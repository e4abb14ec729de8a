package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server's process is killed while it delivers, so that nothing in it can tidy up. */
class KillIT {
    private static final int MAILS = 100;
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("kill");

    /** When the process is killed: judged by the tickets there are and by the mails left on the server. */
    enum Moment {
        AFTER_THE_FIRST_TICKETS((tickets, left) -> tickets >= 3),
        IN_THE_MIDDLE((tickets, left) -> tickets >= MAILS / 2),
        AFTER_THE_FIRST_REMOVALS((tickets, left) -> left < MAILS);

        private final BiPredicate<Integer, Integer> reached;

        Moment(BiPredicate<Integer, Integer> reached) {
            this.reached = reached;
        }
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyMailHasExactlyOneTicketAfterTheServerWasKilledAndStartedAgain(Moment moment) {
        Set<String> earlier = MAIL_SERVER.delivered().keySet();
        if (!LIBERTY.isRunning()) {
            LIBERTY.polling(MAIL_SERVER).start();
        }
        for (int i = 1; i <= MAILS; i++) {
            // Some are refused twice: so that whenever the process is killed, not all have their tickets.
            MAIL_SERVER.deliver(moment + " " + i, i % 10 == 0 ? "throw 2" : "none");
        }

        List<String> before = awaitMoment(moment, earlier);
        LIBERTY.kill();
        assertThat(before).as("tickets when the process was killed").hasSizeBetween(1, MAILS - 1);

        LIBERTY.start();
        assertThat(LIBERTY.desk().state().uniqueIds()).as("tickets survive").containsAll(before);
        MAIL_SERVER.awaitEverythingFetched(BOUND);

        DeskState desk = LIBERTY.desk().state();
        assertThat(desk.duplicates()).isEmpty();
        assertThat(desk.digests()).isEqualTo(MAIL_SERVER.delivered());
    }

    /** The unique-ids of the tickets at the moment. */
    private static List<String> awaitMoment(Moment moment, Set<String> earlier) {
        return await(moment.toString())
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> LIBERTY.desk().state().uniqueIds().stream()
                                .filter(uniqueId -> !earlier.contains(uniqueId))
                                .toList(),
                        tickets -> moment.reached.test(
                                tickets.size(), MAIL_SERVER.maildrop().count()));
    }
}
