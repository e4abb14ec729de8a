package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

/**
 * One mail, with what Jakarta Mail makes of it. Usable by the bean until its method returns; safe for use by one thread at a
 * time. However broken the message is, its octets are there.
 */
public interface Mail extends RawMail {
    /**
     * The message parsed by the server's Jakarta Mail, over the spooled octets and without a copy of them in memory. Each
     * call parses anew.
     *
     * @throws MessagingException if the message cannot be parsed; {@link #open()} works all the same
     */
    MimeMessage message() throws MessagingException;
}
