package org.pop3j.protocol;

import java.util.Optional;

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
     * Checks the digest of APOP (RFC 1939, section 7), by the rules of {@link #login}. Asked only if the greeting had a
     * timestamp.
     *
     * @param user the name from APOP
     * @param digest 32 hexadecimal digits in lower case
     * @return the locked maildrop, or why not
     */
    default Login apop(String user, String digest) {
        return new Login.Refused(Optional.empty(), "APOP is not possible here");
    }

    /**
     * Whether a mechanism can be used on this connection as it is now. One that binds to TLS cannot without TLS, nor
     * EXTERNAL without a certificate of the client's. It is announced if and only if it can.
     *
     * @param mechanism one of {@link ServerSettings#mechanisms()}
     * @return whether it can
     */
    default boolean usable(SaslMechanism mechanism) {
        return true;
    }

    /**
     * Begins an exchange (RFC 5034, section 4). What it concludes with is bound by the rules of {@link #login}.
     *
     * @param mechanism one of {@link ServerSettings#mechanisms()}, and usable
     * @return a new exchange
     */
    default AuthExchange authenticate(SaslMechanism mechanism) {
        throw new UnsupportedOperationException("mechanisms are offered, but nobody knows them");
    }
}
