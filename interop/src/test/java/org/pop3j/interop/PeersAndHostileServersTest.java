package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.interop.Answer.dripped;
import static org.pop3j.interop.Answer.flood;
import static org.pop3j.interop.Answer.silence;
import static org.pop3j.interop.Answer.text;
import static org.pop3j.interop.Answer.textAndEnd;
import static org.pop3j.interop.AnsweringServer.answering;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ProtocolCommandEvent;
import org.apache.commons.net.ProtocolCommandListener;
import org.apache.commons.net.pop3.POP3Client;
import org.apache.commons.net.pop3.POP3SClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3LoginException;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Pop3ProtocolException;

/** What docs/comparison.md says of three clients: time, memory, secrets, and octets that no good server sends. */
class PeersAndHostileServersTest {
    private static final int EIGHT_MEGABYTES = 8 << 20;
    private static final int END_OF_STREAM = -1;

    /** Type of a TLS record (RFC 8446, section 5.1). */
    private static final int TLS_HANDSHAKE = 22;

    @Test
    void aGreetingWithoutAnEndIsCutOffByPop3jAndReadIntoMemoryByTheOthers() throws Exception {
        try (AnsweringServer server = AnsweringServer.greeting(flood(EIGHT_MEGABYTES))) {
            assertThatThrownBy(() -> Peers.pop3j(server).build().connect())
                    .isInstanceOf(Pop3ProtocolException.class)
                    .message()
                    .hasSizeLessThan(1000);
            assertThatThrownBy(() -> Peers.commonsNet(server))
                    .isInstanceOf(MalformedServerReplyException.class)
                    .message()
                    .hasSizeGreaterThan(EIGHT_MEGABYTES);
            assertThatThrownBy(() -> Peers.angus(server))
                    .isInstanceOf(MessagingException.class)
                    .cause()
                    .message()
                    .hasSizeGreaterThan(EIGHT_MEGABYTES);
        }
    }

    @Test
    void aServerThatDripsIsLeftByPop3jAtItsDeadlineAndNotByTheOthers() throws Exception {
        Duration timeout = Duration.ofMillis(400);
        String greeting = "+OK " + "z".repeat(20) + "\r\n"; // takes 1.3 seconds, three times as long
        try (AnsweringServer server = AnsweringServer.greeting(dripped(greeting, 50))) {
            assertThatThrownBy(() -> Peers.pop3j(server)
                            .readTimeout(timeout)
                            .commandTimeout(timeout)
                            .build()
                            .connect())
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatCode(() -> Peers.commonsNet(server, timeout).disconnect()).doesNotThrowAnyException();
            assertThatCode(() -> Peers.angus(server, Peers.angusProperties(timeout), Peers.USER)
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aCallThatWaitsIsFreedFromAnotherThreadByPop3jAndCommonsNetAndNotByAngus() throws Exception {
        try (AnsweringServer server = answering("RETR", silence())) {
            Maildrop maildrop = Peers.pop3jMaildrop(server);
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> ignoring(() -> maildrop.retr(1, new ByteArrayOutputStream())));
            awaitRetr(server);
            maildrop.abort();
            waiting.get(5, TimeUnit.SECONDS);

            POP3Client commonsNet = Peers.commonsNetMaildrop(server);
            waiting = CompletableFuture.runAsync(() -> ignoring(() -> commonsNet.retrieveMessage(1)));
            awaitRetr(server);
            commonsNet.disconnect();
            waiting.get(5, TimeUnit.SECONDS);

            var angus = Peers.angusMaildrop(server);
            waiting = CompletableFuture.runAsync(
                    () -> ignoring(() -> angus.getMessage(1).writeTo(new ByteArrayOutputStream())));
            awaitRetr(server);
            Thread closing = new Thread(() -> ignoring(() -> angus.close(false)));
            closing.start();
            Awaitility.await().until(() -> closing.getState() == Thread.State.BLOCKED);
            assertThat(waiting).isNotDone();
            server.endConnections();
            waiting.get(5, TimeUnit.SECONDS);
            closing.join();
        }
    }

    @Test
    void anAnswerWithThePasswordInItIsMaskedByPop3jAndShownByTheOthers() throws Exception {
        try (AnsweringServer server = answering("PASS", text("-ERR not " + Peers.PASSWORD + "\r\n"))) {
            assertThatThrownBy(() -> Peers.pop3jMaildrop(server))
                    .isInstanceOf(Pop3LoginException.class)
                    .satisfies(e -> assertThat(e.toString()).contains("not").doesNotContain(Peers.PASSWORD));
            assertThatThrownBy(() -> Peers.angus(server))
                    .isInstanceOf(AuthenticationFailedException.class)
                    .hasMessageContaining(Peers.PASSWORD);
            assertThatThrownBy(() -> Peers.commonsNetMaildrop(server)).hasMessageContaining(Peers.PASSWORD);
        }
    }

    @Test
    void aProtocolLogHasThePasswordInCommonsNetAndNotInAngus() throws Exception {
        try (AnsweringServer server = AnsweringServer.start()) {
            POP3SClient commonsNet = Peers.commonsNet(server);
            List<String> log = new ArrayList<>();
            commonsNet.addProtocolCommandListener(new ProtocolCommandListener() {
                @Override
                public void protocolCommandSent(ProtocolCommandEvent event) {
                    log.add(event.getMessage());
                }

                @Override
                public void protocolReplyReceived(ProtocolCommandEvent event) {
                    log.add(event.getMessage());
                }
            });
            commonsNet.login(Peers.USER, Peers.PASSWORD);
            commonsNet.logout();
            assertThat(log).anyMatch(line -> line.contains(Peers.PASSWORD));

            ByteArrayOutputStream debug = new ByteArrayOutputStream();
            Session session = Session.getInstance(new Properties());
            session.setDebugOut(new PrintStream(debug, true, StandardCharsets.UTF_8));
            session.setDebug(true);
            try (var store = session.getStore("pop3")) {
                store.connect("127.0.0.1", server.port(), Peers.USER, Peers.PASSWORD);
            }
            assertThat(debug.toString(StandardCharsets.UTF_8)).contains("CAPA").doesNotContain(Peers.PASSWORD);
        }
    }

    @Test
    void aUserNameWithALineEndInItIsRefusedByPop3jAndSentAsTwoCommandsByTheOthers() throws Exception {
        String user = "alice\r\nDELE 1";
        try (AnsweringServer server = AnsweringServer.start()) {
            try (var connection = Peers.pop3j(server).build().connect()) {
                assertThatThrownBy(() -> connection.login(user, Peers.PASSWORD.toCharArray()))
                        .isInstanceOf(IllegalArgumentException.class);
                connection.quit();
            }
            assertThat(server.commands()).containsExactly("CAPA", "QUIT");

            POP3Client commonsNet = Peers.commonsNet(server);
            commonsNet.login(user, Peers.PASSWORD);
            commonsNet.disconnect();
            assertThat(server.commands()).contains("USER alice", "DELE 1");

            Peers.angus(server, Peers.angusProperties(Duration.ofSeconds(10)), user)
                    .close();
            assertThat(server.commands()).contains("USER alice", "DELE 1");
        }
    }

    @Test
    void aRefusedStlsStopsPop3jAndLeavesAngusAndCommonsNetToLogInInTheClearUnlessForbidden() throws Exception {
        Map<String, Answer> refusing = Map.of("CAPA", text("+OK\r\nSTLS\r\n.\r\n"), "STLS", text("-ERR not now\r\n"));
        try (AnsweringServer server = answering(refusing)) {
            assertThatThrownBy(() -> Peers.pop3j(server).tls(Tls.STLS).build().connect())
                    .isInstanceOf(Pop3ReplyException.class);
            assertThat(server.commands()).doesNotContain("USER alice");

            Properties properties = Peers.angusProperties(Duration.ofSeconds(10));
            properties.setProperty("mail.pop3.starttls.enable", "true");
            Peers.angus(server, properties, Peers.USER).close();
            assertThat(server.commands()).contains("STLS", "PASS Tr4mpoline");

            properties.setProperty("mail.pop3.starttls.required", "true");
            assertThatThrownBy(() -> Peers.angus(server, properties, Peers.USER))
                    .isInstanceOf(AuthenticationFailedException.class);
            assertThat(server.commands()).doesNotContain("USER alice");

            POP3SClient commonsNet = Peers.commonsNet(server);
            assertThat(commonsNet.execTLS()).isFalse();
            assertThat(commonsNet.login(Peers.USER, Peers.PASSWORD)).isTrue();
            commonsNet.disconnect();
        }
    }

    @Test
    void octetsInTheClearBehindTheAnswerToStlsAreReportedByPop3jAndTheOthersStartTls() throws Exception {
        List<Integer> nextOctets = new CopyOnWriteArrayList<>();
        Answer forged = client -> {
            text("+OK begin\r\n+OK forged\r\n").to(client);
            nextOctets.add(client.getInputStream().read());
            client.close();
        };
        Map<String, Answer> answers = Map.of("CAPA", text("+OK\r\nSTLS\r\n.\r\n"), "STLS", forged);
        try (AnsweringServer server = answering(answers)) {
            assertThatThrownBy(() -> Peers.pop3j(server).tls(Tls.STLS).build().connect())
                    .isInstanceOf(Pop3ProtocolException.class);
            Awaitility.await().untilAsserted(() -> assertThat(nextOctets).containsExactly(END_OF_STREAM));

            Properties properties = Peers.angusProperties(Duration.ofSeconds(10));
            properties.setProperty("mail.pop3.starttls.required", "true");
            assertThatThrownBy(() -> Peers.angus(server, properties, Peers.USER))
                    .isInstanceOf(MessagingException.class);
            assertThat(nextOctets).containsExactly(END_OF_STREAM, TLS_HANDSHAKE);

            POP3SClient commonsNet = Peers.commonsNet(server);
            assertThatThrownBy(commonsNet::execTLS).isInstanceOf(IOException.class);
            assertThat(nextOctets).containsExactly(END_OF_STREAM, TLS_HANDSHAKE, TLS_HANDSHAKE);
        }
    }

    @Test
    void aDotBetweenBareLfsBelongsToTheMessageForPop3jAndCommonsNetAndIsLostInAngus() throws Exception {
        String message = "Subject: a\r\n\r\nb\n.\nc\r\n";
        try (AnsweringServer server = AnsweringServer.sending(message + ".\r\n")) {
            assertThat(Peers.pop3jMessage(server)).isEqualTo(message);
            assertThat(Peers.commonsNetMessage(server)).isEqualTo(message);
            assertThat(Peers.angusMessage(server)).isEqualTo("Subject: a\r\n\r\nb\n\nc\r\n");
        }
    }

    @Test
    void aServerThatEndsItsLinesWithLfIsUnderstoodByPop3jAndLeavesTheOthersWaiting() throws Exception {
        Duration timeout = Duration.ofMillis(300);
        Map<String, Answer> answers = new HashMap<>(Map.of(
                "greeting", text("+OK\n"),
                "CAPA", text("+OK\nUIDL\n.\n"),
                "RETR", text("+OK\nSubject: a\n\n..b\n.\n"),
                "QUIT", textAndEnd("+OK\n")));
        answers.put("USER", text("+OK\n"));
        answers.put("PASS", text("+OK\n"));
        try (AnsweringServer server = answering(answers)) {
            assertThat(Peers.pop3jMessage(server)).isEqualTo("Subject: a\n\n.b\n");
            assertThatThrownBy(() -> Peers.commonsNet(server, timeout)).isInstanceOf(SocketTimeoutException.class);
            server.endConnections();
            assertThatThrownBy(() -> Peers.angus(server, Peers.angusProperties(timeout), Peers.USER))
                    .isInstanceOf(MessagingException.class)
                    .hasCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aDotThatWasNotStuffedIsKeptByCommonsNetAndTakenAwayByPop3jAndAngus() throws Exception {
        try (AnsweringServer server = AnsweringServer.sending("a\r\n.hidden\r\n.\r\n")) {
            assertThat(Peers.pop3jMessage(server)).isEqualTo("a\r\nhidden\r\n");
            assertThat(Peers.angusMessage(server)).isEqualTo("a\r\nhidden\r\n");
            assertThat(Peers.commonsNetMessage(server)).isEqualTo("a\r\n.hidden\r\n");
        }
    }

    @Test
    void aDotAndABareCrEndTheMessageForAngusOnly() throws Exception {
        try (AnsweringServer server = AnsweringServer.sending("a\r\n.\rb\r\n.\r\n")) {
            assertThat(Peers.pop3jMessage(server)).isEqualTo("a\r\n\rb\r\n");
            assertThat(Peers.commonsNetMessage(server)).isEqualTo("a\r\n.\rb\r\n");
            assertThat(Peers.angusMessage(server)).isEqualTo("a\r\n");
        }
    }

    @Test
    void everyOctetOfAMessageComesUnchangedFromAllThree() throws Exception {
        String message = "Subject: a\r\n\r\nb\0c\rd\ne\u00e9\u00ff " + "f".repeat(5000) + "\r\n.\r\n";
        try (AnsweringServer server = AnsweringServer.sending(message.replace("\r\n.\r\n", "\r\n..\r\n.\r\n"))) {
            assertThat(Peers.pop3jMessage(server)).isEqualTo(message);
            assertThat(Peers.commonsNetMessage(server)).isEqualTo(message);
            assertThat(Peers.angusMessage(server)).isEqualTo(message);
        }
    }

    private static void awaitRetr(AnsweringServer server) {
        Awaitility.await().until(() -> server.commands().contains("RETR 1"));
    }

    @FunctionalInterface
    private interface Blocking {
        void call() throws IOException, MessagingException;
    }

    /** Runs what is expected to end, no matter how. */
    private static void ignoring(Blocking blocking) {
        try {
            blocking.call();
        } catch (IOException | MessagingException | RuntimeException e) {
            // That is an end.
        }
    }
}
