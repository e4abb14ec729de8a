package org.pop3j.auth;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a server's mechanism may need besides the secrets.
 *
 * @param host the server's name as its clients know it: the realm of DIGEST-MD5. Printable ASCII without quotation marks
 * @param random for nonces and timestamps, a secure source
 * @param bindings what the TLS connection can be bound to; none without TLS, and none if no mechanism with channel binding
 *     is offered, because with some a client that says "I could, but you do not" is refused (RFC 5802, section 6)
 * @param certificateUser whom the client's certificate stands for, if it has shown one and that was verified
 */
public record ServerContext(
        String host, RandomGenerator random, List<ChannelBinding> bindings, Optional<String> certificateUser) {
    /**
     * Copies the list and checks the name.
     *
     * @throws IllegalArgumentException if the host is empty or has a character that cannot be quoted
     */
    public ServerContext {
        bindings = List.copyOf(bindings);
        if (!host.matches("[!#-\\[\\]-~]+")) {
            throw new IllegalArgumentException("a host's name is of printable ASCII");
        }
    }

    /**
     * Of a connection without TLS.
     *
     * @param host the server's name
     * @param random a secure source
     * @throws IllegalArgumentException if the host is empty or has a character that cannot be quoted
     */
    public ServerContext(String host, RandomGenerator random) {
        this(host, random, List.of(), Optional.empty());
    }
}
