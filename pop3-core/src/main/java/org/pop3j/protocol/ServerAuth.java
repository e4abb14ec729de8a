package org.pop3j.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** AUTH on the server's side: one exchange at a time (RFC 5034, section 4). */
final class ServerAuth {
    /** Longest response line, CRLF included, in base64 what a client may send at most: tokens have several thousand octets. */
    static final int MAX_LINE_OCTETS = ClientEngine.MAX_RESPONSE_OCTETS / 3 * 4 + 2;

    private static final byte[] NONE = {};
    private static final byte[] CANCEL = {'*'};
    private static final byte[] EMPTY = {'='};
    /** Nothing says how it works, and some clients give the name in the command. */
    private static final String LOGIN = "LOGIN";

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
        int space = Octets.indexOf(words, ' ', 0);
        boolean bare = space < 0;
        SaslMechanism mechanism = find(Octets.text(words, 0, bare ? words.length : space), offered);
        boolean answersPrompt = !mechanism.clientFirst() && mechanism.name().equals(LOGIN);
        if (!bare && !mechanism.clientFirst() && !answersPrompt) {
            throw new Refusal(mechanism.name() + " takes no initial response");
        }
        byte[] line = bare ? NONE : Arrays.copyOfRange(words, space + 1, words.length);
        byte[] response = decode(Arrays.equals(line, EMPTY) ? NONE : line);
        AuthExchange begun = accounts.authenticate(mechanism);
        exchange = begun;
        if (bare && mechanism.clientFirst()) {
            return new AuthExchange.Step.Challenge(NONE);
        }
        if (!bare && answersPrompt) {
            begun.respond(NONE);
        }
        return respond(begun, response);
    }

    /** A response line. */
    AuthExchange.Step respond(byte[] line) throws Refusal {
        AuthExchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("no exchange");
        }
        if (Arrays.equals(line, CANCEL)) {
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

    /** Overwrites the line. */
    private static byte[] decode(byte[] line) throws Refusal {
        Optional<byte[]> octets = Base64Text.decode(line);
        Arrays.fill(line, (byte) 0);
        if (octets.isEmpty()) {
            throw new Refusal("not base64");
        }
        return octets.get();
    }
}
