package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rows H2 reads, and how many statements it runs, for what each poll asks. It uses an index for IN only on the index's first column. */
class H2AccessPathTest {
    private static final LedgerKey KEY = new LedgerKey("pop3:drop", "Orders");
    private static final LedgerKey OTHER = new LedgerKey("pop3:other", "Orders");
    private static final int ROWS = 1000;
    private static final Pattern ROWS_READ = Pattern.compile("scanCount: (\\d+)");

    @TempDir
    private Path directory;

    private EmbeddedDatabase database;

    @BeforeEach
    void fill() throws SQLException {
        database = new EmbeddedDatabase(directory);
        new Ledger(database, Clock.systemUTC()).prepare();
        try (Connection connection = database.open()) {
            insert(
                    connection,
                    "pop3j_ledger (fingerprint, octets, state, gone, attempts, delivered_at, removed_at, ",
                    "'f', 1, 1, 0, 1, 1, 0, ");
        }
    }

    private static void insert(Connection connection, String into, String values) throws SQLException {
        String sql = "INSERT INTO " + into + "maildrop_key, subscription, uidl) VALUES (" + values + "?, ?, ?)";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < ROWS; i++) {
                Sql.bind(insert, 1, OTHER, List.of("id-" + i));
                insert.addBatch();
                if (i < ROWS / 2) {
                    Sql.bind(insert, 1, KEY, List.of("id-" + i));
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void toLookUpSomeMailsIsToReadTheirRows() throws SQLException {
        List<String> wanted =
                IntStream.range(0, 10).mapToObj(i -> "id-" + 40 * i).toList();

        assertThat(rowsRead(Sql.in(wanted.size()), wanted)).isBetween(10L, 30L);
    }

    @Test
    void toReadAllOfAMaildropIsNotToReadTheOthers() throws SQLException {
        assertThat(rowsRead("", List.of())).isBetween(500L, 510L);
    }

    @Test
    void toNoteThatManyMailsAreGoneIsAStatementForHundredsOfThem() throws SQLException {
        List<String> gone = IntStream.range(0, 400).mapToObj(i -> "id-" + i).toList();

        assertThat(executions("UPDATE pop3j_ledger", ledger -> ledger.removed(KEY, gone)))
                .isEqualTo(2);
    }

    @Test
    void toCountTheFirstAttemptsOfHundredsOfMailsIsOneStatement() throws SQLException {
        List<String> untried = IntStream.range(0, 200).mapToObj(i -> "new-" + i).toList();

        assertThat(executions("INSERT INTO pop3j_ledger", ledger -> ledger.countFirstAttempts(KEY, untried)))
                .isEqualTo(1);
    }

    @Test
    void toReadWhatIsThereIsNotToReadWhatIsGone() throws SQLException {
        List<String> gone = IntStream.range(0, 490).mapToObj(i -> "id-" + i).toList();
        new Ledger(database, Clock.systemUTC()).removed(KEY, gone);

        assertThat(rowsRead(" AND gone = 0", List.of())).isBetween(10L, 20L);
        assertThat(executions(
                        "SELECT uidl, state, gone, octets, next_at FROM pop3j_ledger%AND gone = 0",
                        ledger -> ledger.present(KEY, NOBODY)))
                .isEqualTo(1);
    }

    @Test
    void toForgetWhatIsLongGoneIsNotToReadWhatHasJustGone() throws SQLException {
        new Ledger(database, Clock.systemUTC()).removed(KEY, List.of("id-0", "id-1"));

        assertThat(rowsRead(" AND gone = 1 AND removed_at < 7", List.of())).isLessThan(2);
    }

    /** A delivery commits with the bean: it should change nothing but its row. */
    @Test
    void toNoteADeliveryIsOneUpdateOfTheRowThatItsAttemptHasLeft() throws SQLException {
        new Ledger(database, Clock.systemUTC()).countAttempt(KEY, "id-new");

        assertThat(executions(
                        "INSERT INTO pop3j_ledger",
                        ledger -> ledger.insertDelivered(KEY, new Delivered("id-new", "f", 1))))
                .isZero();
        assertThat(executions(
                        "INSERT INTO pop3j_ledger",
                        ledger -> ledger.insertDelivered(KEY, new Delivered("id-forgotten", "f", 1))))
                .isEqualTo(1);
    }

    @Test
    void toCountAFirstAttemptIsNotToReadItBack() throws SQLException {
        assertThat(executions("SELECT attempts", ledger -> ledger.countAttempt(KEY, "id-new")))
                .isZero();
        assertThat(executions("SELECT attempts", ledger -> ledger.countAttempt(KEY, "id-new")))
                .isEqualTo(1);
    }

    private static final Ledger.Messages NOBODY = new Ledger.Messages() {
        @Override
        public void tried(String uniqueId, Optional<Instant> nextAttempt) {}

        @Override
        public void settled(String uniqueId, Entry.State state, long octets) {}
    };

    private interface Use {
        void of(Ledger ledger) throws SQLException;
    }

    private int executions(String beginning, Use use) throws SQLException {
        String sql = "SELECT SUM(execution_count) FROM information_schema.query_statistics WHERE sql_statement LIKE '"
                + beginning + "%'";
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            statement.execute("SET QUERY_STATISTICS FALSE");
            statement.execute("SET QUERY_STATISTICS TRUE");
            use.of(new Ledger(database, Clock.systemUTC()));
            try (ResultSet sum = statement.executeQuery(sql)) {
                sum.next();
                return sum.getInt(1);
            }
        }
    }

    private long rowsRead(String and, List<String> more) throws SQLException {
        String sql = "EXPLAIN ANALYZE SELECT uidl, state FROM pop3j_ledger" + Sql.OF_MAILDROP + and;
        try (Connection connection = database.open();
                PreparedStatement explain = Sql.statement(connection, sql, KEY, more);
                ResultSet plan = explain.executeQuery()) {
            plan.next();
            return ROWS_READ
                    .matcher(plan.getString(1))
                    .results()
                    .map(MatchResult::group)
                    .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
                    .sum();
        }
    }
}
