package org.pop3j.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * Access tokens: OAUTHBEARER (RFC 7628) and what came before it, XOAUTH2. Both send one message, and both answer a refusal
 * first by a challenge, which the client has to acknowledge before it gets to see {@code -ERR}.
 */
final class OAuth {
    /** Between the parts of a message. */
    private static final char SEPARATOR = '\1';

    private static final String BEARER = "auth=Bearer ";

    private OAuth() {}

    /** Sends the token. */
    static final class Client implements ClientExchange {
        private final Mechanism mechanism;
        private final Credentials credentials;
        private final ClientContext context;
        private int challenges;

        Client(Mechanism mechanism, Credentials credentials, ClientContext context) {
            this.mechanism = mechanism;
            this.credentials = credentials;
            this.context = context;
        }

        @Override
        public byte[] respond(byte[] challenge) throws MechanismException {
            challenges++;
            if (challenges == 1 && challenge.length == 0) {
                return message();
            }
            if (challenges != 2) {
                throw new MechanismException("a challenge although the client goes first, or one too many");
            }
            // The reason of a refusal; the refusal itself comes next.
            return mechanism == Mechanism.XOAUTH2 ? new byte[0] : new byte[] {SEPARATOR};
        }

        @Override
        public boolean complete() {
            return challenges == 1;
        }

        private byte[] message() {
            String user = credentials.user();
            String head = mechanism == Mechanism.XOAUTH2
                    ? "user=" + user
                    : "n,a=" + Scram.escaped(user) + "," + SEPARATOR + "host=" + context.host() + SEPARATOR + "port="
                            + context.port();
            byte[] before = Utf8.octets(head + SEPARATOR + BEARER);
            byte[] token = credentials.secretOctets();
            byte[] message = Arrays.copyOf(before, before.length + token.length + 2);
            System.arraycopy(token, 0, message, before.length, token.length);
            message[message.length - 2] = SEPARATOR;
            message[message.length - 1] = SEPARATOR;
            Arrays.fill(token, (byte) 0);
            return message;
        }
    }

    /** Takes the token of the user who is named. Names of hosts are not compared: a server for tests has none. */
    static final class Server implements ServerExchange {
        private final Mechanism mechanism;
        private final Secrets secrets;
        private boolean refused;

        Server(Mechanism mechanism, Secrets secrets) {
            this.mechanism = mechanism;
            this.secrets = secrets;
        }

        @Override
        public ServerStep respond(byte[] response) {
            if (refused) {
                return ServerStep.Failed.WRONG;
            }
            String message = Utf8.text(response, 0, response.length).orElse("");
            String[] parts = message.split(String.valueOf(SEPARATOR), -1);
            boolean ended = parts.length >= 4 && parts[parts.length - 1].isEmpty() && parts[parts.length - 2].isEmpty();
            Optional<String> user = mechanism == Mechanism.XOAUTH2 ? named(parts[0]) : authorized(parts[0]);
            Optional<String> token =
                    Arrays.stream(parts).filter(OAuth::bearer).findFirst().map(p -> p.substring(BEARER.length()));
            if (!ended || user.isEmpty() || token.isEmpty()) {
                return ServerStep.Failed.MALFORMED;
            }
            if (valid(user.get(), token.get())) {
                return new ServerStep.Verified(user.get());
            }
            refused = true;
            return new ServerStep.Challenge(Utf8.octets("{\"status\":\"invalid_token\"}"));
        }

        private boolean valid(String user, String given) {
            Optional<byte[]> token = secrets.accessToken(user);
            boolean right = MessageDigest.isEqual(token.orElse(PasswordCheck.NOBODY), Utf8.octets(given));
            token.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
            return right && token.isPresent();
        }

        private static Optional<String> named(String part) {
            return part.startsWith("user=") && part.length() > 5 ? Optional.of(part.substring(5)) : Optional.empty();
        }

        /** {@code n,a=name,}. */
        private static Optional<String> authorized(String part) {
            String[] header = part.split(",", -1);
            boolean whole = header.length == 3 && header[0].matches("[ny]") && header[2].isEmpty();
            return whole ? Scram.value(header[1], 'a').flatMap(Scram::unescaped) : Optional.empty();
        }
    }

    /** The name of the scheme is taken in any case (RFC 6750 in RFC 7235, section 2.1). */
    private static boolean bearer(String part) {
        return part.length() > BEARER.length() && part.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }
}
