package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    private static final LedgerKey KEY = new LedgerKey("pop3:drop", "Orders");

    @TempDir
    private Path directory;

    /** Writes deliveries without end and says of each when it is written. */
    static final class Writer {
        public static void main(String[] arguments) throws SQLException {
            Ledger ledger = new Ledger(new EmbeddedDatabase(Path.of(arguments[0])), Clock.systemUTC());
            ledger.prepare();
            for (int i = 0; ; i++) {
                ledger.countAttempt(KEY, "id-" + i);
                ledger.insertDelivered(KEY, new Delivered("id-" + i, "f".repeat(43), i));
                System.out.println("id-" + i);
            }
        }
    }

    private Process startWriter() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> readLines(BufferedReader out, int atLeast) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < atLeast) {
            String line = out.readLine();
            assertThat(line).as("the writer's next line").isNotNull();
            lines.add(line);
        }
        return lines;
    }

    @Test
    void whatWasWrittenIsThereAfterTheProcessIsKilled() throws Exception {
        Process writer = startWriter();
        List<String> written;
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            written = readLines(out, 40);
            // Not by the Process, which would close its output together with the lines that we have not read yet.
            writer.toHandle().destroyForcibly();
            assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                written.add(line);
            }
        }

        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            assertThat(ledger.entries(KEY, written)).containsOnlyKeys(written);
            assertThat(ledger.entries(KEY, written).values()).allSatisfy(entry -> {
                assertThat(entry.state()).isEqualTo(Entry.State.DELIVERED);
                assertThat(entry.attempts()).isEqualTo(1);
            });
        }
    }

    @Test
    void aSecondProcessIsRefusedUntilTheFirstHasEnded() throws Exception {
        Process writer = startWriter();
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8);
                EmbeddedDatabase second = new EmbeddedDatabase(directory)) {
            readLines(out, 1);
            assertThatThrownBy(second::open).isInstanceOf(SQLException.class).hasMessageContaining("in use");

            writer.destroyForcibly();
            assertThat(writer.waitFor(10, TimeUnit.SECONDS)).isTrue();
            second.open().close();
        } finally {
            writer.destroyForcibly();
        }
    }

    /** An interrupted thread closes the file that it writes to, and so the database for everybody. */
    @Test
    void aDatabaseThatAnInterruptHasEndedIsOpenedAnew() throws Exception {
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            ledger.prepare();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> ledger.countAttempt(KEY, "interrupted")).isInstanceOf(SQLException.class);
            assertThat(Thread.interrupted()).isTrue();

            await().ignoreExceptions().until(() -> ledger.countAttempt(KEY, "after") >= 1);
            assertThat(ledger.entries(KEY, List.of("after"))).containsOnlyKeys("after");
        }
    }

    @Test
    void aClosedDatabaseGivesNoConnection() throws SQLException {
        EmbeddedDatabase database = new EmbeddedDatabase(directory);
        database.open().close();
        database.close();
        database.close();

        assertThatThrownBy(database::open).isInstanceOf(SQLException.class).hasMessageContaining("closed");
    }

    @Test
    void closingEndsEveryThreadThatTheDatabaseBegan() throws SQLException {
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            new Ledger(database, Clock.systemUTC()).prepare();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("MVStore") || name.contains("H2"));
    }

    @Test
    void whatItKeepsInMemoryDoesNotGrowWithTheHeapOfTheServer() throws SQLException {
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory);
                Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet settings = statement.executeQuery(
                        "SELECT setting_name, setting_value FROM"
                                + " information_schema.settings WHERE setting_name IN ('info.CACHE_MAX_SIZE', 'MAX_MEMORY_ROWS')")) {
            Map<String, Integer> bounds = new HashMap<>();
            while (settings.next()) {
                bounds.put(settings.getString(1), settings.getInt(2));
            }
            assertThat(bounds).containsOnly(Map.entry("info.CACHE_MAX_SIZE", 4), Map.entry("MAX_MEMORY_ROWS", 2000));
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() {
        EmbeddedDatabase database = new EmbeddedDatabase(Path.of("/proc/no/such/place"));

        assertThatThrownBy(database::open).isInstanceOf(SQLException.class).hasMessageContaining("/proc/no/such/place");
    }
}
