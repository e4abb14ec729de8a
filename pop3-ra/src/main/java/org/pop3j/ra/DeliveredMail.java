package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** A spooled mail as the bean sees it where there is Jakarta Mail; nothing else needs that to be there. */
final class DeliveredMail extends DeliveredRawMail implements Mail {
    DeliveredMail(SpooledMail mail, MaildropAddress maildrop, int attempt) {
        super(mail, maildrop, attempt);
    }

    @Override
    public MimeMessage message() throws MessagingException {
        Session session = Session.getInstance(new Properties());
        return new MimeMessage(session, new SharedOctetsInputStream(spooled(), this::usable, 0, octets()));
    }
}
