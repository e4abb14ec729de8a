package org.pop3j.ra;

/**
 * What a {@link org.pop3j.ra.handler.MailHandler} also implements that wants to be given the mail it has not taken in all its
 * attempts, with {@code deadLetter=LISTENER}.
 *
 * <p>Each such mail is given once, in a transaction of its own if the method has one. A normal return, followed by the commit,
 * means that the mail is in good hands: it is deleted from the server. After an exception of any kind, or
 * {@code setRollbackOnly()}, or if the process ends meanwhile, the mail stays on the server and is passed over, as with
 * {@code deadLetter=PARK}.
 */
public interface DeadMailListener {
    /**
     * Takes a mail that was given up. Called by several threads, as other methods of the bean are, but by one for each instance.
     *
     * @param mail in octets: what cannot be parsed ends here, too. Its attempt is the one after the last that was allowed
     * @param reason why the last delivery was not taken
     * @throws Exception to leave the mail on the server
     */
    void onDeadMail(RawMail mail, String reason) throws Exception;
}
