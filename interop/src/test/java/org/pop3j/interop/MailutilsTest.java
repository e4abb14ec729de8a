package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.ResponseCode;

/** The client and GNU Mailutils' pop3d, which knows USER and PASS, and APOP. */
@Tag("interop")
class MailutilsTest {
    private static final String PASSWORD = "Tr4mpoline-7-otter";

    @TempDir
    private static Path logs;

    private static MailutilsServer mailutils;

    @BeforeAll
    static void start() throws IOException {
        mailutils = MailutilsServer.start(logs, PASSWORD);
        for (byte[] mail : Mails.all()) {
            // A Maildir has the line ends of the system, and this server takes them as they are.
            mailutils.maildir().deliver(withLf(mail));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        mailutils.close();
    }

    @ParameterizedTest
    @EnumSource(Tls.class)
    void everyMailComesOctetForOctet(Tls tls) throws IOException {
        List<byte[]> byAnotherClient;
        try (RawPop3 raw = RawPop3.login(mailutils.port(), mailutils.user(), PASSWORD)) {
            byAnotherClient = List.copyOf(raw.everything().values());
            raw.command("QUIT");
        }
        try (Pop3Connection connection = connect(tls);
                Maildrop maildrop = connection.login(mailutils.user(), PASSWORD.toCharArray())) {
            List<byte[]> fetched = Collected.everything(maildrop);
            maildrop.quit();
            assertThat(fetched).containsExactlyElementsOf(byAnotherClient);
            assertThat(fetched.stream().map(MailutilsTest::asDelivered)).containsExactlyElementsOf(Mails.all());
        }
    }

    @Test
    void apopLogsInAndFetches() throws IOException {
        mailutils.apopMaildir().deliver(withLf(Mails.all().get(0)));
        try (Pop3Connection connection = connect(Tls.IMPLICIT);
                Credentials credentials = Credentials.password(mailutils.apopUser(), PASSWORD.toCharArray())
                        .only(Mechanism.APOP);
                Maildrop maildrop = connection.login(credentials)) {
            List<byte[]> fetched = Collected.everything(maildrop);
            assertThat(fetched.stream().map(MailutilsTest::asDelivered))
                    .containsExactly(Mails.all().get(0));
            assertThat(maildrop.dele(List.of(1))).isEmpty();
            maildrop.quit();
        }
        assertThat(mailutils.apopMaildir().count()).isZero();
    }

    @Test
    void aWrongPasswordIsRefused() throws IOException {
        try (Pop3Connection connection = connect(Tls.IMPLICIT)) {
            assertThatThrownBy(() -> connection.login(mailutils.user(), "wrong".toCharArray()))
                    .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.code())
                            .contains(ResponseCode.AUTH));
        }
    }

    /** It has no SASL, and so nothing that is not tried here. */
    @Test
    void noMechanismIsLeftOut() throws IOException {
        try (Pop3Connection connection = connect(Tls.IMPLICIT)) {
            assertThat(connection.capabilities().get(Capabilities.SASL)).isEmpty();
            connection.quit();
        }
    }

    /** The server adds a field to the header. */
    private static byte[] asDelivered(byte[] mail) {
        return new String(mail, ISO_8859_1)
                .replaceFirst("X-UIDL: [^\r]*\r\n", "")
                .getBytes(ISO_8859_1);
    }

    private static byte[] withLf(byte[] mail) {
        return new String(mail, ISO_8859_1).replace("\r\n", "\n").getBytes(ISO_8859_1);
    }

    private static Pop3Connection connect(Tls tls) throws IOException {
        return Pop3Client.builder("localhost")
                .port(tls == Tls.IMPLICIT ? mailutils.tlsPort() : mailutils.port())
                .tls(tls)
                .sslContext(Contexts.trusting(mailutils.certificate()))
                .build()
                .connect();
    }
}
