package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;

/** However much mail waits, the adapter needs little memory: in a JVM of its own, which has no more. */
class HeapBoundTest {
    private static final int MAILS = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int TAKEN = 100;
    // Less than the bound is then free while there is no mail, on a JDK 25 somewhat less than on a 17.
    private static final String HEAP = "-Xmx41m";
    private static final int MOST_FREE = 32 << 20;

    @TempDir
    private Path directory;

    /** What the ledger knows of the mails that wait; the statement has a row for each. */
    enum Backlog {
        NEW("DELETE", ""),
        TAKEN_AND_KEPT(
                "KEEP",
                "INSERT INTO pop3j_ledger (fingerprint, octets, state, delivered_at, gone, attempts, removed_at, maildrop_key,"
                        + " subscription, uidl) VALUES ('0123456789012345678901234567890123456789012', 1024, 1, 1, 0, 1, 0, ?,"
                        + " 'backlog', ?)"),
        ONCE_REFUSED(
                "DELETE",
                "INSERT INTO pop3j_ledger (state, gone, attempts, next_at, removed_at, maildrop_key, subscription, uidl)"
                        + " VALUES (0, 0, 1, 32503680000000, 0, ?, 'backlog', ?)");

        private final String afterDelivery;
        private final String row;

        Backlog(String afterDelivery, String row) {
            this.afterDelivery = afterDelivery;
            this.row = row;
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theAdapterPollsAHundredThousandWaitingMailsWithinItsBound(Backlog backlog) throws Exception {
        try (Pop3TestServer server = Pop3TestServer.builder()
                .user("orders", "secret")
                .user("empty", "secret")
                .start()) {
            TestMaildrop maildrop = server.maildrop("orders");
            for (int i = 0; i < MAILS; i++) {
                maildrop.deliver(TestMessage.generated(1024, i));
            }
            String key = new MaildropAddress(server.host(), server.port(), "orders").key();
            if (!backlog.row.isEmpty()) {
                fillLedger(backlog.row, key, maildrop);
            }

            String said = poll(server, backlog);
            System.out.println("HeapBoundTest: " + backlog + " in " + said.strip());

            assertThat(Integer.parseInt(said.strip()))
                    .as("octets of heap that were free while there was no mail")
                    .isLessThan(MOST_FREE);
        }
    }

    private void fillLedger(String row, String key, TestMaildrop maildrop) throws SQLException {
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            new Ledger(database, Clock.systemUTC()).prepare();
            try (Connection connection = database.open();
                    PreparedStatement insert = connection.prepareStatement(row)) {
                connection.setAutoCommit(false);
                for (StoredMessage message : maildrop.messages()) {
                    insert.setString(1, key);
                    insert.setString(2, message.uniqueId());
                    insert.executeUpdate();
                }
                connection.commit();
            }
        }
    }

    private String poll(Pop3TestServer server, Backlog backlog) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Polling.class.getName(),
                        Integer.toString(server.port()),
                        directory.toString(),
                        backlog.name())
                .redirectOutput(said.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds() + 10, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
            return Files.readString(said);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints how much heap is free while an empty maildrop is polled, then polls the full one at least twice. */
    static final class Polling {
        private final TestContainer container = new TestContainer();
        private final AtomicInteger taken = new AtomicInteger();
        private final String port;
        private final String directory;

        private Polling(String port, String directory) {
            this.port = port;
            this.directory = directory;
        }

        public static void main(String[] arguments) throws Exception {
            Polling polling = new Polling(arguments[0], arguments[1]);
            Backlog backlog = Backlog.valueOf(arguments[2]);
            Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
            adapter.start(polling.container);
            polling.activate(adapter, "empty", backlog);
            awaitPolls("empty");
            System.out.println(Runtime.getRuntime().maxMemory() - usedHeap());
            polling.activate(adapter, "orders", backlog);
            awaitPolls("orders");
            await().atMost(PATIENCE).until(() -> backlog != Backlog.NEW || polling.taken.get() >= TAKEN);
            System.exit(0);
        }

        private void activate(Pop3ResourceAdapter adapter, String user, Backlog backlog) throws ResourceException {
            Pop3ActivationSpec spec = new Pop3ActivationSpec();
            spec.setServerName("127.0.0.1");
            spec.setPortNumber(port);
            spec.setUserName(user);
            spec.setPassword("secret");
            spec.setTls("NONE");
            spec.setPollInterval("PT0.1S");
            spec.setLedgerDirectory(directory);
            spec.setSubscriptionName("backlog");
            spec.setAfterDelivery(backlog.afterDelivery);
            MailListener bean = mail -> taken.incrementAndGet();
            adapter.endpointActivation(new StrictEndpointFactory(bean, container.transactions(), true), spec);
        }

        /** Until two polls have gone well, one after the other; none may fail. */
        private static void awaitPolls(String user) throws Exception {
            var server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names =
                    server.queryNames(new ObjectName("org.pop3j:type=Maildrop,name=\"" + user + "@*\""), null);
            MaildropMXBean state = JMX.newMXBeanProxy(server, names.iterator().next(), MaildropMXBean.class);
            String first = awaitOther(state, "");
            awaitOther(state, first);
        }

        private static String awaitOther(MaildropMXBean state, String former) {
            return await().atMost(PATIENCE)
                    .until(
                            () -> {
                                if (state.getFailedPolls() > 0) {
                                    throw new IllegalStateException(state.getLastError());
                                }
                                return state.getLastSuccess();
                            },
                            latest -> !latest.equals(former));
        }

        private static long usedHeap() {
            long used = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                used = Math.min(
                        used,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            return used;
        }
    }
}
