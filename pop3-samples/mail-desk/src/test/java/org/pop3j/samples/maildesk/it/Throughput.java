package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.samples.maildesk.it.throughput.InsertBean;
import org.pop3j.testserver.TestMessage;
import org.postgresql.Driver;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * A benchmark, run by its name only ({@code docs/benchmarks.md}): how many mails a second of a full maildrop become rows, as a part
 * of the calls that a loop in the server gets through of a bean with the same INSERT in the same kind of transaction.
 */
class Throughput {
    private static final int MAILS = Integer.getInteger("throughput.mails", 10_000);
    private static final int ROUNDS = Integer.getInteger("throughput.rounds", 9);
    private static final int THREADS = 4;
    private static final int OCTETS = 4096;
    private static final double TARGET = 0.5;
    // By then the compilers of the JVM have seen what there is.
    private static final int WARM_UP = 3;
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY =
            LibertyServer.of("throughput", Path.of("src/test/liberty/throughput"), application(), "do/clear");

    /** How long one round took, in ms: the loop; the mails until the last row; and until the maildrop was empty. */
    private record Round(long loop, long rows, long empty) {
        double part() {
            return (double) loop / rows;
        }

        double partWithDeletions() {
            return (double) loop / empty;
        }
    }

    private static Path application() {
        try {
            Path war = Installation.emptyWorkDirectory("throughput-war").resolve("throughput.war");
            Path classes = Path.of(URI.create(String.valueOf(InsertBean.class.getResource("."))));
            try (OutputStream file = Files.newOutputStream(war);
                    JarOutputStream jar = new JarOutputStream(file);
                    Stream<Path> found = Files.list(classes)) {
                String folder =
                        "WEB-INF/classes/" + InsertBean.class.getPackageName().replace('.', '/') + "/";
                for (Path one : found.toList()) {
                    jar.putNextEntry(new JarEntry(folder + one.getFileName()));
                    Files.copy(one, jar);
                }
            }
            return war;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    /** Where the bean's table is, and in the same transaction the ledger. */
    private enum Database {
        /** As server.xml has it. */
        H2 {
            @Override
            Closeable start() {
                return () -> {};
            }
        },
        POSTGRESQL {
            @Override
            Closeable start() throws IOException {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        // It is made for tests, and would not wait for the disk.
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .start();
                Path driver = Path.of(URI.create(Driver.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString()));
                LIBERTY.with("database.driver", driver.resolveSibling(""))
                        .with("database.class", PGConnectionPoolDataSource.class.getName())
                        .with("database.url", server.getJdbcUrl("postgres", "postgres"))
                        .with("database.user", "postgres");
                return server;
            }
        };

        abstract Closeable start() throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void mailBecomesRowsAtLeastHalfAsFastAsALoopMakesThem(Database database) throws IOException {
        Closeable running = database.start();
        try {
            LIBERTY.polling(
                            "NONE",
                            MAIL_SERVER.pop3().port(),
                            MAIL_SERVER.pop3().certificatePem())
                    .with("threads", THREADS)
                    .withAllCompilers()
                    .start();
            assertThat(part(database)).isGreaterThanOrEqualTo(TARGET);
        } finally {
            LIBERTY.stop();
            running.close();
        }
    }

    private static double part(Database database) throws IOException {
        List<Double> parts = new ArrayList<>();
        for (int i = -WARM_UP; i < ROUNDS; i++) {
            Round round = round();
            System.out.printf(
                    "%s, %s: loop %,d/s, mail to rows %,d/s, to an empty maildrop %,d/s: %.2f and %.2f of the loop%n",
                    database,
                    i < 0 ? "warming up" : "round " + (i + 1),
                    perSecond(round.loop),
                    perSecond(round.rows),
                    perSecond(round.empty),
                    round.part(),
                    round.partWithDeletions());
            if (i >= 0) {
                parts.add(round.part());
            }
        }
        parts.sort(null);
        double median = parts.get(ROUNDS / 2);
        System.out.printf("%s: median of %d rounds: %.2f of the loop%n", database, ROUNDS, median);
        return median;
    }

    private static long perSecond(long millis) {
        return MAILS * 1000L / millis;
    }

    private static Round round() throws IOException {
        ask("do/clear");
        ask("do/pause");
        long loop = ask("do/loop?calls=" + MAILS + "&threads=" + THREADS);
        assertThat(ask("do/count")).isEqualTo(MAILS);

        ask("do/clear");
        for (int i = 0; i < MAILS; i++) {
            MAIL_SERVER.maildrop().deliver(TestMessage.generated(OCTETS, i));
        }
        assertThat(MAIL_SERVER.maildrop().count()).isEqualTo(MAILS);
        long start = System.nanoTime();
        long rows = ask("do/mail?calls=" + MAILS);
        assertThat(ask("do/count")).isEqualTo(MAILS);
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> MAIL_SERVER.maildrop().count() == 0);
        long empty = millisSince(start);
        assertThat(ask("do/count")).isEqualTo(MAILS);
        return new Round(loop, rows, empty);
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    private static long ask(String what) throws IOException {
        HttpResponse<String> answer = Http.get(LIBERTY.uri().resolve(what), BOUND);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Long.parseLong(answer.body());
    }
}
