package org.pop3j.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import jdk.management.jfr.FlightRecorderMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.servers.Suite.Attempt;

/**
 * What the adapter does on an application server, each by what is seen from outside: rows in the application's database, and mail
 * that is left in the maildrop. The order is that of the matrix; none needs another to have run before it.
 */
@Tag("servers")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class Scenarios extends SuiteFixture {
    private static final Duration STOP_BOUND = Duration.ofSeconds(60);

    Scenarios(AppServer server) {
        super(server);
    }

    /** What this server makes of a fault. */
    abstract Fault.Verdict verdict(Fault fault);

    /** What this server makes of an application with the adapter inside, which has so many beans. */
    Fault.Verdict verdictOnTheEar(int beans) {
        return Fault.Verdict.tolerated("");
    }

    /** What the server says when it has waited for a delivery whose application is taken away, and rolls it back; empty if it commits. */
    String rolledBack() {
        return "";
    }

    /** Where the adapter's own syntax for secrets can be used: everywhere, if it works. */
    Matrix.Outcome adaptersSyntax() {
        return Matrix.Outcome.WORKS;
    }

    /** An application beside the suite's, where the server's own means are words that another server would take for the password. */
    Optional<Path> applicationWithItsSecret() throws IOException {
        return Optional.empty();
    }

    /** What else this server can be asked to put into a property, and what it makes of that. */
    List<OwnSyntax> ownSyntax() {
        return List.of();
    }

    /** How many instances of a bean this server gives; 0 if it bounds threads instead, as many as it thinks right. */
    int instances() {
        return 0;
    }

    /** What {@code ejb-jar.xml} says with something in it for the server to replace, and what becomes of it. */
    record OwnSyntax(Map<String, String> properties, Fault.Verdict verdict) {}

    @Test
    @Order(1)
    @DisplayName("plain delivery")
    void mailIsTakenOnceAndThenDeleted() {
        String uniqueId = mail.deliver("plain", "plain delivery");

        mail.awaitGone("plain", List.of(uniqueId));

        assertThat(state().taken(uniqueId)).containsExactly(new Attempt("PlainBean", uniqueId, 1, "plain delivery"));
    }

    @Test
    @Order(1)
    @DisplayName("nobody is a principal because of a mail")
    void theCallerOfABeanIsWhoeverItIsWithoutAMail() {
        String uniqueId = mail.deliver("plain", "principal", "Sender", "root@example.org");

        mail.awaitGone("plain", List.of(uniqueId));

        List<String> principals = state().principals();
        assertThat(principals).as("for all mails the same").hasSize(1);
        assertThat(principals.get(0)).doesNotContain("ann@", "root", "example", "plain");
        matrix.note(Matrix.Outcome.WORKS, principals.get(0));
    }

    @ParameterizedTest(name = "a bean that does not take a mail: {0}")
    @ValueSource(strings = {"throw", "checked", "rollback"})
    @Order(2)
    void mailThatIsNotTakenLeavesNothingBehindAndComesAgain(String how) {
        String uniqueId = mail.deliver("plain", how, "X-Suite-Fail", how + " 2");

        mail.awaitGone("plain", List.of(uniqueId));

        assertThat(state().begun(uniqueId)).extracting(Attempt::attempt).containsExactly(1, 2, 3);
        assertThat(state().taken(uniqueId)).extracting(Attempt::attempt).containsExactly(3);
    }

    @Test
    @Order(3)
    @DisplayName("bean-managed transactions")
    void aBeanThatManagesItsTransactionsSaysByItsReturnWhatItHasTaken() {
        String uniqueId = mail.deliver("bean-managed", "bean-managed", "X-Suite-Fail", "throw 1");

        mail.awaitGone("bean-managed", List.of(uniqueId));

        assertThat(state().begun(uniqueId)).extracting(Attempt::attempt).containsExactly(1, 2);
        assertThat(state().taken(uniqueId)).extracting(Attempt::attempt).containsExactly(2);
    }

    @Test
    @Order(4)
    @DisplayName("NOT_SUPPORTED")
    void withoutATransactionWhatTheBeanDidStaysAndTheMailComesAgainAllTheSame() {
        String uniqueId = mail.deliver("not-supported", "not supported", "X-Suite-Fail", "checked 1");

        mail.awaitGone("not-supported", List.of(uniqueId));

        assertThat(state().taken(uniqueId)).extracting(Attempt::attempt).containsExactly(1, 2);
    }

    @Test
    @Order(4)
    @DisplayName("more mails at once than the server gives instances")
    void mailThatMustWaitForAnInstanceIsTakenInItsFirstAttempt() {
        List<String> uniqueIds = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> mail.deliver("not-supported", "mail " + i, "X-Suite-Hold", "PT5S 1"))
                .toList();

        assertTakenOnce("not-supported", "NotSupportedBean", uniqueIds);

        if (instances() > 0) {
            assertThat(state().mostAtOnce()).isEqualTo(instances());
        } else {
            matrix.note(Matrix.Outcome.UNLIMITED, "");
        }
    }

    @Test
    @Order(5)
    @DisplayName("MailHandler")
    void eachMailGoesToTheMethodThatTakesIt() {
        String order = mail.deliver("orders", "order 17", "X-Suite-Fail", "throw 1");
        String rest = mail.deliver("orders", "hello", "X-Suite-Fail", "throw 1");

        mail.awaitGone("orders", List.of(order, rest));

        assertThat(state().taken(order)).containsExactly(new Attempt("order 17", order, 2, "order 17"));
        assertThat(state().taken(rest))
                .as("this method has no transaction")
                .containsExactly(new Attempt("rest", rest, 1, "hello"), new Attempt("rest", rest, 2, "hello"));
    }

    @Test
    @Order(6)
    @DisplayName("two beans on one maildrop")
    void aMailIsLeftUntilTheSecondOfTwoBeansHasTakenIt() {
        String uniqueId =
                mail.deliver("two", "two", "X-Suite-Fail", "throw 1 SecondBean", "X-Suite-Hold", "PT2S 2 SecondBean");

        await("second attempt").atMost(BOUND).pollInterval(OFTEN).until(() -> state().begun(uniqueId).stream()
                .anyMatch(attempt -> attempt.attempt() == 2));
        assertThat(state().taken(uniqueId)).extracting(Attempt::bean).containsExactly("FirstBean");
        assertThat(mail.has("two", uniqueId)).isTrue();

        mail.awaitGone("two", List.of(uniqueId));

        assertThat(state().taken(uniqueId))
                .extracting(Attempt::bean, Attempt::attempt)
                .containsExactlyInAnyOrder(tuple("FirstBean", 1), tuple("SecondBean", 2));
    }

    @Test
    @Order(7)
    @DisplayName("ledger in the bean's database")
    void deliveryAndLedgerAreOneTransactionWithOneDataSource() {
        assertLedgerAndBeanAgree("ledger", "LedgerBean", Suite.State::ledger);
    }

    @Test
    @Order(8)
    @DisplayName("ledger in a second data source, by XA")
    void deliveryAndLedgerAreOneTransactionWithTwoDataSources() {
        assertLedgerAndBeanAgree("two-sources", "TwoSourcesBean", Suite.State::otherLedger);
        assertThat(server.databases().resolve("ledger.trace.db"))
                .as("a part of a transaction that ends in two phases is first prepared")
                .content(ISO_8859_1)
                .contains("PREPARE COMMIT");
    }

    private void assertLedgerAndBeanAgree(String user, String bean, Function<Suite.State, List<String>> ledger) {
        String never = mail.deliver(user, "never", "X-Suite-Fail", "rollback 99");
        String taken = mail.deliver(user, "taken", "X-Suite-Fail", "throw 1");
        try {
            await("attempts").atMost(BOUND).until(() -> state().begun(never).size() >= 2);
            assertTakenOnce(user, bean, List.of(taken));
            Suite.State state = state();
            assertThat(state.taken(taken)).extracting(Attempt::attempt).containsExactly(2);
            assertThat(ledger.apply(state)).contains(taken).doesNotContain(never);
            assertThat(state.taken(never)).isEmpty();
        } finally {
            mail.maildrop(user).clear();
        }
    }

    @ParameterizedTest(name = "mistake: {0}")
    @EnumSource
    @Order(9)
    void aFaultIsToldByWhomItIsFound(Fault fault) throws IOException {
        assertVerdict(Applications.with(fault), verdict(fault), List.of("bad"));
        matrix.note(verdict(fault).outcome(), verdict(fault).words());
    }

    @Test
    @Order(10)
    @DisplayName("undeployed while delivering")
    void aMailThatIsDeliveredDuringAnUndeploymentIsTakenOnceInTheEnd() {
        ServerLog said = server.log().fromNow();
        long start = System.nanoTime();
        String held = deliverHeld("plain");

        undeploy();
        assertWaitedSince(start);
        deploy();

        assertTakenOnce("plain", "PlainBean", List.of(held));
        assertTakenAway(held, said);
    }

    private static void assertWaitedSince(long start) {
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("the server waits for the delivery")
                .isGreaterThanOrEqualTo(HOLD);
    }

    private void assertTakenAway(String held, ServerLog said) {
        boolean committed = rolledBack().isEmpty();
        assertThat(state().taken(held)).extracting(Attempt::attempt).containsExactly(committed ? 1 : 2);
        assertThat(committed || said.contains(rolledBack())).as(rolledBack()).isTrue();
        matrix.note(committed ? Matrix.Outcome.COMMITTED : Matrix.Outcome.ROLLED_BACK, rolledBack());
    }

    @Test
    @Order(11)
    @DisplayName("redeployed while delivering")
    void everyMailIsTakenOnceWhileTheApplicationIsDeployedAnew() {
        ServerLog said = server.log().fromNow();
        long start = System.nanoTime();
        String held = deliverHeld("ledger");
        List<String> uniqueIds = new ArrayList<>(deliverSome("ledger"));
        uniqueIds.add(held);

        assertThat(server.redeploy(Installation.application())).isTrue();
        assertWaitedSince(start);

        await("the suite answers").atMost(BOUND).until(() -> Suite.answers(server.uri()));
        assertTakenOnce("ledger", "LedgerBean", uniqueIds);
        assertTakenAway(held, said);
    }

    @Test
    @Order(12)
    @DisplayName("stopped while delivering, and started again")
    void everyMailIsTakenOnceAlthoughTheServerWasStopped() throws Exception {
        List<String> uniqueIds = new ArrayList<>(deliverSome("ledger"));
        await("first row").atMost(BOUND).pollInterval(OFTEN).until(() -> tookSome(uniqueIds));
        // The bean has this one for some seconds more.
        uniqueIds.add(deliverHeld("ledger", HOLD.dividedBy(2)));

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(server::stop);
        // Mail comes in all the time, so that there is something to deliver at whatever point the server is.
        await("stopped").atMost(STOP_BOUND).pollInterval(OFTEN).until(() -> {
            uniqueIds.add(mail.deliver("ledger", "during the stop"));
            return stopping.isDone();
        });
        stopping.get();

        server.start();
        assertTakenOnce("ledger", "LedgerBean", uniqueIds);
    }

    @Test
    @Order(13)
    @DisplayName("killed while delivering, and started again")
    void everyMailIsTakenOnceAlthoughTheServerWasKilled() {
        List<String> uniqueIds = new ArrayList<>(deliverSome("ledger"));
        // This one is being delivered when the process ends, however fast the others were.
        String held = mail.deliver("ledger", "held", "X-Suite-Hold", "PT8S 9");
        uniqueIds.add(held);
        await("first row").atMost(BOUND).pollInterval(OFTEN).until(() -> tookSome(uniqueIds));
        await("held").atMost(BOUND).pollInterval(OFTEN).until(() -> !state().begun(held)
                .isEmpty());

        server.kill();
        assertThat(mail.maildrop("ledger").count())
                .as("mails that were not deleted")
                .isPositive();

        server.start();
        assertTakenOnce("ledger", "LedgerBean", uniqueIds);
    }

    @Test
    @Order(14)
    @DisplayName("paused and resumed by the MXBean, from outside")
    void aMaildropThatIsPausedIsNotPolledUntilItIsResumed() throws Exception {
        try (JMXConnector jmx = server.jmx()) {
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            ObjectName plain = maildrop(beans, "plain");
            beans.invoke(plain, "pause", new Object[0], new String[0]);
            String uniqueId;
            try {
                assertThat(beans.getAttribute(plain, "State")).isEqualTo("PAUSED");
                uniqueId = assertNotPolled();
            } finally {
                beans.invoke(plain, "resume", new Object[0], new String[0]);
            }
            assertTakenOnce("plain", "PlainBean", List.of(uniqueId));
            assertThat(beans.getAttribute(plain, "State")).isEqualTo("OK");
        }
    }

    private String assertNotPolled() {
        mail.awaitPolls("two", 2);
        String uniqueId = mail.deliver("plain", "while it is paused");
        mail.awaitPolls("two", 4);
        assertThat(mail.has("plain", uniqueId)).isTrue();
        assertThat(state().begun(uniqueId)).isEmpty();
        return uniqueId;
    }

    private static ObjectName maildrop(MBeanServerConnection beans, String user) throws Exception {
        Set<ObjectName> names =
                beans.queryNames(new ObjectName("org.pop3j:type=Maildrop,name=\"" + user + "@*\""), null);
        assertThat(names).hasSize(1);
        return names.iterator().next();
    }

    @Test
    @Order(14)
    @DisplayName("polls and deliveries in the flight recorder")
    void theFlightRecorderIsToldOfPollsAndDeliveries() throws Exception {
        Path file = Installation.work().resolve("flight.jfr");
        String uniqueId;
        try (JMXConnector jmx = server.jmx()) {
            FlightRecorderMXBean recorder = JMX.newMXBeanProxy(
                    jmx.getMBeanServerConnection(),
                    new ObjectName(FlightRecorderMXBean.MXBEAN_NAME),
                    FlightRecorderMXBean.class);
            long recording = recorder.newRecording();
            recorder.startRecording(recording);
            uniqueId = mail.deliver("plain", "recorded");
            mail.awaitGone("plain", List.of(uniqueId));
            recorder.stopRecording(recording);
            recorder.copyTo(recording, file.toString());
            recorder.closeRecording(recording);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("org.pop3j.Delivery"))
                .extracting(event -> event.getString("uniqueId"), event -> event.getString("outcome"))
                .contains(tuple(uniqueId, "Taken"));
        assertThat(events)
                .filteredOn(event -> event.getEventType().getName().equals("org.pop3j.Poll"))
                .extracting(event -> event.getString("outcome"))
                .contains("OK");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "secret by the adapter's syntax: environment, plain, PlainBean",
        "secret by the adapter's syntax: file, file-secret, FileSecretBean"
    })
    @Order(15)
    void aSecretIsFoundWhereverItIsKept(String where, String user, String bean) {
        String uniqueId = mail.deliver(user, where);

        assertTakenOnce(user, bean, List.of(uniqueId));
        matrix.note(adaptersSyntax(), "");
    }

    @Test
    @Order(15)
    @DisplayName("secret by the server's own means")
    void theServerMayKeepTheSecret() throws IOException {
        for (OwnSyntax own : ownSyntax()) {
            assertVerdict(Applications.with(own.properties()), own.verdict(), List.of("bad"));
        }
        String uniqueId = mail.deliver("own-secret", "by the server's own means");
        Optional<Path> other = applicationWithItsSecret();
        if (other.isEmpty()) {
            assertTakenOnce("own-secret", "OwnSecretBean", List.of(uniqueId));
            return;
        }
        try {
            assertThat(server.deploy(other.get())).isTrue();
            mail.awaitGone("own-secret", List.of(uniqueId));
        } finally {
            server.undeploy(other.get().getFileName().toString());
        }
    }

    @ParameterizedTest(name = "an EAR with the adapter inside, and no other; beans: {0}")
    @ValueSource(ints = {1, 2})
    @Order(16)
    void anApplicationMayBringTheAdapterAlong(int beans) throws IOException {
        Fault.Verdict verdict = verdictOnTheEar(beans);
        undeploy();
        server.removeAdapter();
        try {
            assertVerdict(
                    Applications.withTheAdapterInside(beans),
                    verdict,
                    beans == 1 ? List.of("ear") : List.of("ear", "ear-two"));
        } finally {
            server.addAdapter();
        }
        matrix.note(verdict.active() ? Matrix.Outcome.WORKS : Matrix.Outcome.CANNOT, verdict.words());
    }
}
