package org.pop3j.protocol;

/** Who may open which maildrop: asked by the server's side of a session after PASS and during AUTH. */
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

    /**
     * Checks the digest of APOP (RFC 1939, section 7), by the rules of {@link #login}. Asked only if the greeting had a
     * timestamp.
     *
     * @param user the name from APOP
     * @param digest 32 hexadecimal digits in lower case
     * @return the locked maildrop, or why not
     */
    default Login apop(String user, String digest) {
        throw new UnsupportedOperationException("the greeting has a timestamp, but nobody knows what for");
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
