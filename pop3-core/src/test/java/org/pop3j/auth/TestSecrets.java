package org.pop3j.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One user. */
record TestSecrets(String user, String password) implements Secrets {
    /** Gives the same octets again and again: what is random in a mechanism can be written down. */
    static final RandomGenerator FIXED = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 42;
        }

        @Override
        public void nextBytes(byte[] octets) {
            Arrays.fill(octets, (byte) 42);
        }
    };

    /** A server without TLS. */
    static final ServerContext HERE = new ServerContext("pop.example.org", FIXED);

    @Override
    public Optional<byte[]> password(String name) {
        return name.equals(user) ? Optional.of(password.getBytes(UTF_8)) : Optional.empty();
    }

    @Override
    public byte[] salt(String name) {
        return ("salt of " + name).getBytes(UTF_8);
    }
}
