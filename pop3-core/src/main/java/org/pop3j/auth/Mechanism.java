package org.pop3j.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The table of mechanisms, those with a password first and of these the strongest first: name, who speaks first, what an eavesdropper gets.
 */
public enum Mechanism {
    /** Salted and hashed, both sides prove that they know the password (RFC 7677). */
    SCRAM_SHA_256("SCRAM-SHA-256", true, false),
    /** The same with an older hash function (RFC 5802). */
    SCRAM_SHA_1("SCRAM-SHA-1", true, false),
    /** A keyed digest; whoever hears it can guess at leisure (RFC 2195). */
    CRAM_MD5("CRAM-MD5", false, false),
    /** Name and password as they are (RFC 4616). */
    PLAIN("PLAIN", true, true),
    /** The same in two steps, for servers that know nothing better (never a standard). */
    LOGIN("LOGIN", false, true),
    /** An access token (RFC 7628). */
    OAUTHBEARER("OAUTHBEARER", true, true),
    /** An access token, as Google and Microsoft had it before there was a standard. */
    XOAUTH2("XOAUTH2", true, true);

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
     * @param context where the client is
     * @return a new exchange
     * @throws IllegalArgumentException if the name has characters that the mechanism does not allow
     */
    public ClientExchange client(Credentials credentials, ClientContext context) {
        return switch (this) {
            case SCRAM_SHA_256 -> new ScramClient(Hash.SHA_256, credentials, context.random());
            case SCRAM_SHA_1 -> new ScramClient(Hash.SHA_1, credentials, context.random());
            case CRAM_MD5 -> new CramMd5.Client(credentials);
            case PLAIN -> new PlainClient(credentials);
            case LOGIN -> new LoginMechanism.Client(credentials);
            case OAUTHBEARER, XOAUTH2 -> new OAuth.Client(this, credentials, context);
        };
    }

    /**
     * The server's side.
     *
     * @param secrets asked while the exchange lasts
     * @param random for nonces, a secure source
     * @return a new exchange
     */
    public ServerExchange server(Secrets secrets, RandomGenerator random) {
        return switch (this) {
            case SCRAM_SHA_256 -> new ScramServer(Hash.SHA_256, secrets, random);
            case SCRAM_SHA_1 -> new ScramServer(Hash.SHA_1, secrets, random);
            case CRAM_MD5 -> new CramMd5.Server(secrets, random);
            case PLAIN -> new PlainServer(secrets);
            case LOGIN -> new LoginMechanism.Server(secrets);
            case OAUTHBEARER, XOAUTH2 -> new OAuth.Server(this, secrets);
        };
    }
}
