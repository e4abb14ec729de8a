package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;

/** W15: the adapter's own file cannot grow, in a JVM of its own that the operating system lets write no larger ones. */
class FullDiskTest {
    private static final int MAILS = 1_000;
    private static final int CONCURRENCY = 4;
    private static final String KIBIBYTES = "512";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void whileTheLedgerCannotBeWrittenNothingIsLostAndHardlyAnythingComesTwice() throws Exception {
        try (Pop3TestServer server =
                Pop3TestServer.builder().user("orders", "secret").start()) {
            TestMaildrop maildrop = server.maildrop("orders");
            Set<String> all = new HashSet<>();
            IntStream.range(0, MAILS).forEach(i -> all.add(maildrop.deliver(TestMessage.generated(1024, i))));

            List<String> first;
            try (Run run = new Run("ulimit -f " + KIBIBYTES + "; ", server.port(), directory)) {
                await().atMost(LONG).until(() -> run.hasSaid("POP3J0102"));
                first = run.taken();
            }
            Set<String> left = new HashSet<>(
                    maildrop.messages().stream().map(StoredMessage::uniqueId).toList());
            assertThat(first).isNotEmpty().doesNotHaveDuplicates();
            assertThat(left).as("not all can be taken").hasSizeGreaterThan(MAILS / 4);
            assertThat(first).as("what is gone has been taken").containsAll(without(all, left));

            try (Run run = new Run("", server.port(), directory)) {
                await().atMost(LONG).until(() -> maildrop.count() == 0);
                List<String> second = run.taken();
                assertThat(second).doesNotHaveDuplicates();
                assertThat(without(all, first)).as("nothing is lost").isSubsetOf(second);
                assertThat(second.stream().filter(first::contains))
                        .as("what the bean had when the ledger could not be told")
                        .hasSizeLessThanOrEqualTo(CONCURRENCY);
            }
        }
    }

    private static Set<String> without(Set<String> all, Iterable<String> some) {
        Set<String> rest = new HashSet<>(all);
        some.forEach(rest::remove);
        return rest;
    }

    /** A process with an adapter; closing it is an orderly stop. */
    private static final class Run implements AutoCloseable {
        private final Process process;
        private final Queue<String> said = new ConcurrentLinkedQueue<>();
        private final Thread reader;

        Run(String before, int port, Path directory) throws IOException {
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            process = new ProcessBuilder(
                            "bash",
                            "-c",
                            before + "exec \"$@\"",
                            "bash",
                            java,
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Adapter.class.getName(),
                            Integer.toString(port),
                            directory.toString())
                    .start();
            reader = reader(process.inputReader(UTF_8));
            // Not in one with what is taken: lines of the one would begin within those of the other.
            reader(process.errorReader(UTF_8));
        }

        private Thread reader(BufferedReader lines) {
            Thread thread = new Thread(() -> lines.lines().forEach(said::add), "what the adapter says");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        boolean hasSaid(String words) {
            return said.stream().anyMatch(line -> line.contains(words));
        }

        /** Ends the process, and returns what was taken until then. */
        List<String> taken() throws IOException, InterruptedException {
            process.getOutputStream().close();
            assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            reader.join(LONG.toMillis());
            assertThat(process.exitValue()).as(String.join("\n", said)).isZero();
            return said.stream()
                    .filter(line -> line.startsWith(Adapter.TAKEN))
                    .map(line -> line.substring(Adapter.TAKEN.length()))
                    .toList();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Says what it takes, until its input ends. */
    static final class Adapter {
        private static final String TAKEN = "taken: ";

        private Adapter() {}

        public static void main(String[] arguments) throws Exception {
            TestContainer container = new TestContainer();
            Pop3ActivationSpec spec = new Pop3ActivationSpec();
            spec.setServerName("127.0.0.1");
            spec.setPortNumber(arguments[0]);
            spec.setUserName("orders");
            spec.setPassword("secret");
            spec.setTls("NONE");
            spec.setPollInterval("PT0.1S");
            spec.setLedgerDirectory(arguments[1]);
            spec.setSubscriptionName("full-disk");
            spec.setMaxConcurrency(Integer.toString(CONCURRENCY));
            MailListener bean = mail -> System.out.println(TAKEN + mail.uniqueId());
            Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
            adapter.start(container);
            adapter.endpointActivation(new StrictEndpointFactory(bean, container.transactions(), true), spec);
            while (System.in.read() >= 0) {
                // Until the end.
            }
            adapter.stop();
            System.exit(0);
        }
    }
}
