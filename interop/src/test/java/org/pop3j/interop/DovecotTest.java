package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Capabilities;

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

    static List<Mechanism> mechanisms() {
        return List.of(
                Mechanism.SCRAM_SHA_256,
                Mechanism.SCRAM_SHA_1,
                Mechanism.CRAM_MD5,
                Mechanism.DIGEST_MD5,
                Mechanism.PLAIN,
                Mechanism.LOGIN,
                Mechanism.APOP,
                Mechanism.OAUTHBEARER,
                Mechanism.XOAUTH2,
                Mechanism.EXTERNAL,
                Mechanism.ANONYMOUS);
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void everyMechanismLogsInAndFetches(Mechanism mechanism) throws IOException {
        for (Tls tls : waysToTls(mechanism)) {
            try (Pop3Connection connection = client(tls, mechanism).build().connect();
                    Credentials credentials = credentials(mechanism, PASSWORD, dovecot.accessToken());
                    Maildrop maildrop = connection.login(credentials)) {
                assertThat(maildrop.loginMethod()).isEqualTo(mechanism.wireName());
                assertThat(Collected.everything(maildrop)).containsExactlyElementsOf(Mails.all());
                maildrop.quit();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mechanisms")
    void aFirstResponseInTheCommandIsUnderstood(Mechanism mechanism) throws IOException {
        Pop3Client client =
                client(Tls.IMPLICIT, mechanism).initialResponse(true).build();
        try (Pop3Connection connection = client.connect();
                Credentials credentials = credentials(mechanism, PASSWORD, dovecot.accessToken());
                Maildrop maildrop = connection.login(credentials)) {
            assertThat(maildrop.stat().messages()).isEqualTo(Mails.all().size());
            maildrop.quit();
        }
    }

    static List<Mechanism> mechanismsWithSecret() {
        return mechanisms().stream()
                .filter(mechanism -> mechanism != Mechanism.EXTERNAL && mechanism != Mechanism.ANONYMOUS)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mechanismsWithSecret")
    void aWrongSecretIsRefusedAndTheConnectionIsStillThere(Mechanism mechanism) throws IOException {
        try (Pop3Connection connection = connect(Tls.IMPLICIT);
                Credentials wrong = credentials(mechanism, "wrong", dovecot.accessToken() + "x");
                Credentials right = credentials(mechanism, PASSWORD, dovecot.accessToken())) {
            assertThatThrownBy(() -> connection.login(wrong)).isInstanceOf(Pop3LoginException.class);
            try (Maildrop maildrop = connection.login(right)) {
                maildrop.quit();
            }
        }
    }

    @Test
    void theStrongestMechanismIsChosen() throws IOException {
        try (Pop3Connection connection = connect(Tls.NONE);
                Credentials credentials = Credentials.password(USER, PASSWORD.toCharArray());
                Maildrop maildrop = connection.login(credentials)) {
            assertThat(maildrop.loginMethod()).isEqualTo("SCRAM-SHA-256");
            maildrop.quit();
        }
    }

    /** What this Dovecot has is what is tried above; APOP has no capability. */
    @Test
    void noMechanismIsLeftOut() throws IOException {
        try (Pop3Connection connection = connect(Tls.IMPLICIT)) {
            Set<String> tried = mechanisms().stream().map(Mechanism::wireName).collect(Collectors.toSet());
            assertThat(connection.greeting().text()).contains("<", "@", ">");
            assertThat(connection
                            .capabilities()
                            .get(Capabilities.SASL)
                            .orElseThrow()
                            .parameters())
                    .isNotEmpty()
                    .isSubsetOf(tried);
            connection.quit();
        }
    }

    @Test
    void whatIsDeletedIsGoneAfterQuitOnly() throws IOException {
        try (DovecotServer other = DovecotServer.start(Files.createDirectory(logs.resolve("other")), USER, PASSWORD)) {
            for (byte[] mail : Mails.all()) {
                other.maildir().deliver(mail);
            }
            Pop3Client client = Pop3Client.builder("localhost")
                    .port(other.port())
                    .tls(Tls.STLS)
                    .sslContext(Contexts.trusting(other.certificate()))
                    .build();
            try (Pop3Connection connection = client.connect();
                    Maildrop maildrop = connection.login(USER, PASSWORD.toCharArray())) {
                assertThat(maildrop.dele(List.of(1, 2, 3))).isEmpty();
            }
            assertThat(other.maildir().count()).isEqualTo(Mails.all().size());
            try (Pop3Connection connection = client.connect();
                    Maildrop maildrop = connection.login(USER, PASSWORD.toCharArray())) {
                assertThat(maildrop.dele(List.of(1, 2, 3))).isEmpty();
                maildrop.quit();
            }
            assertThat(other.maildir().count()).isEqualTo(Mails.all().size() - 3);
        }
    }

    private static Credentials credentials(Mechanism mechanism, String password, String token) {
        return switch (mechanism) {
            case OAUTHBEARER, XOAUTH2 ->
                Credentials.accessToken(USER, token.toCharArray()).only(mechanism);
            case EXTERNAL -> Credentials.certificate();
            case ANONYMOUS -> Credentials.anonymous("");
            default -> Credentials.password(USER, password.toCharArray()).only(mechanism);
        };
    }

    /** The timestamp that APOP needs is in the greeting, which does not count any more after STLS. */
    private static List<Tls> waysToTls(Mechanism mechanism) {
        return mechanism == Mechanism.APOP ? List.of(Tls.IMPLICIT) : List.of(Tls.IMPLICIT, Tls.STLS);
    }

    private static Pop3Connection connect(Tls tls) throws IOException {
        return client(tls, Mechanism.PLAIN).build().connect();
    }

    /** A certificate is shown where it is the proof only: with it this server takes the name from there in LOGIN, too. */
    private static Pop3Client.Builder client(Tls tls, Mechanism mechanism) throws IOException {
        return Pop3Client.builder("localhost")
                .port(tls == Tls.IMPLICIT ? dovecot.tlsPort() : dovecot.port())
                .tls(tls)
                .sslContext(
                        mechanism == Mechanism.EXTERNAL
                                ? Contexts.trusting(dovecot.certificate(), dovecot.clientCertificate())
                                : Contexts.trusting(dovecot.certificate()));
    }
}
