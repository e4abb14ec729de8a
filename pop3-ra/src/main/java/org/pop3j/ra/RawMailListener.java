package org.pop3j.ra;

/**
 * What a message-driven bean implements to take in mail as octets: to store or to forward it, or to read it with a parser of
 * its own. It works on a server without Jakarta Mail, too. Everything else is as with {@link MailListener}.
 */
public interface RawMailListener {
    /**
     * Takes one mail. A normal return, followed by a commit of the transaction if there is one, means <em>taken</em>;
     * an exception of any kind, or {@code setRollbackOnly()}, means <em>not taken</em>: the mail comes again.
     *
     * @param mail the mail; usable until this method returns
     * @throws Exception if the mail is not taken; a checked exception rolls back as well as an unchecked one
     */
    void onMail(RawMail mail) throws Exception;
}
