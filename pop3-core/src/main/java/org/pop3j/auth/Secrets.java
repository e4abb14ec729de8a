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
}
