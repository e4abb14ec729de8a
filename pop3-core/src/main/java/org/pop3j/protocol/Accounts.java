package org.pop3j.protocol;

/** Who may open which maildrop: asked by the server's side of a session after PASS and during AUTH. */
@FunctionalInterface
public interface Accounts {
    /**
     * Checks the credentials and, if they are right, locks the maildrop exclusively, without a long wait (RFC 1939,
     * section 4). An unknown user is to be refused exactly like a wrong password (section 13).
     *
     * @param user the name from USER; with characters beyond ASCII only if UTF8 is offered (RFC 6856, section 2)
     * @param password the octets from PASS, then UTF-8; overwritten after the call, not to be kept. Whoever compares them
     *     prepares names and passwords with SASLprep, if that is what the accounts were stored in
     * @return the locked maildrop, or why not
     */
    Login login(String user, byte[] password);

    /**
     * Begins an exchange (RFC 5034, section 4). What it concludes with is bound by the rules of {@link #login}.
     *
     * @param mechanism one of {@link ServerSettings#mechanisms()}
     * @return a new exchange
     */
    default AuthExchange authenticate(SaslMechanism mechanism) {
        throw new UnsupportedOperationException("mechanisms are offered, but nobody knows them");
    }
}
