package org.pop3j.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Access tokens: OAUTHBEARER (RFC 7628) and what came before it, XOAUTH2. Both send one message, and both answer a refusal
 * first by a challenge, which the client has to acknowledge before it gets to see {@code -ERR}.
 */
final class OAuth {
    /** Between the parts of a message. */
    private static final char SEPARATOR = '\1';

    private static final String KEY = "auth=";
    private static final String BEARER = KEY + "Bearer ";

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
        public boolean secretUsed() {
            return challenges > 0;
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

    /**
     * Takes the token of the user who is named; OAUTHBEARER may leave the name out if the token has one owner (RFC 7628,
     * section 3.1). Names of hosts are not compared: a server has many.
     */
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
            List<byte[]> parts = parts(response);
            try {
                return message(parts);
            } finally {
                parts.forEach(part -> Arrays.fill(part, (byte) 0));
            }
        }

        private ServerStep message(List<byte[]> parts) {
            int count = parts.size();
            boolean ended = count >= 4 && parts.get(count - 1).length == 0 && parts.get(count - 2).length == 0;
            List<byte[]> pairs = ended ? parts.subList(1, count - 2) : List.of();
            Optional<byte[]> token =
                    pairs(pairs) ? pairs.stream().filter(OAuth::bearer).findFirst() : Optional.empty();
            Optional<String> head = Utf8.text(parts.get(0), 0, parts.get(0).length);
            Optional<String> user =
                    head.flatMap(h -> mechanism == Mechanism.XOAUTH2 ? value(h, "user=") : authorized(h));
            if (token.isEmpty() || user.isEmpty()) {
                return ServerStep.Failed.MALFORMED;
            }
            byte[] given = Arrays.copyOfRange(token.get(), BEARER.length(), token.get().length);
            Optional<String> owner = user.get().isEmpty() ? secrets.tokenOwner(given) : user;
            boolean valid = valid(owner.orElse(""), given);
            Arrays.fill(given, (byte) 0);
            if (valid) {
                return new ServerStep.Verified(owner.orElseThrow());
            }
            refused = true;
            return new ServerStep.Challenge(Utf8.octets("{\"status\":\"invalid_token\"}"));
        }

        private boolean valid(String user, byte[] given) {
            Optional<byte[]> token = secrets.accessToken(user);
            boolean right = MessageDigest.isEqual(given, token.orElse(PasswordCheck.NOBODY));
            token.ifPresent(octets -> Arrays.fill(octets, (byte) 0));
            return right && token.isPresent();
        }

        /** {@code n,a=name,} or {@code n,,}; empty if it is neither, nobody if it names nobody. */
        private static Optional<String> authorized(String part) {
            String[] header = part.split(",", -1);
            boolean whole = header.length == 3 && header[0].matches("[ny]") && header[2].isEmpty();
            if (!whole || header[1].isEmpty()) {
                return whole ? Optional.of("") : Optional.empty();
            }
            return value(header[1], "a=").flatMap(Scram::unescaped).flatMap(SaslPrep::authorization);
        }

        private static Optional<String> value(String part, String name) {
            return part.startsWith(name) && part.length() > name.length()
                    ? Optional.of(part.substring(name.length()))
                    : Optional.empty();
        }
    }

    /** Copies, so that they can be overwritten. */
    private static List<byte[]> parts(byte[] message) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= message.length; i++) {
            if (i == message.length || message[i] == SEPARATOR) {
                parts.add(Arrays.copyOfRange(message, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    /** Keys and values, one of them the token (RFC 7628, section 3.1). */
    private static boolean pairs(List<byte[]> parts) {
        return parts.stream().allMatch(OAuth::pair)
                && parts.stream().filter(part -> begins(part, KEY)).count() == 1;
    }

    private static boolean pair(byte[] part) {
        int key = 0;
        while (key < part.length && (part[key] | 0x20) >= 'a' && (part[key] | 0x20) <= 'z') {
            key++;
        }
        boolean fine = key > 0 && key < part.length && part[key] == '=';
        for (int i = key; i < part.length; i++) {
            fine &= (part[i] >= ' ' && part[i] < 0x7F) || part[i] == '\t' || part[i] == '\r' || part[i] == '\n';
        }
        return fine;
    }

    /** The name of the scheme is taken in any case (RFC 6750 in RFC 7235, section 2.1), that of the key is not. */
    private static boolean bearer(byte[] part) {
        if (part.length <= BEARER.length() || !begins(part, KEY)) {
            return false;
        }
        String head = new String(part, 0, BEARER.length(), StandardCharsets.US_ASCII);
        return head.equalsIgnoreCase(BEARER);
    }

    private static boolean begins(byte[] part, String text) {
        return part.length >= text.length()
                && new String(part, 0, text.length(), StandardCharsets.US_ASCII).equals(text);
    }
}
