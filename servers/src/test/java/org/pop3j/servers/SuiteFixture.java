package org.pop3j.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pop3j.servers.Suite.Attempt;

/**
 * The application on a running server, and mail for it. One start of the server serves all tests of a class but those that end it:
 * before each one the server runs, and the application is deployed and answers. Not for use by several threads.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all tests
abstract class SuiteFixture {
    static final Duration BOUND = Duration.ofMinutes(1);
    static final Duration OFTEN = Duration.ofMillis(20);

    /** Longer than any server needs to begin with what it is told, and shorter than {@code drainTimeout}. */
    static final Duration HOLD = Duration.ofSeconds(14);

    final AppServer server;
    MailServer mail;
    private boolean deployed;

    @RegisterExtension
    final Matrix matrix;

    SuiteFixture(AppServer server) {
        this.server = server;
        this.matrix = new Matrix(server);
    }

    @BeforeAll
    final void install() throws IOException {
        matrix.forgetEarlierRuns();
        mail = MailServer.start();
        Path data = Installation.emptyWorkDirectory("data");
        Path trust = Files.writeString(data.resolve("trusted.pem"), mail.pop3().certificatePem(), UTF_8);
        Files.writeString(Installation.work().resolve("password"), MailServer.PASSWORD, UTF_8);
        server.install(Map.of(
                "SUITE_POP3_PORT", Integer.toString(mail.pop3().tlsPort()),
                "SUITE_TRUST", trust.toString(),
                "SUITE_PASSWORD", MailServer.PASSWORD,
                "SUITE_DATA", data.toString(),
                "SUITE_DATA_SOURCE", server.dataSource("suite"),
                "SUITE_LEDGER_SOURCE", server.dataSource("ledger")));
        // Two databases that are opened at once would both make it, and the one that comes second has no trace.
        Files.createDirectories(server.databases());
    }

    /** Whatever the test before this one has left of the server. */
    @BeforeEach
    final void haveTheSuiteOnARunningServer() throws IOException {
        if (!server.isRunning()) {
            server.start();
        }
        if (!deployed) {
            deploy();
        }
        await("the suite answers").atMost(BOUND).until(() -> Suite.answers(server.uri()));
        matrix.platform();
    }

    @AfterAll
    final void end() throws IOException {
        server.close();
        mail.close();
        for (Path log : server.everyLog()) {
            assertThat(Files.readString(log, ISO_8859_1)).as(log.toString()).doesNotContain(MailServer.PASSWORD);
        }
    }

    final void deploy() {
        assertThat(server.deploy(Installation.application())).as("deployed").isTrue();
        deployed = true;
    }

    final void undeploy() {
        server.undeploy(Installation.application().getFileName().toString());
        deployed = false;
    }

    final Suite.State state() {
        return Suite.state(server.uri());
    }

    /** All of them taken once, by that bean and the last attempt that there was, and gone from the maildrop. */
    final void assertTakenOnce(String user, String bean, List<String> uniqueIds) {
        mail.awaitGone(user, uniqueIds);
        Suite.State state = state();
        assertThat(uniqueIds).allSatisfy(uniqueId -> assertThat(state.taken(uniqueId))
                .as(uniqueId)
                .singleElement()
                .extracting(Attempt::bean)
                .isEqualTo(bean));
    }

    /** @param users one for each bean of the application */
    final void assertVerdict(Path application, Fault.Verdict verdict, List<String> users) {
        ServerLog said = server.log().fromNow();
        try {
            assertThat(server.deploy(application))
                    .as(() -> "deployed\n" + said.tail(100))
                    .isEqualTo(verdict.deployed());
            if (!verdict.words().isEmpty()) {
                await(verdict.words()).atMost(BOUND).until(() -> said.contains(verdict.words()));
            }
            for (String user : users) {
                assertTaken(mail.deliver(user, "all the same"), user, verdict.active());
            }
        } finally {
            server.undeploy(application.getFileName().toString());
            users.forEach(user -> mail.maildrop(user).clear());
        }
    }

    private void assertTaken(String uniqueId, String user, boolean active) {
        if (active) {
            mail.awaitGone(user, List.of(uniqueId));
            return;
        }
        if (deployed) {
            // Time enough for a bean that is called all the same. Without the suite nobody polls: the adapter was in
            // what is refused.
            mail.awaitPolls("plain", 4);
        }
        assertThat(mail.has(user, uniqueId)).as("the mail is left").isTrue();
    }

    /**
     * A mail that the bean has in its hands when this returns, for the first time; it takes it when it has held it for so long, {@link
     * #HOLD} if nothing else is said.
     */
    final String deliverHeld(String user) {
        return deliverHeld(user, HOLD);
    }

    final String deliverHeld(String user, Duration hold) {
        String uniqueId = mail.deliver(user, "held", "X-Suite-Hold", hold + " 1");
        await("held").atMost(BOUND).pollInterval(OFTEN).until(() -> !state().begun(uniqueId)
                .isEmpty());
        assertThat(mail.has(user, uniqueId)).as("in the maildrop").isTrue();
        return uniqueId;
    }

    /** Some of which are refused twice: so that whenever something happens, not all are taken. */
    final List<String> deliverSome(String user) {
        return IntStream.rangeClosed(1, 40)
                .mapToObj(i -> mail.deliver(user, "mail " + i, "X-Suite-Fail", i % 5 == 0 ? "throw 2" : "throw 0"))
                .toList();
    }

    final boolean tookSome(List<String> uniqueIds) {
        Suite.State state = state();
        return uniqueIds.stream().anyMatch(uniqueId -> !state.taken(uniqueId).isEmpty());
    }
}
