package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A thousand mails, a bean that refuses many of them in every way it can, and a process that is killed again and again while
 * it delivers. What is random comes from a seed: {@code -Dit.seed=} repeats what a run has printed, but for the moments, which
 * are counted in tickets and not in time.
 */
class TwentyKillsIT {
    private static final int MAILS = 1000;
    private static final int KILLS = 20;
    private static final List<String> FAILURES = List.of("throw", "checked", "rollback");
    private static final int MOST_FAILURES = 3;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("it.seed", System.nanoTime());
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("twenty-kills");

    private final Random random = new Random(SEED);
    /** How often the bean refuses a mail, by its unique-id. */
    private final Map<String, Integer> failures = new HashMap<>();

    @BeforeAll
    static void configure() {
        // An attempt in which the process ended counts, too: no mail may be given up because of all the kills.
        LIBERTY.polling(MAIL_SERVER)
                .with("pop3.poll", "PT0.1S")
                .with("pop3.redelivery", "PT0.1S")
                .with("pop3.attempts", 1 + MOST_FAILURES + KILLS);
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyMailHasExactlyOneTicketAfterRandomFailuresAndTwentyKills() {
        System.out.println("TwentyKillsIT: -Dit.seed=" + SEED);
        fillMaildrop();

        int tickets = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            LIBERTY.start();
            tickets = killWhileDelivering(kill, tickets);
        }
        LIBERTY.start();
        MAIL_SERVER.awaitEverythingFetched(BOUND);

        DeskState desk = LIBERTY.desk().state();
        assertThat(desk.duplicates()).as("more than one ticket").isEmpty();
        assertThat(desk.digests()).isEqualTo(MAIL_SERVER.delivered());
        assertThat(desk.tickets())
                .hasSize(MAILS)
                .allSatisfy(ticket ->
                        assertThat(ticket.attempt()).isGreaterThan(failures.getOrDefault(ticket.uniqueId(), 0)))
                .extracting(DeskState.Ticket::sha256)
                .doesNotHaveDuplicates();
    }

    /** Half of the mails are refused, each up to three times in one of the three ways. */
    private void fillMaildrop() {
        for (int i = 1; i <= MAILS; i++) {
            int refusals = random.nextBoolean() ? 1 + random.nextInt(MOST_FAILURES) : 0;
            String how = FAILURES.get(random.nextInt(FAILURES.size()));
            failures.put(MAIL_SERVER.deliver("mail " + i, how + " " + refusals), refusals);
        }
        assertThat(MAIL_SERVER.delivered().values()).doesNotHaveDuplicates();
    }

    /** Kills the process after a random part of the tickets that each run has on average; how many there were then. */
    private int killWhileDelivering(int kill, int before) {
        int more = 1 + random.nextInt(Math.max(1, (MAILS - before) / (KILLS - kill + 2)));
        int now = await("kill " + kill)
                .atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> LIBERTY.desk().state().tickets().size(), tickets -> tickets >= before + more);
        LIBERTY.kill();
        System.out.printf("TwentyKillsIT: kill %d at %d tickets, %d before%n", kill, now, before);
        assertThat(now).as("tickets at kill %d, seed %d", kill, SEED).isBetween(before + 1, MAILS - 1);
        return now;
    }
}
