package org.pop3j.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code name SP hex(HMAC-MD5(password, challenge))} (RFC 2195, section 2). */
final class CramMd5 {
    private static final int MAX_CHALLENGE = 1024;

    private CramMd5() {}

    /** What the client says to a challenge. */
    static final class Client implements ClientExchange {
        private final Credentials credentials;
        private boolean complete;

        Client(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public byte[] respond(byte[] challenge) throws MechanismException {
            if (complete || challenge.length == 0 || challenge.length > MAX_CHALLENGE) {
                throw new MechanismException("CRAM-MD5 has one challenge of 1 to " + MAX_CHALLENGE + " octets");
            }
            complete = true;
            byte[] password = credentials.secretOctets();
            try {
                return Utf8.octets(credentials.user() + " " + digest(password, challenge));
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

    /** Gives a fresh challenge and takes one response. */
    static final class Server implements ServerExchange {
        private final Secrets secrets;
        private final byte[] challenge;
        private boolean challenged;

        Server(Secrets secrets, RandomGenerator random) {
            this.secrets = secrets;
            this.challenge = Hash.unguessable(random);
        }

        @Override
        public ServerStep respond(byte[] response) {
            if (!challenged) {
                challenged = true;
                return new ServerStep.Challenge(challenge.clone());
            }
            Optional<String> text = Utf8.text(response, 0, response.length);
            // A name may have spaces, a digest has none.
            int space = text.map(t -> t.lastIndexOf(' ')).orElse(-1);
            if (space < 1) {
                return ServerStep.Failed.MALFORMED;
            }
            String user = text.orElseThrow().substring(0, space);
            return verify(user, text.orElseThrow().substring(space + 1));
        }

        private ServerStep verify(String user, String given) {
            Optional<byte[]> password = secrets.password(user);
            byte[] key = password.orElse(PasswordCheck.NOBODY);
            byte[] expected = Utf8.octets(digest(key, challenge));
            boolean right = MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
            password.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
            return right && password.isPresent() ? new ServerStep.Verified(user) : ServerStep.Failed.WRONG;
        }
    }

    private static String digest(byte[] password, byte[] challenge) {
        return Hash.hex(Hash.MD5.hmac(password, challenge));
    }
}
