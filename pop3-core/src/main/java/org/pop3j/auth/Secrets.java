package org.pop3j.auth;

import java.util.Optional;

/** What a server's mechanisms look up. Thread-safe if the server's sessions are many. */
public interface Secrets {
    /**
     * The password of a user.
     *
     * @param user name as the client gave it
     * @return a copy of its octets, overwritten by the caller; empty if there is no such user
     */
    Optional<byte[]> password(String user);

    /**
     * The salt of a user, for SCRAM.
     *
     * @param user name as the client gave it, also of a user that does not exist
     * @return at least one octet, the same ones at each call
     */
    byte[] salt(String user);

    /**
     * The access token of a user.
     *
     * @param user name as the client gave it
     * @return a copy of its octets, overwritten by the caller; empty if there is no such user, or no token
     */
    default Optional<byte[]> accessToken(String user) {
        return Optional.empty();
    }

    /**
     * Whose token this is, for OAUTHBEARER without a name.
     *
     * @param token octets as the client gave them; not kept. The time that the answer takes must not depend on how much of
     *     it is right
     * @return the one user; empty if there is none, or more than one
     */
    default Optional<String> tokenOwner(byte[] token) {
        return Optional.empty();
    }
}
