package org.pop3j.protocol;

/** Who may open which maildrop: asked by the server's side of a session after USER and PASS. */
@FunctionalInterface
public interface Accounts {
    /**
     * Checks the credentials and, if they are right, locks the maildrop exclusively, without a long wait (RFC 1939,
     * section 4). An unknown user is to be refused exactly like a wrong password (section 13).
     *
     * @param user the name from USER
     * @param password the octets from PASS; overwritten after the call, not to be kept
     * @return the locked maildrop, or why not
     */
    Login login(String user, byte[] password);
}
