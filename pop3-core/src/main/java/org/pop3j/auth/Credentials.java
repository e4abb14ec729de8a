package org.pop3j.auth;

import java.util.Arrays;
import java.util.List;

/**
 * Who one says to be and the secret that proves it, and by which mechanisms it may be proved. The secret never shows in
 * {@link #toString()}; {@link #close()} overwrites it. Not thread-safe because of that.
 */
public final class Credentials implements AutoCloseable {
    private static final List<Mechanism> BY_PASSWORD = List.of(
            Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_1, Mechanism.CRAM_MD5, Mechanism.PLAIN, Mechanism.LOGIN);

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
     * A name and a password, for all mechanisms that work with these, the strongest first.
     *
     * @param user not empty
     * @param password not empty; copied, the caller may overwrite it
     * @return the credentials
     * @throws IllegalArgumentException if one of them is empty or has CR, LF, NUL or half a surrogate pair
     */
    public static Credentials password(String user, char[] password) {
        requireSendable(user.toCharArray(), "user name");
        requireSendable(password, "password");
        return new Credentials(user, new Secret(password), BY_PASSWORD, false);
    }

    /**
     * A name and an access token of OAuth 2. It is never used as a password.
     *
     * @param user not empty, without control characters
     * @param token not empty, printable ASCII without spaces; copied, the caller may overwrite it
     * @return the credentials
     * @throws IllegalArgumentException if one of them cannot be sent
     */
    public static Credentials accessToken(String user, char[] token) {
        requireSendable(user.toCharArray(), "user name");
        boolean sendable = token.length > 0 && user.chars().allMatch(c -> c >= ' ' && c != 0x7F);
        for (char c : token) {
            sendable &= c > ' ' && c < 0x7F;
        }
        if (!sendable) {
            throw new IllegalArgumentException("an access token, or its user's name, with characters it cannot have");
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
        if (!mechanisms.containsAll(wanted)) {
            throw new IllegalArgumentException("of these credentials' mechanisms there are " + mechanisms);
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
     * @return the name
     */
    public String user() {
        return user;
    }

    /**
     * The password or the token.
     *
     * @return a copy, the caller's to overwrite
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
        return user + " by " + mechanisms;
    }

    private static void requireSendable(char[] text, String what) {
        boolean sendable = text.length > 0;
        for (char c : text) {
            sendable &= c != '\r' && c != '\n' && c != 0;
        }
        if (!sendable) {
            throw new IllegalArgumentException(what + " is empty or has CR, LF or NUL");
        }
        Arrays.fill(Utf8.octets(text), (byte) 0);
    }

    /** Shared by all credentials that were made of one another: what one overwrites the other must not send. */
    private static final class Secret {
        private final char[] characters;
        private boolean closed;

        Secret(char[] characters) {
            this.characters = characters.clone();
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
