package org.pop3j.ra;

import java.io.InputStream;

/**
 * One mail as the POP3 server gave it, in octets. Usable by the bean until its method returns; safe for use by one thread at
 * a time. Nothing of it needs Jakarta Mail.
 */
public interface RawMail {
    /** The message's unique-id in its maildrop (RFC 1939, section 7, UIDL): the same at each attempt. */
    String uniqueId();

    /** The maildrop the mail was read from, as {@code user@host:port}. */
    String maildrop();

    /** Which attempt at delivering this mail to this bean is running: 1 for the first. */
    int attempt();

    /** How many octets {@link #open()} gives: the message as sent, line ends being CRLF, byte-stuffing removed. */
    long octets();

    /**
     * The message octet for octet as it came, from its start. Each call opens a new stream; all of them end with the call
     * of the bean.
     */
    InputStream open();
}
