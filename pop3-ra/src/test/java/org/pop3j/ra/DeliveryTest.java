package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.ra.ledger.Connections;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/** One delivery, with each way in which the bean, the container or the ledger can behave. */
class DeliveryTest {
    private static final LedgerKey KEY = new LedgerKey("pop3:drop", "Orders");
    private static final MaildropAddress MAILDROP = new MaildropAddress("mail.example", 995, "orders");
    private static final String ID = "uid-1";
    private static final int MAX_ATTEMPTS = 6;

    @TempDir
    private Path directory;

    private final Transactions transactions = new Transactions();
    private final List<String> taken = new ArrayList<>();
    private EmbeddedDatabase database;
    private @Nullable StrictEndpointFactory factory;
    private final AtomicInteger released = new AtomicInteger();

    /** Where the ledger's row is written: after the commit, or in the transaction. */
    enum Place {
        EMBEDDED,
        IN_TRANSACTION
    }

    @BeforeEach
    void open() {
        database = new EmbeddedDatabase(directory);
    }

    @AfterEach
    void everyRuleWasKept() throws SQLException {
        database.close();
        if (factory != null) {
            assertThat(factory.violations()).isEmpty();
            assertThat(factory.unreleased()).isZero();
        }
    }

    private Ledger ledger(Place place) throws SQLException {
        Connections connections = place == Place.EMBEDDED ? database : transactions.joining(database);
        Ledger ledger = new Ledger(connections, Clock.systemUTC());
        ledger.prepare();
        return ledger;
    }

    private StrictEndpointFactory factory(MailListener bean, boolean transacted) {
        StrictEndpointFactory made = new StrictEndpointFactory(bean, transactions, transacted);
        factory = made;
        return made;
    }

    private SpooledMail mail() throws IOException {
        Octets octets = new Octets.InMemory(
                "Subject: one\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII), new SpoolMemory());
        Delivered identity = new Delivered(ID, Fingerprint.of(octets).value(), octets.count());
        return new SpooledMail(identity, octets, 1, Optional.empty(), new SpooledMail.Owner() {
            @Override
            public void letGo(String uniqueId) {
                released.incrementAndGet();
            }

            @Override
            public boolean mayForget(Instant asked) {
                return true;
            }

            @Override
            public void fetchAgainWithin(Duration delay) {
                throw new AssertionError("a delivery decides nothing about the next one");
            }
        });
    }

    private Delivery.Result deliver(StrictEndpointFactory to, Ledger ledger) throws Exception {
        return new Delivery(Endpoint.of(to, transactions), ledger, KEY, MAILDROP, mail()).run(MAX_ATTEMPTS);
    }

    private Entry entry() throws SQLException {
        return ledger(Place.EMBEDDED).entries(KEY, List.of(ID)).getOrDefault(ID, Entry.UNKNOWN);
    }

    private void take(Mail mail) {
        taken.add(mail.uniqueId() + " attempt " + mail.attempt());
    }

    @ParameterizedTest
    @EnumSource
    void aCommittedDeliveryIsTakenAndInTheLedger(Place place) throws Exception {
        Delivery.Result result = deliver(factory(this::take, true), ledger(place));

        assertThat(result).isEqualTo(new Delivery.Result.Taken(1, true));
        assertThat(taken).containsExactly("uid-1 attempt 1");
        assertThat(entry().state()).isEqualTo(Entry.State.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheBeanThrowsMeansNotTaken(Place place) throws Exception {
        List<Throwable> thrown = List.of(
                new IllegalStateException("unchecked"), new IOException("checked"), new StackOverflowError("error"));
        int attempt = 0;
        for (Throwable failure : thrown) {
            MailListener bean = mail -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (Exception) failure;
            };
            Delivery.Result result = deliver(factory(bean, true), ledger(place));

            assertThat(result).isInstanceOf(Delivery.Result.NotTaken.class);
            assertThat(Reasons.of(((Delivery.Result.NotTaken) result).reason())).contains(failure.getMessage());
            assertThat(entry().state()).as("after %s", failure).isEqualTo(Entry.State.NEW);
            assertThat(entry().attempts()).isEqualTo(++attempt);
        }
    }

    @ParameterizedTest
    @EnumSource
    void setRollbackOnlyMeansNotTakenThoughTheBeanReturns(Place place) throws Exception {
        Delivery.Result result = deliver(factory(mail -> transactions.setRollbackOnly(), true), ledger(place));

        assertThat(result).isInstanceOf(Delivery.Result.NotTaken.class);
        assertThat(entry().state()).isEqualTo(Entry.State.NEW);
        assertThat(entry().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aCommitThatFailsMeansNotTaken(Place place) throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        to.end = Transactions.End.COMMIT_FAILS;

        assertThat(deliver(to, ledger(place))).isInstanceOf(Delivery.Result.NotTaken.class);
        assertThat(entry().state()).isEqualTo(Entry.State.NEW);
    }

    @Test
    void anOutcomeThatNobodyTellsIsNotTakenForACommit() throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        to.end = Transactions.End.SAYS_NOTHING;

        assertThat(deliver(to, ledger(Place.EMBEDDED))).isInstanceOf(Delivery.Result.NotTaken.class);
    }

    @Test
    void anOutcomeThatNobodyTellsIsToldByTheRowAtTheNextAttempt() throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        to.end = Transactions.End.SAYS_NOTHING;
        deliver(to, ledger(Place.IN_TRANSACTION));
        to.end = Transactions.End.IN_ORDER;

        assertThat(deliver(to, ledger(Place.IN_TRANSACTION))).isEqualTo(new Delivery.Result.TakenBefore());
        assertThat(taken).containsExactly("uid-1 attempt 1");
    }

    @Test
    void aRowWrittenByAnotherNodeKeepsTheBeanFromRunning() throws Exception {
        Ledger ledger = ledger(Place.IN_TRANSACTION);
        ledger.insertDelivered(KEY, new Delivered(ID, "f".repeat(43), 1));

        assertThat(deliver(factory(this::take, true), ledger)).isEqualTo(new Delivery.Result.TakenBefore());
        assertThat(taken).isEmpty();
    }

    /** What WildFly throws while it takes an application away, which may take as long as a delivery. */
    private static final class EJBComponentUnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalByTheContainerInPlaceOfTheBeanIsNoAttempt(Place place) throws Exception {
        List<RuntimeException> refusals = List.of(
                new EJBComponentUnavailableException(),
                // As GlassFish says it.
                new IllegalStateException("Attempt to invoke when container is in STOPPED"));
        for (RuntimeException refusal : refusals) {
            MailListener bean = mail -> {
                throw new IllegalStateException(refusal);
            };

            assertThat(deliver(factory(bean, true), ledger(place))).isInstanceOf(Delivery.Result.NotNow.class);
            assertThat(entry()).isEqualTo(Entry.UNKNOWN);
        }
    }

    /** One that another application throws, which the bean has called. */
    private static final class CallingBean implements MailListener {
        @Override
        public void onMail(Mail mail) {
            throw new IllegalStateException(new EJBComponentUnavailableException());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalThatTheBeanHasMetIsAnAttempt(Place place) throws Exception {
        assertThat(deliver(factory(new CallingBean(), true), ledger(place)))
                .isInstanceOf(Delivery.Result.NotTaken.class);
    }

    /** What the bean rolls back would remain noted as delivered, and be lost. */
    @Test
    void whatADataSourceThatTakesNoPartInTheTransactionHasKeptIsTakenBack() throws Exception {
        Connections nonTransactional = new Connections() {
            @Override
            public boolean joinTransactions() {
                return true;
            }

            @Override
            public Connection open() throws SQLException {
                return database.open();
            }
        };
        Ledger ledger = new Ledger(nonTransactional, Clock.systemUTC());
        ledger.prepare();

        try (LogLines log = new LogLines()) {
            Delivery.Result result = deliver(factory(mail -> transactions.setRollbackOnly(), true), ledger);

            assertThat(result).isInstanceOf(Delivery.Result.NotTaken.class);
            assertThat(entry().state()).isEqualTo(Entry.State.NEW);
            assertThat(log.of("POP3J0209")).hasSize(1);
            assertThat(deliver(factory(this::take, true), ledger)).isEqualTo(new Delivery.Result.Taken(2, true));
            assertThat(log.of("POP3J0209")).hasSize(1);
        }
    }

    /** W5 and W14: nobody knows whether the mail is delivered, so that it is neither an attempt nor delivered again. */
    @Test
    void aRowThatAnotherTransactionHoldsKeepsTheBeanFromRunningAndIsNoAttempt() throws Exception {
        Ledger ledger = ledger(Place.IN_TRANSACTION);
        try (Connection inDoubt = database.open()) {
            inDoubt.setAutoCommit(false);
            new Ledger(() -> Transactions.unclosed(inDoubt), Clock.systemUTC())
                    .insertDelivered(KEY, new Delivered(ID, "f", 1));

            assertThat(deliver(factory(this::take, true), ledger)).isInstanceOf(Delivery.Result.NotNow.class);
            assertThat(entry().attempts()).isZero();
            inDoubt.commit();
        }
        assertThat(deliver(factory(this::take, true), ledger)).isEqualTo(new Delivery.Result.TakenBefore());
        assertThat(taken).isEmpty();
    }

    @Test
    void anEndpointThatTheContainerDoesNotGiveIsNoAttempt() throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        List<Throwable> refusals =
                List.of(new UnavailableException("later"), new IllegalStateException("unchecked, as WildFly throws"));
        for (Throwable refusal : refusals) {
            to.createFails = refusal;

            assertThat(deliver(to, ledger(Place.EMBEDDED))).isEqualTo(new Delivery.Result.NotNow(refusal));
            assertThat(entry().attempts()).isZero();
        }
    }

    @Test
    void aFailingBeforeDeliveryIsNoAttemptAndNothingIsDelivered() throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        to.beforeFails = new ResourceException("not now");

        assertThat(deliver(to, ledger(Place.EMBEDDED))).isInstanceOf(Delivery.Result.NotNow.class);
        assertThat(entry().attempts()).isZero();
        assertThat(taken).isEmpty();
    }

    @Test
    void aTransactedMethodWithoutATransactionIsNotCalled() throws Exception {
        StrictEndpointFactory to = factory(this::take, true);
        to.beginsNoTransaction = true;

        Delivery.Result result = deliver(to, ledger(Place.EMBEDDED));

        assertThat(result).isInstanceOf(Delivery.Result.NotNow.class);
        assertThat(Reasons.of(((Delivery.Result.NotNow) result).reason())).contains("has begun no transaction");
        assertThat(taken).isEmpty();
        assertThat(entry().attempts()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void withoutATransactionTheReturnOfTheBeanIsTheAcknowledgement(Place place) throws Exception {
        assertThat(deliver(factory(this::take, false), ledger(place))).isEqualTo(new Delivery.Result.Taken(1, true));
        assertThat(entry().state()).isEqualTo(Entry.State.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource
    void withoutATransactionAnyExceptionMeansNotTaken(Place place) throws Exception {
        MailListener bean = mail -> {
            throw new IOException("no");
        };
        assertThat(deliver(factory(bean, false), ledger(place))).isInstanceOf(Delivery.Result.NotTaken.class);
        assertThat(entry().state()).isEqualTo(Entry.State.NEW);
    }

    @Test
    void aLedgerThatIsDownKeepsTheBeanFromRunning() throws Exception {
        Ledger ledger = ledger(Place.EMBEDDED);
        database.close();

        assertThat(deliver(factory(this::take, true), ledger)).isInstanceOf(Delivery.Result.NotNow.class);
        assertThat(taken).isEmpty();
    }

    @Test
    void aLedgerThatGoesDownWhileTheBeanRunsLeavesTheDeliveryTakenButUnrecorded() throws Exception {
        MailListener bean = mail -> {
            take(mail);
            database.close();
        };
        assertThat(deliver(factory(bean, true), ledger(Place.EMBEDDED))).isEqualTo(new Delivery.Result.Taken(1, false));
    }

    @Test
    void anInterruptThatTheBeanLeavesDoesNotReachTheLedger() throws Exception {
        Ledger ledger = ledger(Place.EMBEDDED);
        MailListener bean = mail -> {
            take(mail);
            Thread.currentThread().interrupt();
        };

        assertThat(deliver(factory(bean, true), ledger)).isEqualTo(new Delivery.Result.Taken(1, true));
        assertThat(entry().state()).isEqualTo(Entry.State.DELIVERED);
    }

    @Test
    void anUncheckedExceptionOfTheLedgerAfterTheBeanRanDoesNotMakeItRunAgain() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        Connections failing = () -> {
            // The attempt is counted, then the pool breaks.
            if (!taken.isEmpty()) {
                writes.incrementAndGet();
                throw new IllegalStateException("the pool is closed");
            }
            return database.open();
        };
        ledger(Place.EMBEDDED);

        Delivery.Result result = deliver(factory(this::take, false), new Ledger(failing, Clock.systemUTC()));

        assertThat(result).isEqualTo(new Delivery.Result.Taken(1, false));
        assertThat(writes).hasValue(1);
    }

    /** W16: whatever ends the JVM in an attempt cannot do so for ever. */
    @Test
    void aMailWhoseAttemptsAreUsedUpIsNotDelivered() throws Exception {
        Ledger ledger = ledger(Place.EMBEDDED);
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            ledger.countAttempt(KEY, ID);
        }

        for (int i = 0; i < 2; i++) {
            assertThat(deliver(factory(this::take, true), ledger))
                    .isEqualTo(new Delivery.Result.Exhausted(MAX_ATTEMPTS));
        }
        assertThat(taken).isEmpty();
        assertThat(entry().attempts()).isEqualTo(MAX_ATTEMPTS);
    }

    @Test
    void aStreamOfTheMailEndsWithTheCallOfTheBean() throws Exception {
        List<java.io.InputStream> kept = new ArrayList<>();
        deliver(factory(mail -> kept.add(mail.open()), true), ledger(Place.EMBEDDED));

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> kept.get(0).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("until the bean's method returns");
    }
}
