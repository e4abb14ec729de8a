package org.pop3j.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of mechanisms, strongest first: name, who speaks first, what an eavesdropper gets.
 */
public enum Mechanism {
    /** Name and password as they are (RFC 4616). */
    PLAIN("PLAIN", true, true);

    private final String wireName;
    private final boolean clientFirst;
    private final boolean clearText;

    Mechanism(String wireName, boolean clientFirst, boolean clearText) {
        this.wireName = wireName;
        this.clientFirst = clientFirst;
        this.clearText = clearText;
    }

    /**
     * Finds a mechanism.
     *
     * @param name as in a SASL capability, in any case
     * @return the mechanism, if it is known
     */
    public static Optional<Mechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.wireName.equals(upper))
                .findFirst();
    }

    /**
     * The registered name.
     *
     * @return upper-case letters, digits and hyphens
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Whether the first octets that matter are the client's.
     *
     * @return whether a response may go out with the command
     */
    public boolean clientFirst() {
        return clientFirst;
    }

    /**
     * Whether the response holds a secret that whoever reads it can use again: only for connections under TLS.
     *
     * @return whether it does
     */
    public boolean clearText() {
        return clearText;
    }

    /**
     * The client's side.
     *
     * @param credentials those that {@link Credentials#mechanisms()} names this mechanism for; read during the exchange
     * @return a new exchange
     */
    public ClientExchange client(Credentials credentials) {
        return switch (this) {
            case PLAIN -> new PlainClient(credentials);
        };
    }

    /**
     * The server's side.
     *
     * @param secrets asked while the exchange lasts
     * @return a new exchange
     */
    public ServerExchange server(Secrets secrets) {
        return switch (this) {
            case PLAIN -> new PlainServer(secrets);
        };
    }
}
