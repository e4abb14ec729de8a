package org.pop3j.testserver.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;
import org.pop3j.testserver.RecordedSession.Ending;
import org.pop3j.testserver.TestCertificate;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;
import org.pop3j.testserver.junit.Pop3ServerExtension;

/** The regions of {@code docs/testing.md}. */
@ExtendWith(Pop3ServerExtension.class)
class GuideTest {
    @TempDir
    Path folder;

    @Nested
    class WithAField {
        // region field
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(
                () -> Pop3TestServer.builder().user("bob", "a password").port(0).start());

        @Test
        void theMaildropIsEmpty() {
            pop3.server().assertThatMaildrop("bob").isEmpty();
        }
        // endregion
    }

    @Test
    void plainJava() throws MessagingException {
        // region plain
        try (Pop3TestServer server = Pop3TestServer.start()) { // user alice, password secret
            new MailReader(server.jakartaMail().tls()).readAll();

            server.assertThatSession(1).ended(Ending.QUIT);
            server.assertNoOpenSessions();
        }
        // endregion
    }

    @Test
    void addresses(Pop3TestServer server) {
        // region addresses
        String host = server.host(); // 127.0.0.1
        int port = server.port(); // in the clear and STLS
        int tlsPort = server.tlsPort(); // implicit TLS
        String url = server.url("alice"); // pop3://alice@127.0.0.1:…
        String tlsUrl = server.tlsUrl("alice"); // pop3s://alice@127.0.0.1:…
        // endregion
        assertEquals("pop3://alice@" + host + ":" + port, url);
        assertEquals("pop3s://alice@" + host + ":" + tlsPort, tlsUrl);
    }

    @Test
    void messages(Pop3TestServer server) throws IOException {
        Path eml = folder.resolve("one.eml");
        Files.writeString(eml, "Subject: one\r\n\r\n");
        // region messages
        TestMaildrop maildrop = server.maildrop("alice");
        String uniqueId = maildrop.deliver(TestMessage.builder()
                .from("Zoë <zoe@example.org>")
                .subject("Drucker brennt")
                .text("Hilfe!")
                .attachment("log.txt", "text/plain", new byte[] {'x'})
                .build());
        maildrop.deliver(eml); // a file
        maildrop.load(folder); // an mbox file, a Maildir, or a folder of *.eml
        maildrop.deliver(TestMessage.generated(5_000_000_000L, 42)); // 5 GB that are kept nowhere

        assertEquals(uniqueId, maildrop.messages().get(0).uniqueId());
        assertEquals(4, maildrop.count());
        // endregion
    }

    @Test
    void tls(Pop3TestServer server) throws IOException, MessagingException {
        // region tls
        new MailReader(server.jakartaMail().stls()).readAll();
        SSLContext trustsThisServer = server.clientSslContext();
        Files.writeString(folder.resolve("ca.pem"), server.certificatePem()); // for programs that read files

        server.certificate(TestCertificate.expired()); // or wrongHost(), untrusted()
        assertThrows(
                MessagingException.class, new MailReader(server.jakartaMail().tls())::readAll);
        // endregion
        assertEquals("TLS", trustsThisServer.getProtocol());
    }

    @Test
    void waiting(Pop3TestServer server) throws Exception {
        server.maildrop("alice").deliver(TestMessage.builder().build());
        MailReader reader = new MailReader(server.jakartaMail().clear());
        var background = Executors.newSingleThreadExecutor();
        var reading = background.submit(reader::readAll);
        // region waiting
        server.await().empty("alice");
        server.await().quit("alice");
        server.await().session(1);
        server.await(Duration.ofSeconds(30)).sessions(1);
        server.await().until("a second attempt", any -> any.sessions().size() >= 1);
        // endregion
        reading.get();
        background.shutdown();
    }

    @Test
    void assertions(Pop3TestServer server) throws MessagingException {
        // region assertions
        String one = server.maildrop("alice")
                .deliver(TestMessage.builder().subject("one").build());
        new MailReader(server.jakartaMail().clear()).readAll();

        server.assertThatSession(1)
                .user("alice")
                .commands("CAPA", "USER alice", "PASS ****", "STAT", "NOOP", "TOP 1 0", "DELE 1", "QUIT")
                .deleted(one)
                .ended(Ending.QUIT);
        server.assertThatMaildrop("alice").isEmpty();
        // endregion
    }

    @Test
    void records(Pop3TestServer server) throws MessagingException {
        server.maildrop("alice").deliver(TestMessage.builder().build());
        new MailReader(server.jakartaMail().clear()).readAll();
        // region records
        var session = server.await().session(1);
        assertFalse(session.tls());
        assertEquals("DELE 1", session.commands().get(session.commands().size() - 2));
        assertTrue(session.exchanges().stream().allMatch(exchange -> exchange.succeeded()));
        System.out.print(session.transcript()); // no password in it
        // endregion
    }

    @Test
    void down(Pop3TestServer server) throws MessagingException {
        // region down
        MailReader reader = new MailReader(server.jakartaMail().clear());
        server.stopAccepting();
        assertThrows(MessagingException.class, reader::readAll);
        server.startAccepting(); // on the same ports
        assertEquals(List.of(), reader.readAll());
        // endregion
    }

    @Nested
    class Strictly {
        // region strict
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(() ->
                Pop3TestServer.builder().user("alice", "secret").strictClient().start());

        @Test
        void theReaderKeepsTheRules() throws MessagingException {
            new MailReader(pop3.server().jakartaMail().stls()).readAll();
        }
        // endregion

        @Test
        void violationsAreThere() throws IOException {
            Pop3TestServer server = pop3.server();
            try (Socket socket = new Socket(server.host(), server.port())) {
                socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
            // region violations
            server.assertNoViolations();
            assertEquals(List.of(), server.await().session(1).violations());
            // endregion
        }
    }

    @Test
    void faults(Pop3TestServer server) throws MessagingException {
        MailReader reader = new MailReader(server.jakartaMail().clear());
        // region faults
        server.maildrop("alice").deliver(TestMessage.builder().subject("hello").build());
        InjectedFault fault = server.inject(Fault.dropBeforeQuitReply().times(1));

        reader.readAll(); // Jakarta Mail does not tell that QUIT had no answer
        server.assertThatMaildrop("alice").isEmpty();
        assertEquals(1, fault.fired());
        // endregion
    }

    @Test
    void ownFaults(Pop3TestServer server) throws MessagingException {
        MailReader reader = new MailReader(server.jakartaMail().clear());
        server.maildrop("alice").deliver(TestMessage.builder().build());
        // region own-faults
        server.inject(
                Fault.at(Point.statusLine("TOP")).nth(1).then(Effect.delay(Duration.ofMillis(20)), Effect.reset()));
        server.inject(Fault.parse("login user bob: reply \"-ERR [SYS/PERM] gone for good\""));

        assertThrows(MessagingException.class, reader::readAll);
        server.assertThatMaildrop("alice").holds(1); // nothing is lost
        server.clearFaults();
        reader.readAll();
        server.assertThatMaildrop("alice").isEmpty();
        // endregion
    }

    @Test
    void profiles() throws MessagingException {
        // region profiles
        for (Profile profile : Profile.values()) {
            try (Pop3TestServer server = Pop3TestServer.builder()
                    .user("alice", "secret")
                    .profile(profile)
                    .start()) {
                server.maildrop("alice")
                        .deliver(TestMessage.builder().subject("hello").build());

                assertEquals(
                        List.of("hello"), new MailReader(server.jakartaMail().clear()).readAll());
            }
        }
        // endregion
    }

    @Test
    void time(Pop3TestServer server) throws MessagingException {
        // region time
        try (Store store = Session.getInstance(server.jakartaMail().clear()).getStore()) {
            store.connect("alice", "secret");
            server.passTime(Duration.ofMinutes(11)); // longer than a client may be silent

            server.assertThatSession(1).ended(Ending.TIMED_OUT);
        }
        // endregion
    }

    @Nested
    class Leaks {
        // region leaks
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension().leaksAllowed();
        // endregion

        @Test
        void areAllowed() {
            assertTrue(pop3.server().sessions().isEmpty());
        }
    }
}
