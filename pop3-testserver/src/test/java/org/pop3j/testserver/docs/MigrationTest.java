package org.pop3j.testserver.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMaildrop;
import org.pop3j.testserver.TestMessage;
import org.pop3j.testserver.junit.Pop3ServerExtension;

/** The regions of {@code docs/migrating-from-greenmail.md}. */
class MigrationTest {
    // region set-up
    @RegisterExtension
    final Pop3ServerExtension pop3 = new Pop3ServerExtension(
            () -> Pop3TestServer.builder().user("alice", "secret").start());
    // endregion

    @Test
    void aMimeMessage() throws MessagingException {
        Pop3TestServer server = pop3.server();
        // region deliver
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setSubject("hello");
        message.setText("Hi!");

        server.maildrop("alice").deliver(TestMessage.copyOf(message));
        // endregion
        server.assertThatMaildrop("alice").holds(1);
    }

    @Test
    void oneTest() throws MessagingException {
        Pop3TestServer server = pop3.server();
        // region one-test
        TestMaildrop maildrop = server.maildrop("alice");
        maildrop.deliver(TestMessage.builder().subject("hello").text("Hi!").build());

        new MailReader(server.jakartaMail().clear()).readAll();

        server.await().empty("alice");
        server.assertThatSession(1).user("alice");
        // endregion
        assertEquals(1, maildrop.updates());
    }

    @Test
    void trust() throws MessagingException {
        Pop3TestServer server = pop3.server();
        // region trust
        Properties properties = new Properties();
        properties.setProperty("mail.store.protocol", "pop3s");
        properties.setProperty("mail.pop3s.host", server.host());
        properties.setProperty("mail.pop3s.port", Integer.toString(server.tlsPort()));
        properties.put("mail.pop3s.ssl.socketFactory", server.clientSslContext().getSocketFactory());
        // endregion
        new MailReader(properties).readAll();
        server.assertThatSession(1).user("alice");
    }
}
