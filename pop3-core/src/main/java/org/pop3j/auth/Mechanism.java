package org.pop3j.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The table of mechanisms, those with a password first and of these the strongest first: name, who speaks first, what an
 * eavesdropper gets. {@link #APOP} is among them, although it has a command of its own in place of AUTH.
 */
public enum Mechanism {
    /** SCRAM-SHA-256, bound to the TLS connection (RFC 5802, section 6). */
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", true, false),
    /** SCRAM-SHA-1, bound likewise. */
    SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", true, false),
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
    XOAUTH2("XOAUTH2", true, true),
    /** The certificate that the client shows in TLS (RFC 4422, appendix A). */
    EXTERNAL("EXTERNAL", true, false),
    /** Nobody in particular, where a server lets everybody in (RFC 4505). */
    ANONYMOUS("ANONYMOUS", true, false),
    /** A digest with nonces of both sides; historic (RFC 2831, RFC 6331). Off unless it is asked for. */
    DIGEST_MD5("DIGEST-MD5", false, false),
    /**
     * A digest of the greeting's timestamp (RFC 1939, section 7). Off unless it is asked for. Its challenge is the timestamp,
     * its response the name, one space and the digest; no capability names it.
     */
    APOP("APOP", false, false);

    private final String wireName;
    private final boolean clientFirst;
    private final boolean clearText;

    Mechanism(String wireName, boolean clientFirst, boolean clearText) {
        this.wireName = wireName;
        this.clientFirst = clientFirst;
        this.clearText = clearText;
    }

    /**
     * Finds a mechanism of AUTH.
     *
     * @param name as in a SASL capability, in any case
     * @return the mechanism, if it is known; never {@link #APOP}
     */
    public static Optional<Mechanism> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mechanism -> mechanism != APOP && mechanism.wireName.equals(upper))
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
     * Whether the exchange is bound to the TLS connection: only where there is one, and something to bind to.
     *
     * @return whether it is
     */
    public boolean bound() {
        return this == SCRAM_SHA_256_PLUS || this == SCRAM_SHA_1_PLUS;
    }

    /**
     * The client's side.
     *
     * @param credentials those that {@link Credentials#mechanisms()} names this mechanism for; read during the exchange
     * @param context where the client is
     * @return a new exchange
     * @throws IllegalArgumentException if the credentials are not for this mechanism, the mechanism does not allow the
     *     characters of the name or of the secret, or it is to be bound and there is nothing to bind to
     */
    public ClientExchange client(Credentials credentials, ClientContext context) {
        if (!credentials.mechanisms().contains(this)) {
            throw new IllegalArgumentException("these credentials are not for " + wireName);
        }
        return switch (this) {
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS ->
                new ScramClient(Hash.SHA_256, credentials, header(context), context);
            case SCRAM_SHA_1, SCRAM_SHA_1_PLUS -> new ScramClient(Hash.SHA_1, credentials, header(context), context);
            case EXTERNAL -> new External.Client(credentials);
            case ANONYMOUS -> new Anonymous.Client(credentials);
            case DIGEST_MD5 -> new DigestMd5Client(credentials, context);
            case APOP -> new Apop.Client(credentials);
            case CRAM_MD5 -> new CramMd5.Client(credentials);
            case PLAIN -> new PlainClient(credentials);
            case LOGIN -> new LoginMechanism.Client(credentials);
            case OAUTHBEARER, XOAUTH2 -> new OAuth.Client(this, credentials, context);
        };
    }

    private Gs2Header header(ClientContext context) {
        if (bound()) {
            return Gs2Header.bound(context.binding()
                    .orElseThrow(() -> new IllegalArgumentException(wireName + " has nothing to bind to")));
        }
        return context.binding().isPresent() ? Gs2Header.unused() : Gs2Header.unable();
    }

    /**
     * The server's side. ANONYMOUS lets everybody in as {@code anonymous}.
     *
     * @param secrets asked while the exchange lasts
     * @param context what the server's connection has
     * @return a new exchange; of APOP one that takes any number of responses to its timestamp
     */
    public ServerExchange server(Secrets secrets, ServerContext context) {
        return switch (this) {
            case SCRAM_SHA_256, SCRAM_SHA_256_PLUS -> new ScramServer(Hash.SHA_256, bound(), secrets, context);
            case SCRAM_SHA_1, SCRAM_SHA_1_PLUS -> new ScramServer(Hash.SHA_1, bound(), secrets, context);
            case EXTERNAL -> new External.Server(context);
            case ANONYMOUS -> new Anonymous.Server();
            case DIGEST_MD5 -> new DigestMd5Server(secrets, context);
            case APOP -> new Apop.Server(secrets, context.random());
            case CRAM_MD5 -> new CramMd5.Server(secrets, context.random());
            case PLAIN -> new PlainServer(secrets);
            case LOGIN -> new LoginMechanism.Server(secrets);
            case OAUTHBEARER, XOAUTH2 -> new OAuth.Server(this, secrets);
        };
    }
}
