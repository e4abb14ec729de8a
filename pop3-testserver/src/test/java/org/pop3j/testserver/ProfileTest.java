package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.fault.Fault;

/** Each difference between a known server and one that is right, as a client meets it. */
class ProfileTest {
    private static final byte[] MESSAGE = "Subject: one\r\n\r\ntext\r\n".getBytes(ISO_8859_1);

    private static Pop3TestServer like(Profile profile) {
        Pop3TestServer server = Pop3TestServer.builder()
                .user("alice", "secret")
                .profile(profile)
                .start();
        server.maildrop("alice").deliver(MESSAGE);
        return server;
    }

    @ParameterizedTest
    @EnumSource
    void everyProfileHasANameAndServesAMessage(Profile profile) throws IOException {
        assertThat(Profile.named(profile.toString())).isEqualTo(profile);
        try (Pop3TestServer server = like(profile)) {
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.message("RETR 1")).isEqualTo(MESSAGE);
                client.ok("DELE 1");
                client.ok("QUIT");
                client.assertEnds();
            }
            assertThat(server.maildrop("alice").count()).isZero();
        }
    }

    @Test
    void namesThatDoNotExistAreRefusedWithThoseThatDo() {
        assertThatThrownBy(() -> Profile.named("yahoo-like"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("strict, minimal-rfc1939, dovecot-like, gmail-like, exchange-like, no-uidl");
    }

    @Test
    void minimalKnowsNoOptionalCommand() throws IOException {
        try (Pop3TestServer server = like(Profile.MINIMAL_RFC1939);
                LineClient client = LineClient.clear(server)) {
            for (String command : new String[] {"CAPA", "AUTH PLAIN", "APOP alice x", "STLS", "LANG", "UTF8"}) {
                assertThat(client.command(command)).isEqualTo("-ERR unknown command");
            }
            client.ok("USER alice");
            assertThat(client.command("PASS wrong")).isEqualTo("-ERR wrong user name or password");
            client.login("alice", "secret");
            assertThat(client.command("TOP 1 0")).isEqualTo("-ERR unknown command");
            assertThat(client.command("UIDL")).isEqualTo("-ERR unknown command");
            client.ok("STAT");
        }
    }

    @Test
    void withoutUidlAllElseIsThere() throws IOException {
        try (Pop3TestServer server = like(Profile.NO_UIDL);
                LineClient client = LineClient.alice(server)) {
            assertThat(client.lines("CAPA")).contains("TOP", "USER").doesNotContain("UIDL");
            assertThat(client.command("UIDL")).isEqualTo("-ERR unknown command");
            assertThat(client.lines("TOP 1 0")).containsExactly("Subject: one", "");
        }
    }

    @Test
    void dovecotHasItsWordsCapabilitiesAndUniqueIds() throws IOException {
        try (Pop3TestServer server = like(Profile.DOVECOT_LIKE);
                LineClient client = LineClient.connect(server)) {
            assertThat(client.line()).isEqualTo("+OK Dovecot ready.");
            assertThat(client.lines("CAPA"))
                    .containsExactlyInAnyOrder(
                            "CAPA",
                            "TOP",
                            "UIDL",
                            "RESP-CODES",
                            "PIPELINING",
                            "AUTH-RESP-CODE",
                            "STLS",
                            "USER",
                            "SASL PLAIN");
            assertThat(client.command("USER alice")).isEqualTo("+OK");
            assertThat(client.command("PASS wrong")).isEqualTo("-ERR [AUTH] Authentication failed.");
            client.ok("USER alice");
            assertThat(client.command("PASS secret")).isEqualTo("+OK Logged in.");
            assertThat(client.command("LIST")).isEqualTo("+OK 1 messages:");
            assertThat(client.restOfAnswer()).containsExactly("1 22");
            assertThat(client.command("LIST 1")).isEqualTo("+OK 1 22");
            assertThat(client.command("UIDL 1")).matches("\\+OK 1 [0-9a-f]{16}");
            assertThat(client.command("RETR 1")).isEqualTo("+OK 22 octets");
            client.restOfAnswer();
            assertThat(client.command("DELE 1")).isEqualTo("+OK Marked to be deleted.");
            assertThat(client.command("XTND")).isEqualTo("-ERR Unknown command.");
            assertThat(client.command("QUIT")).isEqualTo("+OK Logging out.");
        }
    }

    @Test
    void dovecotHangsUpAfterThreeRefusals() throws IOException {
        try (Pop3TestServer server = like(Profile.DOVECOT_LIKE);
                LineClient client = LineClient.clear(server)) {
            client.refused("a");
            client.refused("b");
            client.refused("QUIT now");
            client.assertEnds();
            server.assertThatSession(1).ended(RecordedSession.Ending.REFUSED);
        }
    }

    @Test
    void gmailAnnouncesMoreAfterTheLogin() throws IOException {
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE);
                LineClient client = LineClient.connect(server);
                LineClient secure = LineClient.secure(server)) {
            assertThat(client.line()).startsWith("+OK Gpop ready for requests from ");
            List<String> before = List.of("USER", "RESP-CODES", "SASL PLAIN XOAUTH2 OAUTHBEARER");
            assertThat(client.lines("CAPA")).isEqualTo(before);
            assertThat(secure.lines("CAPA")).isEqualTo(before);
            client.login("alice", "secret");
            assertThat(client.lines("CAPA"))
                    .containsExactlyInAnyOrder(
                            "USER", "TOP", "UIDL", "RESP-CODES", "PIPELINING", "SASL PLAIN XOAUTH2 OAUTHBEARER");
            assertThat(client.command("UIDL 1")).matches("\\+OK 1 GmailId[0-9a-f]{16}");
            assertThat(secure.refused("STLS")).isEqualTo("-ERR bad command");
        }
    }

    @Test
    void gmailHidesWhatWasFetchedFromTheNextSessionOn() throws IOException {
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE)) {
            server.maildrop("alice").deliver(MESSAGE);
            try (LineClient client = LineClient.alice(server)) {
                client.lines("RETR 1");
                client.lines("TOP 2 0");
                assertThat(client.lines("LIST")).hasSize(2);
                client.ok("QUIT");
            }
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("STAT")).isEqualTo("+OK 1 22");
                client.ok("DELE 1");
                client.ok("QUIT");
            }
            assertThat(server.maildrop("alice").count()).isEqualTo(1);
            server.reset();
            server.maildrop("alice").deliver(MESSAGE);
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("STAT")).isEqualTo("+OK 1 22");
            }
        }
    }

    @Test
    void gmailShowsTheOldest250() throws IOException {
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE)) {
            for (int i = 2; i <= 300; i++) {
                server.maildrop("alice").deliver(("Subject: " + i + "\r\n\r\n").getBytes(ISO_8859_1));
            }
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.lines("LIST")).hasSize(250);
                assertThat(client.lines("RETR 250")).first().isEqualTo("Subject: 250");
                client.refused("RETR 251");
                for (int i = 1; i <= 250; i++) {
                    client.ok("DELE " + i);
                }
                client.ok("QUIT");
            }
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.lines("RETR 1")).first().isEqualTo("Subject: 251");
            }
        }
    }

    @Test
    void exchangeAnnouncesLittleAndGivesNoCodes() throws IOException {
        try (Pop3TestServer server = like(Profile.EXCHANGE_LIKE);
                LineClient client = LineClient.connect(server)) {
            assertThat(client.line()).isEqualTo("+OK The Microsoft Exchange POP3 service is ready.");
            assertThat(client.lines("CAPA"))
                    .containsExactlyInAnyOrder("TOP", "UIDL", "USER", "STLS", "SASL PLAIN XOAUTH2");
            client.ok("USER alice");
            assertThat(client.command("PASS wrong"))
                    .isEqualTo("-ERR Logon failure: unknown user name or bad password.");
            client.login("alice", "secret");
            assertThat(client.command("UIDL 1")).matches("\\+OK 1 AAMk[0-9A-F]{32}=");
        }
    }

    @Test
    void exchangeTakesNoInitialResponse() throws IOException {
        try (Pop3TestServer server = like(Profile.EXCHANGE_LIKE);
                LineClient client = LineClient.clear(server)) {
            assertThat(client.command("AUTH PLAIN AGFsaWNlAHNlY3JldA==")).isEqualTo("-ERR Protocol error. 14");
            assertThat(client.command("AUTH PLAIN")).isEqualTo("+ ");
            assertThat(client.command("AGFsaWNlAHNlY3JldA==")).isEqualTo("+OK User successfully logged on.");
            assertThat(server.sessions().get(0).commands()).doesNotContain("AUTH PLAIN AGFsaWNlAHNlY3JldA==");
        }
    }

    @Test
    void exchangeTellsOtherSizesThanItSends() throws IOException {
        try (Pop3TestServer server = like(Profile.EXCHANGE_LIKE);
                LineClient client = LineClient.alice(server)) {
            assertThat(client.command("LIST 1")).isEqualTo("+OK 1 20");
            assertThat(client.message("RETR 1")).hasSize(22);
        }
    }

    @Test
    void exchangeAnswersQuitBeforeItDeletes() throws IOException {
        try (Pop3TestServer server = like(Profile.EXCHANGE_LIKE);
                LineClient client = LineClient.alice(server)) {
            TestMaildrop maildrop = server.maildrop("alice");
            server.inject(Fault.parse("end QUIT: stall"));
            client.ok("DELE 1");
            assertThat(client.command("QUIT")).isEqualTo("+OK Microsoft Exchange Server POP3 server signing off.");
            assertThat(maildrop.count()).isEqualTo(1);
            assertThat(maildrop.locked()).isTrue();
            server.clearFaults();
            client.assertEnds();
            assertThat(maildrop.count()).isZero();
            assertThat(maildrop.locked()).isFalse();
        }
    }

    @Test
    void whatExchangeHasAnsweredItDoesThoughTheClientIsGone() throws IOException {
        try (Pop3TestServer server = like(Profile.EXCHANGE_LIKE);
                LineClient client = LineClient.alice(server)) {
            server.inject(Fault.parse("end QUIT: reset"));
            client.ok("DELE 1");
            client.ok("QUIT");
            client.assertReset();
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(server.maildrop("alice").locked()).isFalse());
            assertThat(server.maildrop("alice").count()).isZero();
        }
    }

    @Test
    void capabilitiesCanBeSetForEachStage() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder()
                .user("alice", "secret")
                .capabilities(Stage.BEFORE_LOGIN, "STLS")
                .capabilities(Stage.AFTER_STLS, "USER", "X-TLS")
                .capabilities(Stage.AFTER_LOGIN, "UIDL", "LOGIN-DELAY 5 USER")
                .start()) {
            try (LineClient client = LineClient.clear(server)) {
                assertThat(client.lines("CAPA")).containsExactly("STLS");
                client.ok("STLS");
                client.handshake(server.host(), server.clientSslContext());
                assertThat(client.lines("CAPA")).containsExactly("USER", "X-TLS");
                client.login("alice", "secret");
                assertThat(client.lines("CAPA")).containsExactly("UIDL", "LOGIN-DELAY 5 USER");
            }
            try (LineClient client = LineClient.secure(server)) {
                assertThat(client.lines("CAPA")).containsExactly("USER", "X-TLS");
            }
        }
    }

    @Test
    void commandsCanBeTakenAwayWithWhatAnnouncesThem() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder()
                        .user("alice", "secret")
                        .without(Keyword.TOP, Keyword.AUTH)
                        .start();
                LineClient client = LineClient.clear(server)) {
            assertThat(client.lines("CAPA")).noneMatch(line -> line.startsWith("SASL") || line.equals("TOP"));
            assertThat(client.command("AUTH PLAIN")).isEqualTo("-ERR unknown command");
        }
        assertThatThrownBy(() -> Pop3TestServer.builder().without(Keyword.QUIT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pop3TestServer.builder().capabilities(Stage.AFTER_LOGIN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Pop3TestServer.builder().capabilities(Stage.AFTER_LOGIN, "A\r\nB"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatComesBehindTheProfileCountsMore() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder()
                        .user("alice", "secret")
                        .profile(Profile.GMAIL_LIKE)
                        .mechanisms(Mechanism.CRAM_MD5)
                        .capabilities(Stage.BEFORE_LOGIN, "USER")
                        .start();
                LineClient client = LineClient.clear(server)) {
            assertThat(client.lines("CAPA")).containsExactly("USER");
            client.refused("AUTH PLAIN");
            assertThat(client.command("AUTH CRAM-MD5")).startsWith("+ ");
        }
    }
}
