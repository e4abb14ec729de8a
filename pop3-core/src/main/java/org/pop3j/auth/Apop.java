package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@code name SP hex(MD5(timestamp password))} (RFC 1939, section 7), name and password prepared by SASLprep (RFC 6856,
 * section 2.2). The timestamp belongs to the connection, so that it may be answered more than once.
 */
final class Apop {
    /** As many octets of a name as a command of 255 octets has room for (RFC 2449, section 4), beside {@code APOP  digest CRLF}. */
    private static final int MAX_NAME_OCTETS = 255 - 40;

    private Apop() {}

    /** Makes the digest out of the greeting's timestamp. */
    static final class Client implements ClientExchange {
        private final Credentials credentials;
        private boolean complete;

        /** Finds out whether the name and the password can be used before anything is sent. */
        Client(Credentials credentials) {
            this.credentials = credentials;
            Arrays.fill(SaslPrep.stored(credentials), (byte) 0);
            String name = SaslPrep.query(credentials.user());
            if (name.indexOf(' ') >= 0 || Utf8.octets(name).length > MAX_NAME_OCTETS) {
                throw new IllegalArgumentException(
                        "APOP takes no name with spaces, and none of more than " + MAX_NAME_OCTETS + " octets");
            }
        }

        @Override
        public byte[] respond(byte[] timestamp) throws MechanismException {
            if (complete || timestamp.length == 0) {
                throw new MechanismException("APOP has one timestamp");
            }
            complete = true;
            byte[] password = SaslPrep.stored(credentials);
            try {
                return Utf8.octets(SaslPrep.query(credentials.user()) + " " + digest(timestamp, password));
            } finally {
                Arrays.fill(password, (byte) 0);
            }
        }

        @Override
        public boolean secretUsed() {
            return complete;
        }

        @Override
        public boolean complete() {
            return complete;
        }
    }

    /** Gives its timestamp first, then takes any number of responses. */
    static final class Server implements ServerExchange {
        private final Secrets secrets;
        private final byte[] timestamp;
        private boolean given;

        Server(Secrets secrets, RandomGenerator random) {
            this(secrets, Hash.unguessable(random));
        }

        Server(Secrets secrets, byte[] timestamp) {
            this.secrets = secrets;
            this.timestamp = timestamp;
        }

        @Override
        public ServerStep respond(byte[] response) {
            if (!given) {
                given = true;
                return new ServerStep.Challenge(timestamp.clone());
            }
            Optional<String> text = Utf8.text(response, 0, response.length);
            int space = text.map(t -> t.lastIndexOf(' ')).orElse(-1);
            Optional<String> user =
                    text.filter(t -> space > 0).flatMap(t -> SaslPrep.authorization(t.substring(0, space)));
            return user.isPresent()
                    ? verify(user.get(), text.orElseThrow().substring(space + 1))
                    : ServerStep.Failed.MALFORMED;
        }

        private ServerStep verify(String user, String given) {
            Optional<byte[]> password = secrets.password(user).flatMap(SaslPrep::stored);
            byte[] expected = Utf8.octets(digest(timestamp, password.orElse(PasswordCheck.NOBODY)));
            boolean right = MessageDigest.isEqual(expected, Utf8.octets(given));
            password.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
            return right && password.isPresent() ? new ServerStep.Verified(user) : ServerStep.Failed.WRONG;
        }
    }

    private static String digest(byte[] timestamp, byte[] password) {
        return Hash.hex(Hash.MD5.hash(timestamp, password));
    }
}
