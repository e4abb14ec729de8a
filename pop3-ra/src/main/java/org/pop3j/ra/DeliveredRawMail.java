package org.pop3j.ra;

import java.io.InputStream;

/** A spooled mail as the bean sees it, for as long as the bean's method runs. */
class DeliveredRawMail implements RawMail, AutoCloseable {
    private final SpooledMail mail;
    private final MaildropAddress maildrop;
    private final int attempt;
    private volatile boolean closed;

    DeliveredRawMail(SpooledMail mail, MaildropAddress maildrop, int attempt) {
        this.mail = mail;
        this.maildrop = maildrop;
        this.attempt = attempt;
    }

    @Override
    public final String uniqueId() {
        return mail.uniqueId();
    }

    @Override
    public final String maildrop() {
        return maildrop.toString();
    }

    @Override
    public final int attempt() {
        return attempt;
    }

    @Override
    public final long octets() {
        return mail.octets().count();
    }

    @Override
    public final InputStream open() {
        return new OctetsInputStream(mail.octets(), this::usable, 0, octets());
    }

    final Octets spooled() {
        return mail.octets();
    }

    final boolean usable() {
        return !closed;
    }

    @Override
    public final void close() {
        closed = true;
    }
}
