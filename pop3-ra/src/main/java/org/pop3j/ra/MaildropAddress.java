package org.pop3j.ra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** Which maildrop: the user's, on a server. */
record MaildropAddress(String host, int port, String user) {
    MaildropAddress {
        host = host.toLowerCase(Locale.ROOT);
    }

    /** The name of the maildrop in the ledger: of fixed length, whatever the names are. */
    String key() {
        String name = "pop3:" + host + ":" + port + "/" + user;
        return "pop3:" + digest(name.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 in 43 characters of base64url. */
    static String digest(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256().digest(octets));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
