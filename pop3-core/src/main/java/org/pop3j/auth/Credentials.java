package org.pop3j.auth;

import java.util.Arrays;
import java.util.List;

/**
 * Who one says to be and the secret that proves it, and by which mechanisms it may be proved. The secret never shows in
 * {@link #toString()}; {@link #close()} overwrites it. Not thread-safe because of that.
 */
public final class Credentials implements AutoCloseable {
    private static final int MAX_USER_OCTETS = 512;
    private static final int MAX_SECRET_OCTETS = 10_240;

    private static final List<Mechanism> BY_PASSWORD = List.of(
            Mechanism.SCRAM_SHA_256_PLUS,
            Mechanism.SCRAM_SHA_1_PLUS,
            Mechanism.SCRAM_SHA_256,
            Mechanism.SCRAM_SHA_1,
            Mechanism.CRAM_MD5,
            Mechanism.PLAIN,
            Mechanism.LOGIN);

    /** By a password, too, but only if somebody wants them. */
    private static final List<Mechanism> ON_DEMAND = List.of(Mechanism.DIGEST_MD5, Mechanism.APOP);

    private static final List<Mechanism> BY_TOKEN = List.of(Mechanism.OAUTHBEARER, Mechanism.XOAUTH2);

    private final String user;
    private final Secret secret;
    private final List<Mechanism> mechanisms;
    private final boolean chosen;

    private Credentials(String user, Secret secret, List<Mechanism> mechanisms, boolean chosen) {
        this.user = user;
        this.secret = secret;
        this.mechanisms = mechanisms;
        this.chosen = chosen;
    }

    /**
     * A name and a password, for all mechanisms that work with these, the strongest first. DIGEST-MD5 and APOP are not among
     * them unless {@link #only} names them.
     *
     * @param user not empty, at most 512 octets in UTF-8
     * @param password not empty, at most 10,240 octets in UTF-8; copied, the caller may overwrite it
     * @return the credentials
     * @throws IllegalArgumentException if one of them is empty or too long, or has CR, LF, NUL or half a surrogate pair
     */
    public static Credentials password(String user, char[] password) {
        requireSendable(user.toCharArray(), "user name", MAX_USER_OCTETS);
        requireSendable(password, "password", MAX_SECRET_OCTETS);
        return new Credentials(user, new Secret(password), BY_PASSWORD, false);
    }

    /**
     * The certificate that the client shows in TLS, for EXTERNAL (RFC 4422, appendix A): whom it stands for is the server's
     * business.
     *
     * @return the credentials, without a secret of their own
     */
    public static Credentials certificate() {
        return new Credentials("", Secret.none(), List.of(Mechanism.EXTERNAL), true);
    }

    /**
     * The certificate that the client shows in TLS, and the user that it is to stand for.
     *
     * @param user not empty, at most 512 octets in UTF-8
     * @return the credentials, without a secret of their own
     * @throws IllegalArgumentException if the name is empty or too long, or has CR, LF, NUL or half a surrogate pair
     */
    public static Credentials certificate(String user) {
        requireSendable(user.toCharArray(), "user name", MAX_USER_OCTETS);
        return new Credentials(user, Secret.none(), List.of(Mechanism.EXTERNAL), true);
    }

    /**
     * Nobody in particular, for ANONYMOUS (RFC 4505).
     *
     * @param trace for the operator's log: empty, an e-mail address, or up to 255 printable characters without an at sign.
     *     It is no proof, and nobody has to give it: what can be said without asking the user is nothing
     * @return the credentials, without a secret; the trace stands in the place of the user
     * @throws IllegalArgumentException if the trace is none of these
     */
    public static Credentials anonymous(String trace) {
        if (!Anonymous.trace(trace)) {
            throw new IllegalArgumentException("a trace is an e-mail address, or up to 255 characters without @");
        }
        return new Credentials(trace, Secret.none(), List.of(Mechanism.ANONYMOUS), true);
    }

    /**
     * A name and an access token of OAuth 2. It is never used as a password.
     *
     * @param user not empty, without control characters, at most 512 octets in UTF-8
     * @param token 1 to 10,240 characters of printable ASCII without spaces; copied, the caller may overwrite it
     * @return the credentials
     * @throws IllegalArgumentException if one of them cannot be sent
     */
    public static Credentials accessToken(String user, char[] token) {
        requireSendable(user.toCharArray(), "user name", MAX_USER_OCTETS);
        boolean sendable = token.length > 0
                && token.length <= MAX_SECRET_OCTETS
                && user.chars().allMatch(c -> c >= ' ' && c != 0x7F);
        for (char c : token) {
            sendable &= c > ' ' && c < 0x7F;
        }
        if (!sendable) {
            throw new IllegalArgumentException(
                    "an access token that is too long, or it or its user's name has characters that it cannot have");
        }
        return new Credentials(user, new Secret(token), BY_TOKEN, true);
    }

    /**
     * The same credentials for these mechanisms only. They share the secret: closing one closes the other.
     *
     * @param first the one to try first
     * @param more the others in the order in which they are tried
     * @return the credentials
     * @throws IllegalArgumentException if one of the mechanisms does not work with such credentials
     */
    public Credentials only(Mechanism first, Mechanism... more) {
        Mechanism[] all = new Mechanism[1 + more.length];
        all[0] = first;
        System.arraycopy(more, 0, all, 1, more.length);
        List<Mechanism> wanted = List.of(all);
        boolean byPassword = mechanisms.equals(BY_PASSWORD);
        for (Mechanism mechanism : wanted) {
            if (!mechanisms.contains(mechanism) && !(byPassword && ON_DEMAND.contains(mechanism))) {
                throw new IllegalArgumentException("of these credentials' mechanisms there are " + mechanisms
                        + (byPassword ? ", and on demand " + ON_DEMAND : ""));
            }
        }
        return new Credentials(user, secret, wanted, true);
    }

    /**
     * How the secret may be proved.
     *
     * @return mechanisms in the order in which they are tried
     */
    public List<Mechanism> mechanisms() {
        return mechanisms;
    }

    /**
     * Whether the mechanisms were chosen by {@link #only}, or there are no others for such credentials.
     *
     * @return whether no other way to log in may be taken in their place
     */
    public boolean chosen() {
        return chosen;
    }

    /**
     * Who one says to be.
     *
     * @return the name; empty if a certificate says it; of ANONYMOUS the trace
     */
    public String user() {
        return user;
    }

    /**
     * The password or the token.
     *
     * @return empty if there is neither; a copy, the caller's to overwrite
     * @throws IllegalStateException if it was overwritten here
     */
    public char[] secret() {
        return secret.copy();
    }

    /** Its octets, the caller's to overwrite. */
    byte[] secretOctets() {
        char[] copy = secret();
        try {
            return Utf8.octets(copy);
        } finally {
            Arrays.fill(copy, '\0');
        }
    }

    /** Overwrites the secret; it cannot be used afterwards. */
    @Override
    public void close() {
        secret.close();
    }

    /** The name only. */
    @Override
    public String toString() {
        return (user.isEmpty() ? "somebody" : user) + " by " + mechanisms;
    }

    private static void requireSendable(char[] text, String what, int maxOctets) {
        boolean sendable = text.length > 0 && text.length <= maxOctets;
        for (char c : text) {
            sendable &= c != '\r' && c != '\n' && c != 0;
        }
        if (!sendable) {
            throw new IllegalArgumentException(what + " is empty or too long, or has CR, LF or NUL");
        }
        byte[] octets = Utf8.octets(text);
        Arrays.fill(octets, (byte) 0);
        if (octets.length > maxOctets) {
            throw new IllegalArgumentException(what + " is longer than " + maxOctets + " octets");
        }
    }

    /** Shared by all credentials that were made of one another: what one overwrites the other must not send. */
    private static final class Secret {
        private final char[] characters;
        private boolean closed;

        Secret(char[] characters) {
            this.characters = characters.clone();
        }

        static Secret none() {
            return new Secret(new char[0]);
        }

        char[] copy() {
            if (closed) {
                throw new IllegalStateException("the credentials were closed");
            }
            return characters.clone();
        }

        void close() {
            Arrays.fill(characters, '\0');
            closed = true;
        }
    }
}
