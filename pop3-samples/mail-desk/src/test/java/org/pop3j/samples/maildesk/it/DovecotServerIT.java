package org.pop3j.samples.maildesk.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That the Dovecot of these tests is what they take it for. */
@Tag("interop")
class DovecotServerIT {
    @Test
    void givesWhatWasPutIntoTheMaildirOctetForOctetAndDeletesAtQuit() throws IOException {
        byte[] first = "Subject: one\r\n\r\n.dot\r\n..\r\n".getBytes(ISO_8859_1);
        byte[] second = "Subject: zw\u00f6lf\r\n\r\nno more\r\n".getBytes(ISO_8859_1);
        try (DovecotServer dovecot = DovecotServer.start("dovecot-fixture")) {
            dovecot.maildir().deliver(first);
            dovecot.maildir().deliver(second);
            try (RawPop3 session = RawPop3.login(dovecot.port())) {
                assertThat(session.everything().values()).containsExactlyElementsOf(List.of(first, second));
                session.command("DELE 1");
                session.command("QUIT");
            }
            assertThat(dovecot.maildir().count()).isEqualTo(1);
        }
    }
}
