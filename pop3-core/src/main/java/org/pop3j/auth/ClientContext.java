package org.pop3j.auth;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * What a client's mechanism may need besides the credentials.
 *
 * @param host the server's name, as the client was told: not empty, without control characters
 * @param port the server's port
 * @param random for nonces, a secure source
 * @param binding what a mechanism with channel binding binds to. For SCRAM without it: present if the client could bind,
 *     but the server announces no mechanism that does, which SCRAM tells the server (flag {@code y}; RFC 5802, section 6)
 * @param givenUp asked now and then, by the thread that runs the exchange, while something long is computed: whether nobody
 *     waits for the result any more
 */
public record ClientContext(
        String host, int port, RandomGenerator random, Optional<ChannelBinding> binding, BooleanSupplier givenUp) {
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
     * Of a client that waits as long as it takes.
     *
     * @param host the server's name, as the client was told
     * @param port the server's port
     * @param random a secure source
     * @param binding what a mechanism with channel binding binds to
     * @throws IllegalArgumentException if the host is empty or has control characters
     */
    public ClientContext(String host, int port, RandomGenerator random, Optional<ChannelBinding> binding) {
        this(host, port, random, binding, () -> false);
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
