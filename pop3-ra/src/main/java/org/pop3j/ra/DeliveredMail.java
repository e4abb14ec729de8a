package org.pop3j.ra;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.Properties;

/** A spooled mail as the bean sees it, for as long as the bean's method runs. */
final class DeliveredMail implements Mail, AutoCloseable {
    private final SpooledMail mail;
    private final MaildropAddress maildrop;
    private final int attempt;
    private volatile boolean closed;

    DeliveredMail(SpooledMail mail, MaildropAddress maildrop, int attempt) {
        this.mail = mail;
        this.maildrop = maildrop;
        this.attempt = attempt;
    }

    @Override
    public String uniqueId() {
        return mail.uniqueId();
    }

    @Override
    public String maildrop() {
        return maildrop.toString();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public long octets() {
        return mail.octets().count();
    }

    @Override
    public InputStream open() {
        return new OctetsInputStream(mail.octets(), this::usable, 0, octets());
    }

    @Override
    public MimeMessage message() throws MessagingException {
        Session session = Session.getInstance(new Properties());
        return new MimeMessage(session, new SharedOctetsInputStream(mail.octets(), this::usable, 0, octets()));
    }

    private boolean usable() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
