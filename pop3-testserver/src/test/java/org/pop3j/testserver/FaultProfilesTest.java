package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.testserver.fault.Fault;

/** Faults in servers that are like known ones. */
class FaultProfilesTest {
    private static final String COMMANDS =
            "USER alice\r\nPASS secret\r\nCAPA\r\nSTAT\r\nLIST\r\nLIST 1\r\nUIDL\r\nUIDL 1\r\n"
                    + "TOP 1 1\r\nRETR 1\r\nRETR 9\r\nDELE 1\r\nRSET\r\nQUIT\r\n";

    private static Pop3TestServer like(Profile profile) {
        Pop3TestServer server = Pop3TestServer.builder()
                .user("alice", "secret")
                .profile(profile)
                .start();
        server.maildrop("alice").deliver("Subject: one\r\n\r\n.text\r\n".getBytes(ISO_8859_1));
        return server;
    }

    @ParameterizedTest
    @EnumSource
    void everyProfileStandsEveryPreset(Profile profile) throws IOException {
        try (Pop3TestServer server = like(profile)) {
            int session = 0;
            for (String name : Fault.names()) {
                // One more each time: Gmail hides those that were fetched.
                server.maildrop("alice").deliver("Subject: two\r\n\r\n.text\r\n".getBytes(ISO_8859_1));
                InjectedFault injected = server.inject(Fault.parse(name));
                try (LineClient client = LineClient.connect(server)) {
                    send(client);
                    if (name.matches("(stall|silent|slow|endless)-.*") && !lacks(profile, name)) {
                        Awaitility.await().until(() -> injected.fired() > 0);
                        injected.remove();
                    }
                    readToTheEnd(client, server);
                }
                injected.remove();
                assertThat(server.await().session(++session).ending())
                        .as(server.sessions().get(session - 1).transcript())
                        .isIn(
                                RecordedSession.Ending.QUIT,
                                RecordedSession.Ending.REFUSED,
                                RecordedSession.Ending.FAULT,
                                RecordedSession.Ending.LOST);
            }
        }
    }

    private static boolean lacks(Profile profile, String fault) {
        boolean withoutUidl = profile == Profile.MINIMAL_RFC1939 || profile == Profile.NO_UIDL;
        return withoutUidl && fault.startsWith("endless-");
    }

    private static void send(LineClient client) {
        try {
            client.send(COMMANDS);
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe");
        }
    }

    private static void readToTheEnd(LineClient client, Pop3TestServer server) {
        try {
            client.rest();
        } catch (IOException e) {
            assertThat(e).as(server.transcript()).hasMessageContaining("reset");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoginIsRefusedInTheWordsOfTheFault(Profile profile) throws IOException {
        try (Pop3TestServer server = like(profile);
                LineClient client = LineClient.clear(server)) {
            server.inject(Fault.mailboxInUse());
            client.ok("USER alice");
            assertThat(client.command("PASS secret")).isEqualTo("-ERR [IN-USE] another session has the maildrop open");
            server.clearFaults();
            client.login("alice", "secret");
        }
    }

    @Test
    void theRecordHasTheWordsOfTheProfile() throws IOException {
        try (Pop3TestServer server = like(Profile.DOVECOT_LIKE)) {
            try (LineClient client = LineClient.alice(server)) {
                client.ok("QUIT");
            }
            assertThat(server.await().session(1).lines())
                    .filteredOn(line -> line.startsWith("S: "))
                    .containsExactly("S: +OK Dovecot ready.", "S: +OK", "S: +OK Logged in.", "S: +OK Logging out.");
        }
    }

    @Test
    void responsesOfAnyLengthAreAnsweredInTheWordsOfTheProfile() throws IOException {
        String token = "x".repeat(2_000);
        String response = "user=alice\u0001auth=Bearer " + token + "\u0001\u0001";
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE);
                LineClient client = LineClient.clear(server)) {
            server.accessToken("alice", token);
            assertThat(client.command("AUTH XOAUTH2")).isEqualTo("+ ");
            assertThat(client.command(Base64.getEncoder().encodeToString(response.getBytes(ISO_8859_1))))
                    .isEqualTo("+OK Welcome.");
        }
    }

    @Test
    void capabilitiesAreThoseOfTheProfileBehindAReplacedStatusLineToo() throws IOException {
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE);
                LineClient client = LineClient.clear(server)) {
            List<String> right = client.lines("CAPA");
            server.inject(Fault.parse("status-line CAPA: reply \"+OK here\""));
            assertThat(client.lines("CAPA")).isEqualTo(right);
        }
    }

    @Test
    void gmailHidesOnlyWhatWasSentWhole() throws IOException {
        try (Pop3TestServer server = like(Profile.GMAIL_LIKE)) {
            InjectedFault injected = server.inject(Fault.resetDuringRetr());
            try (LineClient client = LineClient.alice(server)) {
                client.ok("RETR 1");
                client.assertReset();
            }
            injected.remove();
            server.await().session(1);
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.lines("LIST")).hasSize(1);
            }
        }
    }
}
