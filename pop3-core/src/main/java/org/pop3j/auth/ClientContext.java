package org.pop3j.auth;

import java.util.random.RandomGenerator;

/**
 * What a client's mechanism may need besides the credentials.
 *
 * @param host the server's name, as the client was told
 * @param port the server's port
 * @param random for nonces, a secure source
 */
public record ClientContext(String host, int port, RandomGenerator random) {}
