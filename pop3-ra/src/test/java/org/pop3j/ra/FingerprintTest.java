package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static String of(String mail) throws IOException {
        return Fingerprint.of(new Octets.InMemory(mail.getBytes(ISO_8859_1), new SpoolMemory()))
                .value();
    }

    @Test
    void itIs43CharactersAndTheSameForTheSameMail() throws IOException {
        String mail = "Received: a\r\nMessage-ID: <1@x>\r\n\r\nbody\r\n";

        assertThat(of(mail)).hasSize(43).isEqualTo(of(mail));
    }

    @Test
    void itDiffersWithEachOfItsParts() throws IOException {
        String mail = "Received: a\r\nMessage-ID: <1@x>\r\nDate: d\r\n\r\nbody\r\n";

        assertThat(of(mail))
                .isNotEqualTo(of(mail.replace("<1@x>", "<2@x>")))
                .isNotEqualTo(of(mail.replace("Date: d", "Date: e")))
                .isNotEqualTo(of(mail.replace("Received: a", "Received: b")));
    }

    @Test
    void anyCaseOfTheNameAndAFoldedValueCount() throws IOException {
        assertThat(of("MESSAGE-id:\r\n <1@x>\r\n\r\n")).isNotEqualTo(of("MESSAGE-id:\r\n <2@x>\r\n\r\n"));
    }

    @Test
    void theBodyIsNotSearchedForFields() throws IOException {
        String mail = "Message-ID: <1@x>\r\n\r\nDate: 1\r\n";

        assertThat(of(mail)).isEqualTo(of(mail.replace("Date: 1", "Date: 2")));
    }

    @Test
    void whatAServerAddsToAMailThatWasReadDoesNotCount() throws IOException {
        String mail = "Message-ID: <1@x>\r\n\r\nbody\r\n";

        assertThat(of("Status: RO\r\n" + mail)).isEqualTo(of(mail));
    }

    /** W12: a device that sends mails of one size; and a server that uses its unique-ids again. */
    @Test
    void withoutAnyOfItsPartsEveryOctetCounts() throws IOException {
        String body = "x".repeat(20_000);

        assertThat(of("Subject: a\r\n\r\n" + body + "1")).isNotEqualTo(of("Subject: a\r\n\r\n" + body + "2"));
        assertThat(of("Subject: a\r\n\r\n" + body + "1")).isEqualTo(of("Subject: a\r\n\r\n" + body + "1"));
    }

    @Test
    void aMailWithoutHeaderOrBodyHasOneToo() throws IOException {
        assertThat(of("")).hasSize(43);
        assertThat(of("no header at all")).hasSize(43);
    }
}
