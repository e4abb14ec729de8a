package org.pop3j.ra;

import java.io.IOException;

/**
 * Gives the access tokens of OAuth 2 (RFC 6749) that sessions log in with. An enterprise bean or any other object of the
 * application or the server; the adapter looks it up by the JNDI name in {@code accessTokenProvider} before each session.
 *
 * <p>For several maildrops it is called by several threads at once. While it is called a poll waits, so it must end within a bounded
 * time; what it has obtained it should keep until shortly before that expires.
 */
public interface AccessTokenProvider {
    /**
     * An access token for a maildrop.
     *
     * @param user the user's name, as configured
     * @param host the POP3 server's name, in lower case
     * @param renew true if the server has just refused the last one: what is kept must not be given again
     * @return 1 to 10,240 characters of printable ASCII without spaces; a copy of its own, which the adapter overwrites
     * @throws IOException if there is none now. The poll fails, and the next one asks again. The message goes into the log: it
     *     must not hold a secret
     */
    char[] accessToken(String user, String host, boolean renew) throws IOException;
}
