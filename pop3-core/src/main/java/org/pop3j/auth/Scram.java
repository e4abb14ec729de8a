package org.pop3j.auth;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;

/** What both sides of SCRAM compute and how they write it (RFC 5802, sections 3, 5 and 7; RFC 7677). */
final class Scram {
    /** Fewer are too easy to guess (RFC 7677, section 4). */
    static final int MIN_ITERATIONS = 4096;
    /** More are an attack on the client's processor. These take half a second at most, and are many times what servers ask for. */
    static final int MAX_ITERATIONS = 200_000;

    /** How often it is asked whether anybody still waits: about every 3 ms. */
    private static final int ITERATIONS_AT_ONCE = 1000;

    private static final Set<String> ERRORS = Set.of(
            "invalid-encoding",
            "extensions-not-supported",
            "invalid-proof",
            "channel-bindings-dont-match",
            "server-does-support-channel-binding",
            "channel-binding-not-supported",
            "unsupported-channel-binding-type",
            "unknown-user",
            "invalid-username-encoding",
            "no-resources");

    private static final int NONCE_OCTETS = 18;

    private Scram() {}

    /** Printable, without comma. */
    static String nonce(RandomGenerator random) {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /** Hi(): PBKDF2 with one block; empty if it was given up. */
    static Optional<byte[]> salted(Hash hash, byte[] password, byte[] salt, int iterations, BooleanSupplier givenUp) {
        Mac mac = hash.mac(password);
        mac.update(salt);
        byte[] u = mac.doFinal(new byte[] {0, 0, 0, 1});
        byte[] result = u.clone();
        for (int i = 1; i < iterations; i++) {
            if (i % ITERATIONS_AT_ONCE == 0 && givenUp.getAsBoolean()) {
                return Optional.empty();
            }
            u = mac.doFinal(u);
            for (int j = 0; j < u.length; j++) {
                result[j] ^= u[j];
            }
        }
        return Optional.of(result);
    }

    /** What {@code e=} says, in the words of RFC 5802, section 7; whatever is not among them is another error. */
    static Optional<String> error(String message) {
        return value(message.split(",", -1)[0], 'e').map(error -> ERRORS.contains(error) ? error : "other-error");
    }

    static byte[] clientKey(Hash hash, byte[] salted) {
        return hash.hmac(salted, Utf8.octets("Client Key"));
    }

    static byte[] serverSignature(Hash hash, byte[] salted, String authMessage) {
        return hash.hmac(hash.hmac(salted, Utf8.octets("Server Key")), Utf8.octets(authMessage));
    }

    /** The client's proof out of its key, or the key out of the proof. */
    static byte[] masked(Hash hash, byte[] octets, byte[] storedKey, String authMessage) {
        byte[] result = hash.hmac(storedKey, Utf8.octets(authMessage));
        for (int i = 0; i < result.length; i++) {
            result[i] ^= octets[i];
        }
        return result;
    }

    /** The value of an attribute, which has to be exactly this one. */
    static Optional<String> value(String attribute, char name) {
        boolean found = attribute.length() > 2 && attribute.charAt(0) == name && attribute.charAt(1) == '=';
        return found ? Optional.of(attribute.substring(2)) : Optional.empty();
    }

    static Optional<byte[]> base64(String text) {
        try {
            byte[] octets = Base64.getDecoder().decode(text);
            boolean exact = Base64.getEncoder().encodeToString(octets).equals(text);
            return exact ? Optional.of(octets) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    static String escaped(String name) {
        return name.replace("=", "=3D").replace(",", "=2C");
    }

    /** Empty if an equals sign stands for anything else. */
    static Optional<String> unescaped(String name) {
        boolean legal = name.matches("(?:[^=]|=2C|=3D)*+");
        return legal ? Optional.of(name.replace("=2C", ",").replace("=3D", "=")) : Optional.empty();
    }
}
