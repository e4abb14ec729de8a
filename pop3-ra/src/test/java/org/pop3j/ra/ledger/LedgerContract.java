package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger does, on whatever database. */
abstract class LedgerContract {
    private static final LedgerKey KEY = new LedgerKey("pop3:drop", "Orders");
    private static final LedgerKey OTHER = new LedgerKey("pop3:drop", "Audit");
    private static final Instant NOW = Instant.parse("2026-03-29T00:30:00Z");

    private final Connections database = this::connect;
    private Ledger ledger;

    /** A connection to a database that has no ledger when the test begins, in auto-commit mode. */
    abstract Connection connect() throws SQLException;

    @BeforeEach
    void open() throws SQLException {
        ledger = ledgerAt(NOW);
    }

    private Ledger ledgerAt(Instant now) throws SQLException {
        Ledger made = new Ledger(database, Clock.fixed(now, ZoneOffset.UTC));
        made.prepare();
        return made;
    }

    @AfterEach
    void leaveNothing() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE pop3j_ledger");
        }
    }

    private static Delivered mail(String uniqueId) {
        return new Delivered(uniqueId, "f".repeat(43), 1234);
    }

    private Entry entry(String uniqueId) throws SQLException {
        return ledger.entries(KEY, List.of(uniqueId)).getOrDefault(uniqueId, Entry.UNKNOWN);
    }

    private Map<String, Entry.State> present() throws SQLException {
        Map<String, Entry.State> present = new HashMap<>();
        ledger.present(KEY, new Ledger.Messages() {
            @Override
            public void tried(String uniqueId, Optional<Instant> nextAttempt) {
                present.put(uniqueId, Entry.State.NEW);
            }

            @Override
            public void settled(String uniqueId, Entry.State state, long octets) {
                assertThat(octets).isEqualTo(mail(uniqueId).octets());
                present.put(uniqueId, state);
            }
        });
        return present;
    }

    private Set<String> noteListed(Set<String> present) throws SQLException {
        Map<String, Entry.State> unlisted = present();
        unlisted.keySet().removeAll(present);
        return ledger.noteUnlisted(KEY, unlisted);
    }

    @Test
    void whatWasDeliveredAfterATimeIsToldFromWhatWasDeliveredUntilThen() throws SQLException {
        ledger.insertDelivered(KEY, mail("until"));
        ledgerAt(NOW.plusSeconds(1)).insertDelivered(KEY, mail("after"));
        ledgerAt(NOW.plusSeconds(1)).insertDelivered(KEY, mail("gone"));
        ledgerAt(NOW.plusSeconds(1)).insertDelivered(OTHER, mail("another's"));
        ledger.removed(KEY, List.of("gone"));

        assertThat(ledger.deliveredAfter(KEY, NOW)).containsExactly("after");
    }

    @Test
    void whatIsRenamedIsDeliveredUnderItsNewUniqueIdSinceItWasDeliveredAndUnderNoOther() throws SQLException {
        ledger.countAttempt(KEY, "former");
        ledger.insertDelivered(KEY, mail("former"));
        ledger.removed(KEY, List.of("former"));
        ledger.insertDelivered(OTHER, mail("former"));
        assertThat(ledger.deliveredAs(KEY, "f".repeat(43)))
                .extracting(Delivered::uniqueId)
                .containsExactly("former");
        assertThat(ledger.deliveredAs(KEY, "g".repeat(43))).isEmpty();

        Delivered now = new Delivered("now", "f".repeat(43), 99);
        ledgerAt(NOW.plusSeconds(9)).renamed(KEY, "former", now);

        assertThat(entry("former")).isEqualTo(Entry.UNKNOWN);
        assertThat(entry("now").state()).isEqualTo(Entry.State.DELIVERED);
        assertThat(entry("now").delivered()).contains(now);
        assertThat(ledger.deliveredAfter(KEY, NOW)).isEmpty();
        assertThat(ledger.deliveredAs(OTHER, "f".repeat(43)))
                .extracting(Delivered::uniqueId)
                .containsExactly("former");
    }

    @Test
    void connectionsThatDoNotCommitByThemselvesAreRefused() {
        Ledger uncommitted = new Ledger(
                () -> {
                    Connection connection = connect();
                    connection.setAutoCommit(false);
                    return connection;
                },
                Clock.systemUTC());

        assertThatThrownBy(uncommitted::prepare)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("auto-commit");
    }

    @Test
    void whatIsRenamedToAMessageThatWasTriedIsDelivered() throws SQLException {
        ledger.insertDelivered(KEY, mail("former"));
        ledger.countAttempt(KEY, "now");

        ledger.renamed(KEY, "former", mail("now"));

        assertThat(entry("former")).isEqualTo(Entry.UNKNOWN);
        assertThat(entry("now").state()).isEqualTo(Entry.State.DELIVERED);
    }

    @Test
    void whatOnlyWasTriedIsNotNotedAsGone() throws SQLException {
        ledger.countAttempt(KEY, "tried");
        ledger.insertDelivered(KEY, mail("delivered"));

        assertThat(ledger.removed(KEY, List.of("tried", "delivered", "unheard-of")))
                .containsExactly("delivered");
        assertThat(entry("tried").state()).isEqualTo(Entry.State.NEW);
        assertThat(entry("delivered").state()).isEqualTo(Entry.State.REMOVED);
    }

    @Test
    void anUnheardOfMessageIsUnknown() throws SQLException {
        assertThat(ledger.entries(KEY, List.of("a", "b"))).isEmpty();
        assertThat(ledger.entries(KEY, List.of())).isEmpty();
    }

    @Test
    void attemptsAreCountedOneByOne() throws SQLException {
        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(1);
        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(2);
        assertThat(ledger.countAttempt(OTHER, "a")).isEqualTo(1);

        assertThat(entry("a").attempts()).isEqualTo(2);
        assertThat(entry("a").state()).isEqualTo(Entry.State.NEW);
    }

    @Test
    void anAttemptGivenBackIsNotCounted() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.giveBackAttempts(KEY, List.of("a"));

        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(1);
    }

    @Test
    void firstAttemptsAreCountedAndGivenBackByTheHundred() throws SQLException {
        List<String> many = IntStream.range(0, 450).mapToObj(i -> "id-" + i).toList();
        ledger.countFirstAttempts(KEY, many);

        assertThat(ledger.entries(KEY, many).values()).hasSize(450).allSatisfy(entry -> assertThat(entry.attempts())
                .isEqualTo(1));
        assertThat(ledger.entries(OTHER, many)).isEmpty();
        assertThat(ledger.countAttempt(KEY, "id-199")).isEqualTo(2);

        ledger.giveBackAttempts(KEY, many);
        assertThat(ledger.entries(KEY, many)).containsOnlyKeys("id-199");
        assertThat(entry("id-199").attempts()).isEqualTo(1);
    }

    @Test
    void whatWasTriedHasNoFirstAttemptAnyMore() throws SQLException {
        ledger.countAttempt(KEY, "tried");

        assertThatThrownBy(() -> ledger.countFirstAttempts(KEY, List.of("new", "tried")))
                .isInstanceOf(SQLException.class);
        assertThat(entry("tried").attempts()).isEqualTo(1);
        assertThat(entry("new")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void theNextAttemptIsKeptToTheMomentWhateverTheTimeZone() throws SQLException {
        ledger.countAttempt(KEY, "a");
        // In the hour that the change to summer time leaves out in Europe.
        Instant next = Instant.parse("2026-03-29T01:30:00.123Z");
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/London"));
            ledger.notTaken(KEY, "a", next, "x".repeat(2000));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            assertThat(entry("a").nextAttempt()).contains(next);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void aDeliveryIsWrittenOnce() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));

        assertThatThrownBy(() -> ledger.insertDelivered(KEY, mail("a"))).isInstanceOf(AlreadyDeliveredException.class);
        ledger.insertDelivered(OTHER, mail("a"));
        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
        assertThat(entry("a").delivered()).contains(mail("a"));
    }

    @Test
    void uniqueIdsAndSubscriptionsThatDifferInCaseOnlyAreApart() throws SQLException {
        ledger.insertDelivered(KEY, mail("AbC"));
        ledger.insertDelivered(KEY, mail("aBc"));
        ledger.countAttempt(KEY, "AbC");
        ledger.insertDelivered(new LedgerKey("pop3:drop", "orders"), mail("AbC"));
        ledger.insertDelivered(new LedgerKey("pop3:DROP", "Orders"), mail("AbC"));

        assertThat(ledger.entries(KEY, List.of("abc", "ABC", "aBc"))).containsOnlyKeys("aBc");
        assertThat(entry("aBc").attempts()).isZero();
    }

    @Test
    void theLongestValuesFit() throws SQLException {
        LedgerKey key = new LedgerKey("k".repeat(190), "\u00fc".repeat(120));
        Delivered longest = new Delivered("~".repeat(Delivered.MAX_UNIQUE_ID), "f".repeat(43), Long.MAX_VALUE);
        ledger.countAttempt(key, longest.uniqueId());
        ledger.notTaken(key, longest.uniqueId(), NOW, "\u20ac".repeat(2000));
        ledger.insertDelivered(key, longest);

        assertThat(ledger.entries(key, List.of(longest.uniqueId())))
                .containsEntry(
                        longest.uniqueId(),
                        new Entry(Entry.State.DELIVERED, Optional.of(longest), 1, Optional.of(NOW)));
    }

    private static final String DELIVERY_OF_A_MAIL_NEVER_TRIED =
            "INSERT INTO pop3j_ledger (maildrop_key, subscription, uidl, fingerprint, octets, state, gone, attempts,"
                    + " delivered_at, removed_at) VALUES ('pop3:drop', 'Orders', 'a', 'f', 1, 1, 0, 0, 0, 0)";
    private static final String DELIVERY_OF_A_MAIL_TRIED =
            "UPDATE pop3j_ledger SET state = 1, fingerprint = 'f', octets = 1, delivered_at = 0 WHERE uidl = 'a' AND state = 0";

    private String deliveryByAnother(boolean tried) throws SQLException {
        if (tried) {
            ledger.countAttempt(KEY, "a");
        }
        return tried ? DELIVERY_OF_A_MAIL_TRIED : DELIVERY_OF_A_MAIL_NEVER_TRIED;
    }

    /** W5 and W14: the row of a transaction in doubt. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRowOfAnotherTransactionIsWaitedForOnlyAWhileAndThenTold(boolean tried) throws SQLException {
        String rowOfAnother = deliveryByAnother(tried);
        try (Connection other = connect()) {
            other.setAutoCommit(false);
            try (PreparedStatement write = other.prepareStatement(rowOfAnother)) {
                assertThat(write.executeUpdate()).isEqualTo(1);
            }
            assertThatThrownBy(() -> ledger.insertDelivered(KEY, mail("a")))
                    .isInstanceOf(SQLException.class)
                    .isNotInstanceOf(AlreadyDeliveredException.class);
            other.commit();
        }
        assertThatThrownBy(() -> ledger.insertDelivered(KEY, mail("a"))).isInstanceOf(AlreadyDeliveredException.class);
    }

    /** W13 and W14: two nodes write the same row; the second knows nothing until the first has ended. */
    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void aSecondNodeWaitsForTheFirstAndWritesTheRowOnlyIfThatOneDidNot(boolean committed, boolean tried)
            throws Exception {
        String rowOfAnother = deliveryByAnother(tried);
        try (Connection other = connect();
                ExecutorOfOne second = new ExecutorOfOne()) {
            other.setAutoCommit(false);
            try (PreparedStatement write = other.prepareStatement(rowOfAnother)) {
                assertThat(write.executeUpdate()).isEqualTo(1);
            }
            Future<Boolean> written = second.submit(() -> {
                try {
                    ledger.insertDelivered(KEY, mail("a"));
                    return true;
                } catch (AlreadyDeliveredException e) {
                    return false;
                }
            });
            assertThatThrownBy(() -> written.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            if (committed) {
                other.commit();
            } else {
                other.rollback();
            }

            assertThat(written.get(20, TimeUnit.SECONDS)).isEqualTo(!committed);
            assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
        }
    }

    /** A thread for one task; Java 17's executors cannot be closed. */
    private static final class ExecutorOfOne implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        <T> Future<T> submit(Callable<T> task) {
            return thread.submit(task);
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void aMessageGoneFromTheServerIsRememberedUntilTheRetentionEnds() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDelivered(KEY, mail("a"));
        noteListed(Set.of());

        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);

        ledgerAt(NOW.plus(Duration.ofDays(29))).prune(KEY, Duration.ofDays(30), uniqueId -> false);
        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);

        ledgerAt(NOW.plus(Duration.ofDays(31))).prune(KEY, Duration.ofDays(30), uniqueId -> false);
        assertThat(entry("a")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void pruningForgetsNothingThatIsNotGoneFromTheServer() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.countAttempt(KEY, "b");
        ledger.insertDelivered(KEY, mail("a"));

        ledgerAt(NOW.plus(Duration.ofDays(400))).prune(KEY, Duration.ofDays(30), uniqueId -> false);

        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
        assertThat(entry("b").attempts()).isEqualTo(1);
    }

    @Test
    void aMessageListedAgainIsDeliveredNotNew() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.removed(KEY, List.of("a"));
        ledger.listedAgain(KEY, "a", 99);

        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
        assertThat(entry("a").delivered().orElseThrow().octets()).isEqualTo(99);
    }

    @Test
    void whatIsListedOrHeldStaysAsItIs() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.insertDead(KEY, mail("b"));
        ledger.insertSaved(KEY, mail("c"));
        ledger.countAttempt(KEY, "d");

        noteListed(Set.of("a", "b", "c", "d"));

        assertThat(ledger.entries(KEY, List.of("a", "b", "c", "d")))
                .hasSize(4)
                .extractingFromEntries(known -> known.getValue().state())
                .containsExactlyInAnyOrder(Entry.State.DELIVERED, Entry.State.DEAD, Entry.State.SAVED, Entry.State.NEW);
    }

    /** W12: a unique-id that is used again. */
    @Test
    void theAttemptsOfAMailThatIsGoneAreNotThoseOfTheNextOneWithItsUniqueId() throws SQLException {
        for (int i = 0; i < 5; i++) {
            ledger.countAttempt(KEY, "a");
        }
        ledger.countAttempt(OTHER, "a");
        noteListed(Set.of("b"));

        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(1);
        assertThat(ledger.countAttempt(OTHER, "a")).isEqualTo(2);
    }

    @Test
    void aMailThatWasGivenUpAndIsGoneIsNotTakenForADeliveredOneWhenItComesBack() throws SQLException {
        ledger.insertDead(KEY, mail("a"));
        noteListed(Set.of());

        assertThat(entry("a")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void aMailThatWasSavedAndIsGoneIsRemembered() throws SQLException {
        ledger.insertSaved(KEY, mail("a"));
        noteListed(Set.of());

        assertThat(entry("a").state()).isEqualTo(Entry.State.SAVED_AND_REMOVED);
        assertThat(ledger.deliveredAs(KEY, "f".repeat(43))).isEmpty();

        ledger.listedAgain(KEY, "a", 99);
        assertThat(entry("a").state()).isEqualTo(Entry.State.SAVED);
    }

    @Test
    void aMailThatWasGivenUpStaysSoWhenItsSizeIsListedAnew() throws SQLException {
        ledger.insertDead(KEY, mail("a"));
        ledger.listedAgain(KEY, "a", 99);

        assertThat(entry("a").state()).isEqualTo(Entry.State.DEAD);
        assertThat(entry("a").delivered().orElseThrow().octets()).isEqualTo(99);
    }

    @Test
    void whatIsForgottenAsItWasSeenIsNewAgain() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDead(KEY, mail("a"));

        ledger.forget(KEY, "a", Entry.State.DEAD);

        assertThat(entry("a")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void whatWasDeliveredSinceItWasSeenIsNotForgotten() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDelivered(KEY, mail("a"));

        ledger.forget(KEY, "a", Entry.State.NEW);
        ledger.forget(KEY, "a", Entry.State.DEAD);

        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
    }

    @Test
    void whatIsListedIsRememberedHoweverLongAgoItWasDeleted() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.insertDelivered(KEY, mail("b"));
        ledger.removed(KEY, List.of("a", "b"));

        ledgerAt(NOW.plus(Duration.ofDays(31))).prune(KEY, Duration.ofDays(30), "a"::equals);

        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);
        assertThat(entry("b")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void whatWasForgottenMeanwhileIsNotNotedAsGone() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.countAttempt(KEY, "tried");

        assertThat(ledger.removed(KEY, List.of("a", "tried", "unheard of"))).containsExactly("a");
        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);
        assertThat(entry("tried").state()).isEqualTo(Entry.State.NEW);
    }

    @Test
    void whatIsGoneWasNeverTriedAsWhateverHasItsUniqueIdNext() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDelivered(KEY, mail("a"));
        ledger.countAttempt(KEY, "b");
        ledger.removed(KEY, List.of("a"));

        assertThat(entry("a").attempts()).isZero();
        assertThat(entry("b").attempts()).isEqualTo(1);
    }

    @Test
    void whatIsPresentIsAllThatIsNotKnownToBeGone() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.insertDelivered(KEY, mail("b"));
        ledger.countAttempt(KEY, "c");
        ledger.insertDelivered(OTHER, mail("d"));
        ledger.removed(KEY, List.of("b"));

        assertThat(present()).isEqualTo(Map.of("a", Entry.State.DELIVERED, "c", Entry.State.NEW));
    }

    @Test
    void whatWasTriedOrGivenUpAndNeverTakenIsToldWhenItIsGone() throws SQLException {
        ledger.countAttempt(KEY, "tried");
        ledger.insertDead(KEY, mail("dead"));
        ledger.countAttempt(KEY, "taken");
        ledger.insertDelivered(KEY, mail("taken"));
        ledger.countAttempt(KEY, "taken and removed");
        ledger.insertDelivered(KEY, mail("taken and removed"));
        ledger.removed(KEY, List.of("taken and removed"));
        ledger.insertSaved(KEY, mail("saved"));

        assertThat(noteListed(Set.of())).containsExactlyInAnyOrder("tried", "dead");
        assertThat(entry("tried")).isEqualTo(Entry.UNKNOWN);
        assertThat(entry("dead")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void whatIsMissingIsCountedOnlyIfNothingOfItIsListed() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.insertDelivered(KEY, mail("b"));
        ledger.insertDelivered(KEY, mail("c"));

        assertThat(ledger.missing(KEY, Set.of("x"), Set.of(), false)).isEqualTo(3);
        assertThat(ledger.missing(KEY, Set.of("x"), Set.of("b"), false)).isEqualTo(2);
        assertThat(ledger.missing(KEY, Set.of("x", "c"), Set.of(), false)).isZero();
    }

    @Test
    void whatWasDeliveredAfterTheLastRemovalMayNeverHaveBeenListedSince() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));
        ledger.insertDelivered(KEY, mail("b"));
        assertThat(ledger.missing(KEY, Set.of("x"), Set.of(), true)).isZero();

        ledgerAt(NOW.plusSeconds(1)).removed(KEY, List.of("b"));
        ledgerAt(NOW.plusSeconds(2)).insertDelivered(KEY, mail("c"));

        assertThat(ledger.missing(KEY, Set.of("x"), Set.of(), true)).isEqualTo(1);
    }

    @Test
    void whatWasGivenUpIsWrittenOnce() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));

        assertThatThrownBy(() -> ledger.insertDead(KEY, mail("a"))).isInstanceOf(AlreadyDeliveredException.class);
        assertThatThrownBy(() -> ledger.insertSaved(KEY, mail("a"))).isInstanceOf(AlreadyDeliveredException.class);
        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
    }

    @Test
    void aForgottenUniqueIdIsNewForAllPurposes() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDelivered(KEY, mail("a"));
        ledger.forget(KEY, "a");

        assertThat(entry("a")).isEqualTo(Entry.UNKNOWN);
        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(1);
    }

    @Test
    void aLongListingIsAskedForInParts() throws SQLException {
        List<String> ids = IntStream.range(0, 1001).mapToObj(i -> "id-" + i).toList();
        for (String id : List.of("id-0", "id-199", "id-200", "id-1000")) {
            ledger.insertDelivered(KEY, mail(id));
        }

        Map<String, Entry> entries = ledger.entries(KEY, ids);

        assertThat(entries).containsOnlyKeys("id-0", "id-199", "id-200", "id-1000");
    }

    @Test
    void tablesThatExistAreLeftAlone() throws SQLException {
        ledger.insertDelivered(KEY, mail("a"));

        ledgerAt(NOW).prepare();

        assertThat(entry("a").state()).isEqualTo(Entry.State.DELIVERED);
    }
}
