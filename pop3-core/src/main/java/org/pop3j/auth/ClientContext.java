package org.pop3j.auth;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a client's mechanism may need besides the credentials.
 *
 * @param host the server's name, as the client was told: not empty, without control characters
 * @param port the server's port
 * @param random for nonces, a secure source
 * @param binding what a mechanism with channel binding binds to. For SCRAM without it: present if the client could bind,
 *     but the server announces no mechanism that does, which SCRAM tells the server (flag {@code y}; RFC 5802, section 6)
 */
public record ClientContext(String host, int port, RandomGenerator random, Optional<ChannelBinding> binding) {
    /**
     * Checks the name: what stands behind a control character could be taken for a part of its own.
     *
     * @throws IllegalArgumentException if the host is empty or has control characters
     */
    public ClientContext {
        if (host.isEmpty() || host.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the host's name is empty or has control characters");
        }
    }

    /**
     * Of a connection that cannot be bound to.
     *
     * @param host the server's name, as the client was told
     * @param port the server's port
     * @param random a secure source
     * @throws IllegalArgumentException if the host is empty or has control characters
     */
    public ClientContext(String host, int port, RandomGenerator random) {
        this(host, port, random, Optional.empty());
    }
}
