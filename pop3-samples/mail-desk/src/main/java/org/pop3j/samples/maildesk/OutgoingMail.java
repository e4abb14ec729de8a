package org.pop3j.samples.maildesk;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;

/** A mail that a visitor of the page writes. */
final class OutgoingMail {
    private OutgoingMail() {}

    /**
     * @param fail the value of {@code X-Mail-Desk-Fail}; empty = none
     * @throws MessagingException if the sender is no address, or {@code fail} is not understood
     */
    static byte[] of(String from, String subject, String text, String fail) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
        message.setFrom(sender(from));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("support@example.com"));
        message.setSubject(subject.replaceAll("\\p{Cc}+", " "), "UTF-8");
        message.setSentDate(Date.from(Instant.now()));
        message.setText(text.replaceAll("\\R", "\r\n"), "UTF-8");
        if (!fail.isEmpty()) {
            // Understood for the first attempt, or not at all.
            if (RequestedFailure.of(fail, 1).isEmpty()) {
                throw new MessagingException("Unknown way to fail");
            }
            message.setHeader("X-Mail-Desk-Fail", fail.strip());
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return octets.toByteArray();
    }

    private static InternetAddress sender(String from) throws AddressException {
        try {
            return new InternetAddress(from, true);
        } catch (AddressException e) {
            throw new AddressException("The sender is not a mail address: " + e.getMessage());
        }
    }
}
