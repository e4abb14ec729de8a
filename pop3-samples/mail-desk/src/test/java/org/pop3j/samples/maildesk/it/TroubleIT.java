package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestCertificate;

/** What an operator sees while the maildrop cannot be polled, and that he need do nothing when it can be again. */
class TroubleIT {
    private static final int FAILED_POLLS = 3;
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final String OTHER_PASSWORD = "0ther-Zebra-crossing";
    private static final MailServer MAIL_SERVER = MailServer.start();

    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("trouble");

    enum Trouble {
        WRONG_PASSWORD(
                server -> server.password(Account.USER, OTHER_PASSWORD),
                server -> server.password(Account.USER, Account.PASSWORD)),
        UNREACHABLE_SERVER(Pop3TestServer::stopAccepting, Pop3TestServer::startAccepting),
        EXPIRED_CERTIFICATE(
                server -> server.certificate(TestCertificate.expired()),
                server -> server.certificate(TestCertificate.valid()));

        private final Consumer<Pop3TestServer> begin;
        private final Consumer<Pop3TestServer> end;

        Trouble(Consumer<Pop3TestServer> begin, Consumer<Pop3TestServer> end) {
            this.begin = begin;
            this.end = end;
        }
    }

    @BeforeAll
    static void start() {
        LIBERTY.polling(MAIL_SERVER).start();
    }

    @BeforeEach
    void allIsWell() {
        for (Trouble trouble : Trouble.values()) {
            trouble.end.accept(MAIL_SERVER.pop3());
        }
        await().atMost(BOUND).until(() -> state().equals("OK"));
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.close();
    }

    @ParameterizedTest
    @EnumSource
    void troubleIsToldOnceShownOnThePageLosesNothingAndHealsByItself(Trouble trouble) throws IOException {
        int linesBefore = adapterLines().size();
        trouble.begin.accept(MAIL_SERVER.pop3());
        String uniqueId = MAIL_SERVER.deliver("Sent during " + trouble);

        await().atMost(BOUND).until(() -> LIBERTY.desk().state().maildrop().failedPolls() >= FAILED_POLLS);
        DeskState during = LIBERTY.desk().state();
        assertThat(during.maildrop().state()).isNotEqualTo("OK");
        assertThat(during.maildrop().lastError()).isNotBlank();
        assertThat(during.uniqueIds()).doesNotContain(uniqueId);
        assertThat(adapterLines()).as("one line for the trouble").hasSize(linesBefore + 1);
        assertNoSecrets();

        trouble.end.accept(MAIL_SERVER.pop3());
        MAIL_SERVER.awaitEverythingFetched(BOUND);
        DeskState after = LIBERTY.desk().state();
        assertThat(after.uniqueIds()).containsOnlyOnce(uniqueId);
        assertThat(after.maildrop().state()).isEqualTo("OK");
        assertThat(after.maildrop().lastError()).isEmpty();
        assertThat(adapterLines()).as("one line for its end").hasSize(linesBefore + 2);
        assertThat(LIBERTY.log().contains("FFDC"))
                .as("trouble that the server itself had to record")
                .isFalse();
        assertNoSecrets();
    }

    private static List<String> adapterLines() {
        return LIBERTY.log().adapterLines();
    }

    private static String state() {
        return LIBERTY.desk().state().maildrop().state();
    }

    private static void assertNoSecrets() throws IOException {
        for (String secret : List.of(Account.PASSWORD, OTHER_PASSWORD)) {
            assertThat(LIBERTY.desk().json()).doesNotContain(secret);
            for (Path log : LIBERTY.everyLog()) {
                assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
                        .as(log.toString())
                        .doesNotContain(secret);
            }
        }
    }
}
