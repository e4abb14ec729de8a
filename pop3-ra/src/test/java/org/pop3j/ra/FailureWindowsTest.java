package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.transaction.Status;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.ra.ledger.Connections;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** What becomes of a mail if something fails at the worst moment: the windows that docs/connectors.md lists. */
class FailureWindowsTest extends AdapterFixture {
    private static final String DATA_SOURCE = "jdbc/ledger";

    private LedgerKey key(String subscription) {
        return new LedgerKey(new MaildropAddress(server.host(), server.port(), "orders").key(), subscription);
    }

    private void everyMailWasTakenOnce(int count) {
        assertThat(attempts).hasSize(count);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    enum Cut {
        RESET(Fault.resetDuringRetr()),
        CLOSED_WITHIN_A_LINE(Fault.at(Point.octet(30, "RETR")).then(Effect.close())),
        CLOSED_BEFORE_THE_TERMINATOR(Fault.at(Point.terminator("RETR")).then(Effect.close()));

        private final Fault fault;

        Cut(Fault fault) {
            this.fault = fault;
        }
    }

    /** W1. */
    @ParameterizedTest
    @EnumSource
    void aMailThatDidNotComeWholeIsNotDelivered(Cut cut) throws Exception {
        deliver(5);
        InjectedFault broken = server.inject(cut.fault.times(2));
        Map<String, byte[]> received = new ConcurrentHashMap<>();

        activate(
                mail -> {
                    take(mail);
                    received.put(new String(read(mail), US_ASCII), new byte[0]);
                },
                spec -> {});
        await().atMost(LONG).until(() -> broken.fired() == 2);

        untilEmpty();
        everyMailWasTakenOnce(5);
        for (int i = 0; i < 5; i++) {
            assertThat(received).containsKey(new String(mail(i), US_ASCII));
        }
    }

    /** W2: the process ended when the attempt was counted and the bean had not begun. */
    @Test
    void anAttemptThatWasBegunCounts() throws Exception {
        String id = maildrop.deliver(mail(1));
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            ledger.prepare();
            ledger.countAttempt(key("bean"), id);
        }

        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(2);
    }

    /** W2: what was fetched has one attempt counted at once, together; but one that has hardly another keeps it until it begins. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 3"})
    void anAttemptIsCountedBeforeItsTurnOnlyWhereThereAreOthers(int maxAttempts, int counted) throws Exception {
        try (Names names = Names.open();
                EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("application"))) {
            names.bind(DATA_SOURCE, dataSource(database, new AtomicBoolean()));
            List<String> ids = deliver(3);
            CountDownLatch leave = new CountDownLatch(1);
            activate(
                    mail -> {
                        take(mail);
                        assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    },
                    spec -> {
                        spec.setSubscriptionName("bean");
                        spec.setLedgerDataSource(DATA_SOURCE);
                        spec.setMaxConcurrency("1");
                        spec.setMaxAttempts(Integer.toString(maxAttempts));
                    });
            await().atMost(LONG).until(() -> attempts.size() == 1);
            Map<String, Entry> begun = new Ledger(database, Clock.systemUTC()).entries(key("bean"), ids);
            leave.countDown();

            assertThat(begun.values()).hasSize(counted).allSatisfy(entry -> assertThat(entry.attempts())
                    .isEqualTo(1));
            untilEmpty();
            everyMailWasTakenOnce(3);
            adapter.stop();
        }
    }

    /** A DataSource whose connections take part in the container's transactions, and that can be down. */
    private DataSource dataSource(Connections database, AtomicBoolean down) {
        Connections joining = container.transactions().joining(database);
        return (DataSource) Proxy.newProxyInstance(
                FailureWindowsTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, none) -> {
                    if (down.get()) {
                        throw new SQLException("the database is down");
                    }
                    return joining.open();
                });
    }

    /** W6: in a ledger of its own, what nobody could write down comes again; in the bean's transaction it cannot be lost. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatNobodyLivedToTellIsRepeatedOnlyWhereTheRowIsNotPartOfIt(boolean inTransaction) throws Exception {
        try (Names names = Names.open();
                EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("application"))) {
            names.bind(DATA_SOURCE, dataSource(database, new AtomicBoolean()));
            StrictEndpointFactory factory = new StrictEndpointFactory(this::take, container.transactions(), true);
            factory.end = Transactions.End.SAYS_NOTHING;
            factories.add(factory);
            String id = maildrop.deliver(mail(1));
            Pop3ActivationSpec spec = spec();
            if (inTransaction) {
                spec.setLedgerDataSource(DATA_SOURCE);
            }
            activate(factory, spec);
            await().atMost(LONG).until(() -> !log.of("POP3J0206").isEmpty());
            factory.end = Transactions.End.IN_ORDER;

            untilEmpty();
            if (inTransaction) {
                assertThat(attempts.get(id)).containsExactly(1);
            } else {
                assertThat(attempts.get(id)).hasSizeGreaterThan(1);
            }
            adapter.stop();
        }
    }

    /** W5: as if the process had ended between the two halves of a commit; with one bean at a time it would hold up all. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMailWhoseRowATransactionInDoubtHasHoldsUpNoOtherOne(boolean committed) throws Exception {
        try (Names names = Names.open();
                EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("application"))) {
            names.bind(DATA_SOURCE, dataSource(database, new AtomicBoolean()));
            List<String> ids = deliver(5);
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            ledger.prepare();
            ledger.countAttempt(key("bean"), ids.get(0));
            try (Connection inDoubt = database.open();
                    Statement statement = inDoubt.createStatement()) {
                inDoubt.setAutoCommit(false);
                statement.executeUpdate("UPDATE pop3j_ledger SET state = 1, fingerprint = 'f', octets = "
                        + maildrop.messages().get(0).content().length + ", delivered_at = 1");
                activate(this::take, spec -> {
                    spec.setSubscriptionName("bean");
                    spec.setLedgerDataSource(DATA_SOURCE);
                    spec.setMaxConcurrency("1");
                });

                await().atMost(LONG).until(() -> attempts.size() == 4);
                await().atMost(LONG).until(() -> maildrop.count() == 1);
                assertThat(attempts).doesNotContainKey(ids.get(0));
                if (committed) {
                    inDoubt.commit();
                } else {
                    inDoubt.rollback();
                }
            }

            untilEmpty();
            assertThat(timesTried(ids.get(0))).isEqualTo(committed ? 0 : 1);
            adapter.stop();
        }
    }

    /** W9: the server says that it has not deleted. */
    @Test
    void aQuitThatIsRefusedDeliversNothingTwice() throws Exception {
        deliver(5);
        InjectedFault refused = server.inject(Fault.failedUpdate().times(3));

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(refused.fired()).isEqualTo(3);
        everyMailWasTakenOnce(5);
    }

    /** W14 and C40: with a pair of calls and no delivery in it. */
    @Test
    void aMailThatAnotherNodeHasTakenMeanwhileIsPassedOverAndItsTransactionRolledBack() throws Exception {
        try (Names names = Names.open();
                EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("application"))) {
            names.bind(DATA_SOURCE, dataSource(database, new AtomicBoolean()));
            Map<String, Delivered> mails = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                String id = maildrop.deliver(mail(i));
                Octets octets = new Octets.InMemory(mail(i), new SpoolMemory());
                mails.put(id, new Delivered(id, Fingerprint.of(octets).value(), octets.count()));
            }
            Ledger otherNode = new Ledger(database, Clock.systemUTC());

            StrictEndpointFactory factory = activate(
                    mail -> {
                        take(mail);
                        mails.remove(mail.uniqueId());
                        for (Delivered other : mails.values()) {
                            otherNode.insertDelivered(key("bean"), other);
                        }
                    },
                    spec -> {
                        spec.setSubscriptionName("bean");
                        spec.setLedgerDataSource(DATA_SOURCE);
                        spec.setMaxConcurrency("1");
                    });

            untilEmpty();
            everyMailWasTakenOnce(1);
            assertThat(factory.created()).isEqualTo(2);
            assertThat(container.transactions().outcomes())
                    .containsExactly(Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK);
            adapter.stop();
        }
    }

    /** W15. */
    @Test
    void whileTheLedgersDatabaseIsDownNothingIsDeliveredAndNothingDeleted() throws Exception {
        try (Names names = Names.open();
                EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("application"))) {
            AtomicBoolean down = new AtomicBoolean();
            names.bind(DATA_SOURCE, dataSource(database, down));
            String first = maildrop.deliver(mail(1));
            String second = maildrop.deliver(mail(2));
            activate(
                    mail -> {
                        take(mail);
                        down.set(true);
                    },
                    spec -> {
                        spec.setLedgerDataSource(DATA_SOURCE);
                        spec.setMaxConcurrency("1");
                    });
            await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());

            assertThat(log.of("POP3J0102")).singleElement().asString().contains("LEDGER", "the database is down");
            assertThat(maildrop.count()).isEqualTo(2);
            assertThat(attempts).containsOnlyKeys(first);
            assertThat(server.sessions())
                    .allSatisfy(session -> assertThat(session.transcript()).doesNotContain("DELE"));

            down.set(false);
            await().atMost(LONG).until(() -> attempts.containsKey(second));
            down.set(false);
            untilEmpty();
            everyMailWasTakenOnce(2);
            adapter.stop();
        }
    }

    /** W16: of the bean's last attempt not even an error is heard. */
    @ParameterizedTest
    @ValueSource(classes = {OutOfMemoryError.class, StackOverflowError.class})
    void anErrorOfTheJvmIsAnAttemptAndCannotComeForEver(Class<? extends Error> error) throws Exception {
        String id = maildrop.deliver(mail(1));
        String other = maildrop.deliver(mail(2));
        activate(
                mail -> {
                    take(mail);
                    if (mail.uniqueId().equals(id)) {
                        throw error.getConstructor().newInstance();
                    }
                },
                spec -> spec.setMaxAttempts("3"));

        await().atMost(LONG)
                .until(() -> maildrop.count() == 1 && !log.of("POP3J0500").isEmpty());

        assertThat(attempts).containsOnly(Map.entry(id, List.of(1, 2, 3)), Map.entry(other, List.of(1)));
    }

    /** W18. */
    @Test
    void whatIsKeptComesAgainUnderAnotherNameOnly() throws Exception {
        String id = maildrop.deliver(mail(1));
        StrictEndpointFactory before = activate(this::take, spec -> kept(spec, "tickets"));
        await().atMost(LONG).until(() -> attempts.containsKey(id));
        deactivate(before);

        MailListener redeployed = mail -> take(mail);
        StrictEndpointFactory after = activate(redeployed, spec -> kept(spec, "tickets"));
        sessionsMore(4);
        assertThat(attempts.get(id)).containsExactly(1);
        deactivate(after);

        activate(this::take, spec -> kept(spec, "archive"));
        await().atMost(LONG).until(() -> timesTried(id) == 2);
        assertThat(attempts.get(id)).containsExactly(1, 1);
    }

    private static void kept(Pop3ActivationSpec spec, String name) {
        spec.setSubscriptionName(name);
        spec.setAfterDelivery("KEEP");
    }

    /** W19: the transaction manager itself does not know. */
    @Test
    void aHeuristicOutcomeIsAnErrorInTheLogAndTheMailStays() throws Exception {
        List<Integer> onServer = new CopyOnWriteArrayList<>();
        StrictEndpointFactory factory = new StrictEndpointFactory(
                mail -> {
                    onServer.add(maildrop.count());
                    take(mail);
                },
                container.transactions(),
                true);
        factory.end = Transactions.End.HEURISTIC;
        factories.add(factory);
        String id = maildrop.deliver(mail(1));
        Pop3ActivationSpec spec = spec();
        spec.setRedeliveryDelay("PT1S");
        activate(factory, spec);
        await().atMost(LONG).until(() -> !log.of("POP3J0206").isEmpty());
        factory.end = Transactions.End.IN_ORDER;

        untilEmpty();
        assertThat(log.of("POP3J0206")).first().asString().contains(id, "status 5");
        assertThat(onServer).hasSizeGreaterThan(1).containsOnly(1);
    }

    /** W20, by the server's own -ERR: no attempt is begun for what cannot be fetched. */
    @Test
    void aMailThatIsGoneBeforeItIsFetchedIsNoAttempt() throws Exception {
        maildrop.deliver(mail(1));
        server.inject(Fault.messageGone().nth(1));
        activate(this::take, spec -> spec.setSubscriptionName("bean"));
        untilEmpty();
        sessionsMore(3);

        assertThat(attempts).isEmpty();
        assertThat(log.of("POP3J0201")).isEmpty();
    }
}
