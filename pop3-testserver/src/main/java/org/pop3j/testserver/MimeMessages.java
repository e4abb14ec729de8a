package org.pop3j.testserver;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The only class that needs Jakarta Mail: it is loaded when somebody hands in one of its messages. */
final class MimeMessages {
    private MimeMessages() {}

    static byte[] octets(MimeMessage message) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            message.writeTo(octets);
        } catch (MessagingException e) {
            throw new IllegalArgumentException("a message that Jakarta Mail cannot write", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a message whose parts cannot be read", e);
        }
        return octets.toByteArray();
    }
}
