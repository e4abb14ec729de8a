package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.auth.Credentials;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.StatusLine;

/** The listener and the protocol log. */
class ObservationTest {
    /** Writes down what it is told, without the times. */
    private static final class Notes implements Pop3Listener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void connected(InetSocketAddress address, Duration took) {
            note("connected " + address.getAddress().getHostAddress(), took);
        }

        @Override
        public void loggedIn(String method) {
            events.add("logged in by " + method);
        }

        @Override
        public void answered(Keyword keyword, StatusLine statusLine, Duration took) {
            note(keyword + " " + statusLine, took);
        }

        @Override
        public void transferred(Keyword keyword, long octets, Duration took) {
            note(keyword + " of " + octets, took);
        }

        @Override
        public void closed(long sent, long received, Duration lasted) {
            note("closed " + sent + " " + received, lasted);
        }

        private void note(String event, Duration took) {
            assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
            events.add(event);
        }
    }

    @Test
    void listenerIsToldOfEachStep() throws Exception {
        Notes record = new Notes();
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: text
                        S: .
                        C: DELE 1
                        S: -ERR [SYS/TEMP] no
                        C: QUIT
                        S: +OK bye
                        """))) {
            Maildrop maildrop = ScriptedServer.login(server.client().listener(() -> record));
            maildrop.retr(1, OutputStream.nullOutputStream());
            assertThatThrownBy(() -> maildrop.dele(1)).isInstanceOf(Pop3ReplyException.class);
            maildrop.quit();
            maildrop.close();
        }
        int sent = "CAPA..USER alice..PASS secret..CAPA..RETR 1..DELE 1..QUIT..".length();
        int received = "+OK ready..-ERR no such command..+OK..+OK..-ERR no such command..".length()
                + "+OK..text.....-ERR [SYS/TEMP] no..+OK bye..".length();
        assertThat(record.events)
                .containsExactly(
                        "connected 127.0.0.1",
                        "CAPA -ERR no such command",
                        "USER +OK",
                        "logged in by USER",
                        "PASS +OK",
                        "CAPA -ERR no such command",
                        "RETR of 6",
                        "RETR +OK",
                        "DELE -ERR [SYS/TEMP] no",
                        "QUIT +OK bye",
                        "closed " + sent + " " + received);
    }

    @Test
    void listenerIsToldOfEachAnswerOfAPipeline() throws Exception {
        Notes record = new Notes();
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: DELE 1
                        C: DELE 2
                        S: +OK one
                        S: -ERR two
                        """));
                Maildrop maildrop = ScriptedServer.login(server.client().listener(() -> record))) {
            maildrop.dele(List.of(1, 2));
        }
        assertThat(record.events)
                .contains("DELE +OK one", "DELE -ERR two")
                .last()
                .asString()
                .startsWith("closed");
    }

    @Test
    void closedIsToldOnceWhenTheConnectionBreaks() throws Exception {
        Notes notes = new Notes();
        try (ScriptedServer server = ScriptedServer.play(loggedIn("C: NOOP\n"));
                ScriptedServer silent = ScriptedServer.play("R: +OK without an end\n")) {
            Maildrop maildrop = ScriptedServer.login(server.client().listener(() -> notes));
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class);
            maildrop.close();
            assertThatThrownBy(
                            () -> silent.client().listener(() -> notes).build().connect())
                    .isInstanceOf(IOException.class);
        }
        assertThat(notes.events).filteredOn(event -> event.startsWith("closed")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAListenerOrALogThrowsChangesNothing(boolean listener) throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug of the one who watches");
        Supplier<Pop3Listener> listeners = () -> new Pop3Listener() {
            @Override
            public void answered(Keyword keyword, StatusLine statusLine, Duration took) {
                throw bug;
            }
        };
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK
                        S: text
                        S: .
                        C: QUIT
                        S: +OK
                        """))) {
            Pop3Client.Builder client = server.client();
            Maildrop maildrop = ScriptedServer.login(
                    listener
                            ? client.listener(listeners)
                            : client.protocolLog(line -> {
                                throw bug;
                            }));
            maildrop.retr(1, message);
            maildrop.quit();
        }
        assertThat(message).hasToString("text\r\n");
    }

    @Test
    void protocolLogShowsTheSessionWithoutPasswordAndMessages() throws Exception {
        List<String> log = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK ready
                C: CAPA
                S: +OK
                S: UIDL
                S: .
                C: USER alice
                S: +OK
                C: PASS top secret
                R: +OK [X] top secret is right\\r\\n
                C: CAPA
                S: -ERR
                C: UIDL
                S: +OK
                R: 1 \\33[2Jabc\\351\\r\\n
                S: .
                ! hold
                """);
                Maildrop maildrop = server.client()
                        .protocolLog(log::add)
                        .build()
                        .connect()
                        .login("alice", "top secret".toCharArray())) {
            assertThat(maildrop.uidl()).isEmpty();
        }
        assertThat(log)
                .startsWith("* connected to /127.0.0.1:" + log.get(0).replaceAll(".*:", ""))
                .containsSubsequence(
                        "S: +OK ready",
                        "C: CAPA",
                        "S: +OK",
                        "S: UIDL",
                        "S: .",
                        "C: USER alice",
                        "S: +OK",
                        "C: PASS ****",
                        "S: +OK ****",
                        "C: CAPA",
                        "S: -ERR",
                        "C: UIDL",
                        "S: +OK",
                        "S: 1 ?[2Jabc\u00E9");
        assertThat(log).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void protocolLogShowsOfAMessageOnlyItsSize() throws Exception {
        List<String> log = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        S: +OK 9 octets
                        S: private
                        S: .
                        C: QUIT
                        S: +OK
                        """))) {
            Maildrop maildrop = ScriptedServer.login(server.client().protocolLog(log::add));
            maildrop.retr(1, OutputStream.nullOutputStream());
            maildrop.quit();
        }
        assertThat(log)
                .containsSubsequence("C: RETR 1", "S: +OK 9 octets", "S: [a message of 9 octets]", "C: QUIT", "S: +OK")
                .noneMatch(line -> line.contains("private"));
        assertThat(log.get(log.size() - 1)).startsWith("* closed: ");
    }

    @Test
    void protocolLogShowsNoResponseAndNoChallenge() throws Exception {
        List<String> log = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: +OK
                S: SASL CRAM-MD5
                S: .
                C: AUTH CRAM-MD5
                S: + PDEuMkBwb3AuZXhhbXBsZT4=
                C: YWxpY2UgZTZkZDdjMzY3ZDNjM2UwMWQ1MzI3N2M1YzljODlkZmI=
                S: -ERR [YWxpY2UgZTZkZDdj] YWxpY2UgZTZkZDdjMzY3ZDNjM2UwMWQ1MzI3N2M1YzljODlkZmI= is wrong
                """);
                Pop3Connection connection =
                        server.client().protocolLog(log::add).build().connect();
                Credentials credentials = Credentials.password("alice", "secret".toCharArray())) {
            assertThatThrownBy(() -> connection.login(credentials)).isInstanceOf(Pop3LoginException.class);
        }
        assertThat(log)
                .containsSubsequence("C: AUTH CRAM-MD5", "S: + [a challenge of 24 octets]", "C: ****", "S: -ERR ****")
                .noneMatch(line -> line.contains("YWxp") || line.contains("YWXP") || line.contains("PDEu"));
    }
}
