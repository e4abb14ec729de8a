package org.pop3j.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AUTH on the server's side: one exchange at a time (RFC 5034, section 4). */
final class ServerAuth {
    /** Longest response line, CRLF included: tokens have several thousand octets. */
    static final int MAX_RESPONSE_OCTETS = 16_384;

    private static final String CANCEL = "*";
    private static final String EMPTY = "=";

    private final Accounts accounts;
    private @Nullable AuthExchange exchange;

    ServerAuth(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Whether the next line is a response. */
    boolean active() {
        return exchange != null;
    }

    void stop() {
        exchange = null;
    }

    /** A name of a mechanism, perhaps a response. */
    AuthExchange.Step begin(byte[] words, List<SaslMechanism> offered) throws Refusal {
        int space = Octets.text(words, 0, words.length).indexOf(' ');
        SaslMechanism mechanism = find(Octets.text(words, 0, space < 0 ? words.length : space), offered);
        byte[] line = space < 0 ? new byte[0] : Arrays.copyOfRange(words, space + 1, words.length);
        boolean empty = Octets.text(line, 0, line.length).equals(EMPTY);
        if (space >= 0 && !mechanism.clientFirst()) {
            throw new Refusal(mechanism.name() + " takes no initial response");
        }
        byte[] response = decode(empty ? new byte[0] : line);
        exchange = accounts.authenticate(mechanism);
        if (space < 0 && mechanism.clientFirst()) {
            return new AuthExchange.Step.Challenge(response);
        }
        return respond(exchange, response);
    }

    /** A response line. */
    AuthExchange.Step respond(byte[] line) throws Refusal {
        AuthExchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("no exchange");
        }
        if (Octets.text(line, 0, line.length).equals(CANCEL)) {
            throw new Refusal("AUTH cancelled");
        }
        return respond(current, decode(line));
    }

    private AuthExchange.Step respond(AuthExchange current, byte[] response) {
        try {
            AuthExchange.Step step = current.respond(response);
            exchange = step instanceof AuthExchange.Step.Concluded ? null : current;
            return step;
        } finally {
            Arrays.fill(response, (byte) 0);
        }
    }

    private static SaslMechanism find(String name, List<SaslMechanism> offered) throws Refusal {
        for (SaslMechanism mechanism : offered) {
            if (mechanism.name().equalsIgnoreCase(name)) {
                return mechanism;
            }
        }
        throw new Refusal("no such mechanism");
    }

    private static byte[] decode(byte[] line) throws Refusal {
        Optional<byte[]> octets = Base64Text.decode(Octets.text(line, 0, line.length));
        Arrays.fill(line, (byte) 0);
        if (octets.isEmpty()) {
            throw new Refusal("not base64");
        }
        return octets.get();
    }
}
