package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A spooled mail as the bean sees it where there is Jakarta Mail; nothing else needs that to be there. */
final class DeliveredMail extends DeliveredRawMail implements Mail {
    private @Nullable HeaderFields header;
    private @Nullable MimeContent content;

    DeliveredMail(SpooledMail mail, MaildropAddress maildrop, int attempt) {
        super(mail, maildrop, attempt);
    }

    @Override
    public MailHeaders headers() throws IOException {
        return new DecodedHeaders(header());
    }

    @Override
    public MailOrigin origin() throws IOException {
        return MailOrigin.of(header());
    }

    private HeaderFields header() throws IOException {
        if (header == null) {
            header = HeaderFields.of(spooled());
        }
        return header;
    }

    @Override
    public MimeContent content() throws IOException {
        if (content == null) {
            try {
                content = MimeContent.of(message());
            } catch (MessagingException e) {
                throw new IOException("Jakarta Mail cannot read the mail", e);
            }
        }
        return content;
    }

    @Override
    public MimeMessage message() throws MessagingException {
        Session session = Session.getInstance(new Properties());
        return new MimeMessage(session, new SharedOctetsInputStream(spooled(), this::usable, 0, octets()));
    }
}
