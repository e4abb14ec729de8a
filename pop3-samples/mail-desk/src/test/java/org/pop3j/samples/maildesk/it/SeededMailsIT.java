package org.pop3j.samples.maildesk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pop3j.samples.maildesk.SeedMails;

class SeededMailsIT {
    @RegisterExtension
    static final LibertyServer LIBERTY = LibertyServer.named("seeded-mails");

    @Test
    void beanReceivesEveryMailExactlyOnceOctetForOctetAndTheMaildropIsEmptyAfterwards() {
        try (MailServer mailServer = MailServer.start()) {
            SeedMails.all().forEach(mailServer::deliver);
            assertThat(mailServer.delivered().values())
                    .as("the server holds the mails octet for octet")
                    .containsExactlyInAnyOrderElementsOf(
                            SeedMails.all().stream().map(Sha256::hex).toList());

            LIBERTY.polling(mailServer).start();
            mailServer.awaitEverythingFetched(Duration.ofMinutes(1));

            DeskState desk = LIBERTY.desk().state();
            assertThat(desk.duplicates()).isEmpty();
            assertThat(desk.digests()).isEqualTo(mailServer.delivered());
            assertThat(desk.tickets())
                    .allSatisfy(ticket -> assertThat(ticket.attempt()).isEqualTo(1));
            assertThat(desk.maildrop().state()).isEqualTo("OK");
            assertThat(mailServer.maildrop().count()).isZero();
        }
    }
}
