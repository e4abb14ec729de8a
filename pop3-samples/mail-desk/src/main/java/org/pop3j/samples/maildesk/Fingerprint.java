package org.pop3j.samples.maildesk;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Proof of what arrived.
 *
 * @param octets how many
 * @param sha256 of them, in hex
 */
record Fingerprint(long octets, String sha256) {

    /** Reads the stream to its end and closes it. */
    static Fingerprint of(InputStream stream) throws IOException {
        try (stream) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[16 * 1024];
            long octets = 0;
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                digest.update(buffer, 0, n);
                octets += n;
            }
            return new Fingerprint(octets, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
