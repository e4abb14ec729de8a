package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;

/**
 * One mail, with what Jakarta Mail makes of it. Usable by the bean until its method returns; safe for use by one thread at a
 * time. However broken the message is, its octets are there.
 */
public interface Mail extends RawMail {
    /**
     * The header, decoded.
     *
     * @throws IOException if the mail cannot be read; however broken it is, that is no reason
     */
    MailHeaders headers() throws IOException;

    /**
     * What the header lets guess of the envelope, and whether the mail may be answered.
     *
     * @throws IOException if the mail cannot be read; however broken it is, that is no reason
     */
    MailOrigin origin() throws IOException;

    /**
     * Text and attachments.
     *
     * @throws IOException if the mail cannot be read, or has more than 1,000 parts; however broken it is otherwise, that is
     *     no reason
     */
    MailContent content() throws IOException;

    /**
     * The message parsed by the server's Jakarta Mail, over the spooled octets and without a copy of them in memory. Each
     * call parses anew.
     *
     * @throws MessagingException if the message cannot be parsed; {@link #open()} works all the same
     */
    MimeMessage message() throws MessagingException;
}
