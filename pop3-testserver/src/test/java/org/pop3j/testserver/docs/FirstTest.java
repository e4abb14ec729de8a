package org.pop3j.testserver.docs;

// region first-test
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.mail.MessagingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMessage;
import org.pop3j.testserver.junit.Pop3ServerExtension;

@ExtendWith(Pop3ServerExtension.class)
class FirstTest {
    @Test
    void mailIsReadAndDeleted(Pop3TestServer server) throws MessagingException {
        server.maildrop("alice").deliver(TestMessage.builder().subject("hello").build());

        MailReader reader = new MailReader(server.jakartaMail().clear());

        assertEquals(List.of("hello"), reader.readAll());
        server.assertThatMaildrop("alice").isEmpty();
    }
}
// endregion
