package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the Dovecot of these tests is what they take it for. */
@Tag("interop")
class DovecotServerTest {
    @TempDir
    private Path logs;

    @Test
    void givesWhatWasPutIntoTheMaildirOctetForOctetAndDeletesAtQuit() throws IOException {
        byte[] first = "Subject: one\r\n\r\n.dot\r\n..\r\n".getBytes(ISO_8859_1);
        byte[] second = "Subject: zw\u00f6lf\r\n\r\nno more\r\n".getBytes(ISO_8859_1);
        try (DovecotServer dovecot = DovecotServer.start(logs, "alice", "Tr4mpoline-7-otter")) {
            dovecot.maildir().deliver(first);
            dovecot.maildir().deliver(second);
            try (RawPop3 session = RawPop3.login(dovecot.port(), "alice", "Tr4mpoline-7-otter")) {
                assertThat(session.everything().values()).containsExactlyElementsOf(List.of(first, second));
                session.command("DELE 1");
                session.command("QUIT");
            }
            assertThat(dovecot.maildir().count()).isEqualTo(1);
        }
    }
}
