package org.pop3j.ra;

/**
 * What a message-driven bean implements to take in mail.
 *
 * <p>The container calls {@link #onMail} on one thread at a time per bean instance, inside the bean's transaction if the
 * method is transacted (the default for container-managed transactions).
 */
public interface MailListener {
    /**
     * Takes one mail. A normal return, followed by a commit of the transaction if there is one, means <em>taken</em>: the
     * mail is recorded as delivered and then removed from the maildrop. An exception of any kind, or
     * {@code setRollbackOnly()}, means <em>not taken</em>: the transaction is rolled back, the mail stays on the server and
     * comes again.
     *
     * @param mail the mail; usable until this method returns
     * @throws Exception if the mail is not taken; a checked exception rolls back as well as an unchecked one
     */
    void onMail(Mail mail) throws Exception;
}
