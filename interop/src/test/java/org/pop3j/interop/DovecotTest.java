package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;

/** The client and Dovecot: every mechanism that it has, each way to TLS, every octet. */
@Tag("interop")
class DovecotTest {
    private static final String USER = "alice";
    private static final String PASSWORD = "Tr4mpoline-7-otter";

    @TempDir
    private static Path logs;

    private static DovecotServer dovecot;

    @BeforeAll
    static void start() throws IOException {
        dovecot = DovecotServer.start(logs, USER, PASSWORD);
        for (byte[] mail : Mails.all()) {
            dovecot.maildir().deliver(mail);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        dovecot.close();
    }

    @ParameterizedTest
    @EnumSource(Tls.class)
    void everyMailComesOctetForOctet(Tls tls) throws IOException {
        try (Pop3Connection connection = connect(tls);
                Maildrop maildrop = connection.login(USER, PASSWORD.toCharArray())) {
            assertThat(Collected.everything(maildrop)).containsExactlyElementsOf(Mails.all());
            assertThat(maildrop.list().stream().map(listing -> listing.octets()))
                    .containsExactlyElementsOf(
                            Mails.all().stream().map(mail -> (long) mail.length).toList());
            maildrop.quit();
        }
    }

    private static Pop3Connection connect(Tls tls) throws IOException {
        return client(tls).build().connect();
    }

    private static Pop3Client.Builder client(Tls tls) throws IOException {
        return Pop3Client.builder("localhost")
                .port(tls == Tls.IMPLICIT ? dovecot.tlsPort() : dovecot.port())
                .tls(tls)
                .sslContext(Contexts.trusting(dovecot.certificate(), dovecot.clientCertificate()));
    }
}
