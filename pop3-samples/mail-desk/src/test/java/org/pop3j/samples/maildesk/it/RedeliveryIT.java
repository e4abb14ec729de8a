package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.RecordedSession;

/** Each way in which a bean can refuse a mail: the mail desk does so twice if the mail asks for it. */
class RedeliveryIT {
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("redelivery");

    @BeforeAll
    static void start() {
        LIBERTY.polling(MAIL_SERVER).start();
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"throw", "checked", "rollback"})
    void mailThatTheBeanDoesNotTakeComesAgainAndIsDeletedOnlyAfterTheCommit(String failure) {
        int first = MAIL_SERVER.latestSession();
        String uniqueId = MAIL_SERVER.deliver("Twice " + failure, failure + " 2");

        await().atMost(BOUND).pollInterval(Duration.ofMillis(20)).until(() -> {
            // In this order: what is gone when it is looked for must have its ticket by the time that is looked for.
            boolean onServer = MAIL_SERVER.uniqueIds().contains(uniqueId);
            boolean deletionAskedFor = !sessionsWith("DELE", first).isEmpty();
            DeskState desk = LIBERTY.desk().state();
            boolean taken = desk.uniqueIds().contains(uniqueId);
            assertThat(onServer || taken).as("on the server until taken").isTrue();
            assertThat(deletionAskedFor)
                    .as("deletion asked for before the bean took it")
                    .isIn(false, taken);
            return !onServer;
        });
        MAIL_SERVER.awaitPolls(2, BOUND);

        DeskState desk = LIBERTY.desk().state();
        assertThat(desk.tickets())
                .filteredOn(ticket -> ticket.uniqueId().equals(uniqueId))
                .singleElement()
                .satisfies(ticket -> {
                    assertThat(ticket.attempt()).isEqualTo(3);
                    assertThat(ticket.sha256())
                            .isEqualTo(MAIL_SERVER.delivered().get(uniqueId));
                });
        assertThat(desk.refusedAttempts(uniqueId)).containsExactly(1, 2);
        assertDeletedOnceInASessionOfItsOwn(first);
    }

    private static void assertDeletedOnceInASessionOfItsOwn(int first) {
        List<RecordedSession> fetching = sessionsWith("RETR", first);
        List<RecordedSession> deleting = sessionsWith("DELE", first);
        assertThat(deleting).as(MAIL_SERVER.transcript()).singleElement().satisfies(session -> {
            assertThat(session.ending()).isEqualTo(RecordedSession.Ending.QUIT);
            assertThat(session.number())
                    .as("deleted after it was fetched")
                    .isGreaterThan(fetching.get(fetching.size() - 1).number());
        });
    }

    private static List<RecordedSession> sessionsWith(String keyword, int first) {
        return MAIL_SERVER.pop3().sessions().stream()
                .filter(session -> session.number() >= first)
                .filter(session -> session.commands().stream().anyMatch(command -> command.startsWith(keyword)))
                .toList();
    }
}
