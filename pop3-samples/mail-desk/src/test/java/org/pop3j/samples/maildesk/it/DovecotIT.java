package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.interop.DovecotServer;
import org.pop3j.interop.RawPop3;
import org.pop3j.samples.maildesk.SeedMails;

/** The mail desk on a server that somebody else wrote. */
@Tag("interop")
class DovecotIT {
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** An empty name of the ledger's DataSource stands for the adapter's own ledger. */
    @ParameterizedTest(name = "{0}, ledger in \"{1}\"")
    @CsvSource({"NONE, jdbc/maildesk", "STLS, ''", "IMPLICIT, jdbc/maildesk"})
    void beanReceivesEveryMailExactlyOnceOctetForOctet(String tls, String ledger) throws IOException {
        try (DovecotServer dovecot = DovecotServer.start(
                        Installation.emptyWorkDirectory("dovecot-" + tls), Account.USER, Account.PASSWORD);
                LibertyServer liberty = LibertyServer.named("dovecot-desk-" + tls)) {
            for (byte[] mail : SeedMails.all()) {
                dovecot.maildir().deliver(mail);
            }
            Map<String, String> expected = digestsByAnotherClient(dovecot);
            assertThat(expected.values())
                    .as("what Dovecot has")
                    .containsExactlyInAnyOrderElementsOf(
                            SeedMails.all().stream().map(Sha256::hex).toList());

            liberty.polling(
                            tls,
                            tls.equals("IMPLICIT") ? dovecot.tlsPort() : dovecot.port(),
                            Files.readString(dovecot.certificate()))
                    .with("ledger.datasource", ledger)
                    .start();
            await("empty maildrop").atMost(BOUND).until(() -> dovecot.maildir().count() == 0);
            awaitTwoPollsMore(liberty);

            DeskState desk = liberty.desk().state();
            assertThat(desk.duplicates()).as(dovecot.log()).isEmpty();
            assertThat(desk.digests()).isEqualTo(expected);
        }
    }

    private static Map<String, String> digestsByAnotherClient(DovecotServer dovecot) throws IOException {
        try (RawPop3 session = RawPop3.login(dovecot.port(), Account.USER, Account.PASSWORD)) {
            Map<String, byte[]> everything = session.everything();
            session.command("QUIT");
            return everything.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, message -> Sha256.hex(message.getValue())));
        }
    }

    private static void awaitTwoPollsMore(LibertyServer liberty) {
        for (int i = 0; i < 2; i++) {
            String last = liberty.desk().state().maildrop().lastSuccess();
            await("another poll")
                    .atMost(BOUND)
                    .until(() ->
                            !liberty.desk().state().maildrop().lastSuccess().equals(last));
        }
    }
}
