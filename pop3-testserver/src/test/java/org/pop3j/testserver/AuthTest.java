package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.ResponseCode;

/** AUTH (RFC 5034) on real connections: literal lines, and the client of this project. */
class AuthTest {
    private final Pop3TestServer server = Pop3TestServer.builder()
            .user("alice", "secret")
            .user("anonymous", "nobody knows")
            .mechanisms(Mechanism.values())
            .start();

    @BeforeEach
    void giveAToken() {
        server.accessToken("alice", "secret");
    }

    private static Credentials credentials(Mechanism mechanism, String user, String secret) {
        return switch (mechanism) {
            case OAUTHBEARER, XOAUTH2 ->
                Credentials.accessToken(user, secret.toCharArray()).only(mechanism);
            case EXTERNAL -> Credentials.certificate(user);
            case ANONYMOUS -> Credentials.anonymous("");
            default -> Credentials.password(user, secret.toCharArray()).only(mechanism);
        };
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    /** Shows the certificate of alice. */
    private static Pop3Client.Builder client(Pop3TestServer server) {
        return Pop3Client.builder(server.host()).port(server.tlsPort()).sslContext(server.clientSslContext("alice"));
    }

    @Test
    void plainLineByLine() throws Exception {
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.command("AGFsaWNlAHdyb25n")).startsWith("-ERR [AUTH] ");
            assertThat(client.command("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).startsWith("+OK ");
            client.ok("STAT");
            client.ok("QUIT");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theClientLogsInByEachMechanism(Mechanism mechanism) throws Exception {
        String user = mechanism == Mechanism.ANONYMOUS ? "anonymous" : "alice";
        server.maildrop(user).deliver("Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Credentials alice = credentials(mechanism, "alice", "secret");
        for (boolean initialResponse : new boolean[] {false, true}) {
            Pop3Client client = client(server).initialResponse(initialResponse).build();
            try (Pop3Connection connection = client.connect();
                    Maildrop maildrop = connection.login(alice)) {
                assertThat(maildrop.stat().messages()).isEqualTo(1);
                assertThat(maildrop.loginMethod()).isEqualTo(mechanism.wireName());
                maildrop.quit();
            }
        }
        assertThat(server.sessions()).allSatisfy(session -> {
            assertThat(session.user()).contains(user);
            String command = (mechanism == Mechanism.APOP ? "" : "AUTH ") + mechanism.wireName();
            assertThat(session.lines()).anyMatch(line -> line.matches("C: " + command + "( \\*{4})?"));
            assertThat(session.lines().toString()).doesNotContain("secret");
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ANONYMOUS")
    void aWrongPasswordIsRefusedAndTheRightOneTakenInTheSameSession(Mechanism mechanism) throws Exception {
        try (Pop3Connection connection = client(server).build().connect()) {
            if (mechanism != Mechanism.EXTERNAL) {
                Credentials wrong = credentials(mechanism, "alice", "wrong");
                assertThatThrownBy(() -> connection.login(wrong))
                        .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.code())
                                .contains(ResponseCode.AUTH));
            }
            Credentials unknown = credentials(mechanism, "nobody", "secret");
            assertThatThrownBy(() -> connection.login(unknown))
                    .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.code())
                            .contains(ResponseCode.AUTH));
            connection.login(credentials(mechanism, "alice", "secret")).quit();
        }
    }

    @Test
    void underTlsTheStrongestMechanismIsOneThatIsBoundToTheConnection() throws Exception {
        Credentials alice = Credentials.password("alice", "secret".toCharArray());
        try (Maildrop maildrop = client(server).build().connect().login(alice)) {
            assertThat(maildrop.loginMethod()).isEqualTo("SCRAM-SHA-256-PLUS");
        }
        Pop3Client clear = Pop3Client.builder(server.host())
                .port(server.port())
                .tls(Tls.NONE)
                .build();
        try (Maildrop maildrop = clear.connect().login(alice)) {
            assertThat(maildrop.loginMethod()).isEqualTo("SCRAM-SHA-256");
        }
    }

    @Test
    void whatNeedsTlsOrACertificateIsAnnouncedWithItOnly() throws Exception {
        try (Pop3Connection shown = client(server).build().connect()) {
            assertThat(mechanisms(shown)).contains("SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "EXTERNAL");
        }
        Pop3Client nobody = client(server).sslContext(server.clientSslContext()).build();
        try (Pop3Connection notShown = nobody.connect()) {
            assertThat(mechanisms(notShown)).contains("SCRAM-SHA-256-PLUS").doesNotContain("EXTERNAL");
        }
        try (LineClient clear = LineClient.clear(server)) {
            assertThat(clear.lines("CAPA").toString()).contains("SCRAM-SHA-256").doesNotContain("PLUS", "EXTERNAL");
            assertThat(clear.command("AUTH SCRAM-SHA-256-PLUS")).startsWith("-ERR");
            assertThat(clear.command("AUTH EXTERNAL =")).startsWith("-ERR");
        }
    }

    /** A client may have a certificate for somebody else: it is not to fail for that. */
    @Test
    void noCertificateIsAskedForUnlessExternalIsOffered() throws Exception {
        try (Pop3TestServer plain =
                        Pop3TestServer.builder().user("alice", "secret").start();
                Pop3Connection connection = client(plain).build().connect()) {
            assertThat(connection.tlsSession().orElseThrow().getLocalCertificates())
                    .isNull();
            assertThat(mechanisms(connection)).doesNotContain("EXTERNAL", "DIGEST-MD5", "ANONYMOUS");
        }
        try (Pop3Connection connection = client(server).build().connect()) {
            assertThat(connection.tlsSession().orElseThrow().getLocalCertificates())
                    .isNotNull();
        }
    }

    private static List<String> mechanisms(Pop3Connection connection) {
        return connection.capabilities().get("SASL").orElseThrow().parameters();
    }

    @Test
    void digestMd5AnonymousAndApopAreOffByDefault() throws Exception {
        try (Pop3TestServer usual = Pop3TestServer.start();
                LineClient client = LineClient.connect(usual)) {
            assertThat(client.line()).isEqualTo("+OK pop3j test server ready");
            assertThat(client.lines("CAPA").toString())
                    .contains("CRAM-MD5")
                    .doesNotContain("DIGEST-MD5", "ANONYMOUS", "APOP");
            assertThat(client.command("APOP alice c4c9334bac560ecc979e58001b3e22fb"))
                    .startsWith("-ERR unknown");
        }
    }

    @Test
    void eachGreetingHasATimestampOfItsOwn() throws Exception {
        try (LineClient one = LineClient.connect(server);
                LineClient two = LineClient.connect(server)) {
            String first = one.line();
            assertThat(first)
                    .matches("\\+OK pop3j test server ready <[0-9a-f]{40}@pop3j\\.invalid>")
                    .isNotEqualTo(two.line());
        }
    }

    @Test
    void loginWithTheNameInTheCommand() throws Exception {
        try (LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH LOGIN YWxpY2U=")).isEqualTo("+ UGFzc3dvcmQ6");
            assertThat(client.command("c2VjcmV0")).startsWith("+OK ");
        }
    }

    @Test
    void aTokenWithoutANameOpensItsOwnersMaildrop() throws Exception {
        try (LineClient client = LineClient.clear(server)) {
            // n,,^Aauth=Bearer secret^A^A
            assertThat(client.command("AUTH OAUTHBEARER biwsAWF1dGg9QmVhcmVyIHNlY3JldAEB"))
                    .startsWith("+OK ");
        }
    }

    @Test
    void theMaildropIsLockedForAuthToo() throws Exception {
        Credentials alice = Credentials.password("alice", "secret".toCharArray());
        try (Maildrop first = client(server).build().connect().login(alice);
                Pop3Connection second = client(server).build().connect()) {
            assertThatThrownBy(() -> second.login(alice))
                    .isInstanceOfSatisfying(Pop3LoginException.class, refusal -> assertThat(refusal.code())
                            .contains(ResponseCode.IN_USE));
            first.quit();
            second.login(alice).quit();
        }
    }

    @Test
    void afterStlsAllMechanismsMayBeUsed() throws Exception {
        Pop3Client client = Pop3Client.builder(server.host())
                .port(server.port())
                .tls(Tls.STLS)
                .sslContext(server.clientSslContext())
                .build();
        client.connect()
                .login(Credentials.password("alice", "secret".toCharArray()).only(Mechanism.PLAIN))
                .quit();
        assertThat(server.sessions().get(0).user()).contains("alice");
    }

    @Test
    void aServerWithoutMechanismsAnnouncesNone() throws Exception {
        try (Pop3TestServer old = Pop3TestServer.builder()
                        .user("alice", "secret")
                        .mechanisms()
                        .start();
                LineClient client = LineClient.clear(old)) {
            assertThat(client.lines("CAPA")).noneMatch(line -> line.startsWith("SASL"));
            assertThat(client.command("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).startsWith("-ERR");
        }
    }
}
