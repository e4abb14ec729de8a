package org.pop3j.ra;

import java.io.IOException;
import java.util.List;

/**
 * What is in a mail, taken apart by the rules of MIME (RFC 2045, 2046). What breaks them is not taken apart but given as it
 * stands, as text if it stands where the text is.
 */
public interface MailContent {
    /**
     * The mail's text: the plain one, or else the words of the HTML. Empty if there is neither. To be shown as text: it may
     * hold any character.
     *
     * @throws IOException if the mail cannot be read, or its text has more than 16 MiB
     */
    String text() throws IOException;

    /**
     * The mail's text as HTML, as sent: not safe to be shown in a browser. Empty if there is none.
     *
     * @throws IOException as {@link #text()}
     */
    String html() throws IOException;

    /** What else is in the mail, in its order; other mails in it are not taken apart. */
    List<AttachedFile> attachments();
}
