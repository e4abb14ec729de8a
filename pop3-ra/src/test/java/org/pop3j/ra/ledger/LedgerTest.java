package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final LedgerKey KEY = new LedgerKey("pop3:drop", "Orders");
    private static final LedgerKey OTHER = new LedgerKey("pop3:drop", "Audit");
    private static final Instant NOW = Instant.parse("2026-03-29T00:30:00Z");

    @TempDir
    private Path directory;

    private EmbeddedDatabase database;
    private Ledger ledger;

    @BeforeEach
    void open() throws SQLException {
        database = new EmbeddedDatabase(directory);
        ledger = ledgerAt(NOW);
    }

    private Ledger ledgerAt(Instant now) throws SQLException {
        Ledger made = new Ledger(database, Clock.fixed(now, ZoneOffset.UTC));
        made.prepare();
        return made;
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private static Delivered mail(String uniqueId) {
        return new Delivered(uniqueId, "f".repeat(43), 1234);
    }

    private Entry entry(String uniqueId) throws SQLException {
        return ledger.entries(KEY, List.of(uniqueId)).getOrDefault(uniqueId, Entry.UNKNOWN);
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
        ledger.giveBackAttempt(KEY, "a");

        assertThat(ledger.countAttempt(KEY, "a")).isEqualTo(1);
    }

    @Test
    void theNextAttemptIsKeptToTheMomentWhateverTheTimeZone() throws SQLException {
        ledger.countAttempt(KEY, "a");
        // In the hour that the change to summer time leaves out in Europe.
        Instant next = Instant.parse("2026-03-29T01:30:00Z");
        ledger.notTaken(KEY, "a", next, "x".repeat(2000));

        assertThat(entry("a").nextAttempt()).contains(next);
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
    void aMessageGoneFromTheServerIsRememberedUntilTheRetentionEnds() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.insertDelivered(KEY, mail("a"));
        ledger.removed(KEY, List.of("a"));

        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);
        assertThat(ledger.delivered(KEY)).isEmpty();

        ledgerAt(NOW.plus(Duration.ofDays(29))).prune(KEY, Duration.ofDays(30));
        assertThat(entry("a").state()).isEqualTo(Entry.State.REMOVED);

        ledgerAt(NOW.plus(Duration.ofDays(31))).prune(KEY, Duration.ofDays(30));
        assertThat(entry("a")).isEqualTo(Entry.UNKNOWN);
    }

    @Test
    void pruningForgetsNothingThatIsNotGoneFromTheServer() throws SQLException {
        ledger.countAttempt(KEY, "a");
        ledger.countAttempt(KEY, "b");
        ledger.insertDelivered(KEY, mail("a"));

        ledgerAt(NOW.plus(Duration.ofDays(400))).prune(KEY, Duration.ofDays(30));

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
        assertThat(ledger.deliveredAs(KEY, "f".repeat(43))).containsExactly("former");
        assertThat(ledger.deliveredAs(KEY, "g".repeat(43))).isEmpty();

        Delivered now = new Delivered("now", "f".repeat(43), 99);
        ledgerAt(NOW.plusSeconds(9)).renamed(KEY, "former", now);

        assertThat(entry("former")).isEqualTo(Entry.UNKNOWN);
        assertThat(entry("now").state()).isEqualTo(Entry.State.DELIVERED);
        assertThat(entry("now").delivered()).contains(now);
        assertThat(ledger.deliveredAfter(KEY, NOW)).isEmpty();
        assertThat(ledger.deliveredAs(OTHER, "f".repeat(43))).containsExactly("former");
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
