package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lower-case hexadecimal digits. */
final class Digests {
    private Digests() {}

    /** One that has seen nothing yet. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Of what it has seen. */
    static String digits(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of a text in UTF-8. */
    static String sha256(String text) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return digits(digest);
    }
}
