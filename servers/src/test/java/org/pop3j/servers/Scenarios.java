package org.pop3j.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the adapter does on an application server, each by what is seen from outside: rows in the application's database, and mail
 * that is left in the maildrop. One start of the server serves all scenarios but those that end it.
 */
@Tag("servers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Scenarios {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private final AppServer server;
    private final MailServer mail = MailServer.start();

    Scenarios(AppServer server) {
        this.server = server;
    }

    final AppServer server() {
        return server;
    }

    @BeforeAll
    final void install() throws IOException {
        Path data = Installation.emptyWorkDirectory(server.name().replace(" ", "") + "-data");
        Path trust = Files.writeString(data.resolve("trusted.pem"), mail.pop3().certificatePem(), UTF_8);
        Files.writeString(Installation.work().resolve("password"), MailServer.PASSWORD, UTF_8);
        server.install(Map.of(
                "SUITE_POP3_PORT", Integer.toString(mail.pop3().tlsPort()),
                "SUITE_TRUST", trust.toString(),
                "SUITE_PASSWORD", MailServer.PASSWORD,
                "SUITE_DATA", data.toString(),
                "SUITE_DATA_SOURCE", server.dataSource("suite"),
                "SUITE_LEDGER_SOURCE", server.dataSource("ledger")));
    }

    /** Whatever the test before this one has left of the server. */
    @BeforeEach
    final void haveTheSuiteOnARunningServer() {
        if (!server.isRunning()) {
            server.start();
        }
        if (!Suite.answers(server.uri())) {
            server.deploy(Installation.application());
            awaitTheSuite();
        }
    }

    @AfterAll
    final void end() {
        server.close();
        mail.close();
    }

    private void awaitTheSuite() {
        await("the suite answers").atMost(BOUND).until(() -> Suite.answers(server.uri()));
    }

    private Suite.State state() {
        return Suite.state(server.uri());
    }

    @Test
    @DisplayName("plain delivery")
    void mailIsTakenOnceAndThenDeleted() {
        String uniqueId = mail.deliver("plain", "plain delivery");

        mail.awaitGone("plain", List.of(uniqueId));

        assertThat(state().taken(uniqueId))
                .containsExactly(new Suite.Attempt("PlainBean", uniqueId, 1, "plain delivery"));
    }
}
