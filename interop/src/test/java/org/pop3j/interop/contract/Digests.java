package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests of octets that are written as characters of ISO 8859-1. */
final class Digests {
    private Digests() {}

    static byte[] digest(String hash, String text) throws IOException {
        try {
            return MessageDigest.getInstance(hash).digest(text.getBytes(ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    static byte[] hmac(String hash, String key, String text) throws IOException {
        try {
            String algorithm = "Hmac" + hash.replace("-", "");
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(ISO_8859_1), algorithm));
            return mac.doFinal(text.getBytes(ISO_8859_1));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }

    static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
