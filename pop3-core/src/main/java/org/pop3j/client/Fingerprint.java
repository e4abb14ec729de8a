package org.pop3j.client;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What tells a certificate from all others: SHA-256 of its DER form.
 *
 * @param hex 64 digits in upper case
 */
record Fingerprint(String hex) {
    private static final int DIGITS = 64;

    Fingerprint {
        if (hex.length() != DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("a fingerprint is 64 hexadecimal digits");
        }
    }

    /** In any case, with or without colons. */
    static Fingerprint parse(String text) {
        return new Fingerprint(text.replace(":", "").toUpperCase(Locale.ROOT));
    }

    static Fingerprint of(X509Certificate certificate) throws CertificateEncodingException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Fingerprint(HexFormat.of().withUpperCase().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    /** As openssl prints it. */
    @Override
    public String toString() {
        return hex.replaceAll("(..)(?=.)", "$1:");
    }
}
