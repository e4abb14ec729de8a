package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pop3j.samples.maildesk.it.throughput.InsertBean;
import org.pop3j.testserver.TestMessage;

/**
 * A benchmark, run by its name only ({@code docs/benchmarks.md}): how many mails a second become rows, as a part of the calls that
 * a loop in the server gets through of a bean with the same INSERT in the same kind of transaction.
 */
class Throughput {
    private static final int MAILS = Integer.getInteger("throughput.mails", 10_000);
    private static final int ROUNDS = Integer.getInteger("throughput.rounds", 5);
    private static final int THREADS = 4;
    private static final int OCTETS = 4096;
    private static final double TARGET = 0.5;
    // Of server.xml, for a database that somebody has running.
    private static final List<String> DATABASE =
            List.of("database.driver", "database.class", "database.url", "database.user");
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

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void mailBecomesRowsAtLeastHalfAsFastAsALoopMakesThem() throws IOException {
        for (String variable : DATABASE) {
            Optional.ofNullable(System.getProperty(variable)).ifPresent(value -> LIBERTY.with(variable, value));
        }
        LIBERTY.polling("NONE", MAIL_SERVER.pop3().port(), MAIL_SERVER.pop3().certificatePem())
                .with("threads", THREADS)
                .withAllCompilers()
                .start();
        round();
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Round round = round();
            rounds.add(round);
            System.out.printf(
                    "loop %,d/s, mail to rows %,d/s, to an empty maildrop %,d/s: %.2f and %.2f of the loop%n",
                    perSecond(round.loop),
                    perSecond(round.rows),
                    perSecond(round.empty),
                    round.part(),
                    round.partWithDeletions());
        }
        List<Double> parts = rounds.stream().map(Round::part).sorted().toList();
        System.out.printf("median of %d rounds: %.2f of the loop%n", ROUNDS, parts.get(ROUNDS / 2));
        assertThat(parts.get(ROUNDS / 2)).isGreaterThanOrEqualTo(TARGET);
    }

    private static long perSecond(long millis) {
        return MAILS * 1000L / millis;
    }

    private static Round round() throws IOException {
        ask("do/clear");
        long loop = ask("do/loop?calls=" + MAILS + "&threads=" + THREADS);
        assertThat(ask("do/count")).isEqualTo(MAILS);

        ask("do/clear");
        long start = System.nanoTime();
        for (int i = 0; i < MAILS; i++) {
            MAIL_SERVER.maildrop().deliver(TestMessage.generated(OCTETS, start + i));
        }
        await().atMost(BOUND).pollInterval(Duration.ofMillis(20)).until(() -> ask("do/count") >= MAILS);
        long rows = millisSince(start);
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
