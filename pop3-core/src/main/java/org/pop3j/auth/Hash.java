package org.pop3j.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that mechanisms are built on, with the JDK's names. */
enum Hash {
    MD5("MD5", "HmacMD5"),
    SHA_1("SHA-1", "HmacSHA1"),
    SHA_224("SHA-224", "HmacSHA224"),
    SHA_256("SHA-256", "HmacSHA256"),
    SHA_384("SHA-384", "HmacSHA384"),
    SHA_512("SHA-512", "HmacSHA512");

    private static final byte[] NO_KEY = {0};

    private final String digest;
    private final String mac;

    Hash(String digest, String mac) {
        this.digest = digest;
        this.mac = mac;
    }

    byte[] hash(byte[]... parts) {
        try {
            MessageDigest function = MessageDigest.getInstance(digest);
            for (byte[] part : parts) {
                function.update(part);
            }
            return function.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + digest, e);
        }
    }

    byte[] hmac(byte[] key, byte[] text) {
        return mac(key).doFinal(text);
    }

    /** Ready for any number of texts. */
    Mac mac(byte[] key) {
        try {
            Mac function = Mac.getInstance(mac);
            // A key is padded with zeros, so that one zero is the same as nothing, which the JDK does not take.
            function.init(new SecretKeySpec(key.length == 0 ? NO_KEY : key, mac));
            return function;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + mac, e);
        }
    }

    /** A msg-id that nobody can guess, of letters, digits, dots and hyphens only: some clients take no other. */
    static byte[] unguessable(RandomGenerator random) {
        byte[] octets = new byte[20];
        random.nextBytes(octets);
        return Utf8.octets("<" + hex(octets) + "@pop3j.invalid>");
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
