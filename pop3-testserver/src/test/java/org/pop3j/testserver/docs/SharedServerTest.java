package org.pop3j.testserver.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.MessagingException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMessage;
import org.pop3j.testserver.junit.Pop3ServerExtension;

// region shared
class SharedServerTest {
    @RegisterExtension
    static final Pop3ServerExtension POP3 = new Pop3ServerExtension();

    static MailReader reader;

    @BeforeAll
    static void startTheProgram(Pop3TestServer server) {
        reader = new MailReader(server.jakartaMail().clear());
    }

    @Test
    void thereIsNoMail() throws MessagingException {
        assertEquals(List.of(), reader.readAll());
    }

    @Nested
    class WithMail {
        @Test
        void itIsRead() throws MessagingException {
            POP3.server()
                    .maildrop("alice")
                    .deliver(TestMessage.builder().subject("hello").build());

            assertEquals(List.of("hello"), reader.readAll());
        }
    }
}
// endregion
