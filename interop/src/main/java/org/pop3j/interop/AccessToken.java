package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens that Dovecot checks by itself: signed with a key that it is given as a file. */
final class AccessToken {
    private static final byte[] KEY = "a key of thirty-two octets ....".getBytes(US_ASCII);

    private AccessToken() {}

    /** Writes the key where Dovecot looks for it. */
    static void writeKey(Path keys) throws IOException {
        Path directory = Files.createDirectories(keys.resolve("default").resolve("HS256"));
        Files.writeString(directory.resolve("default"), Base64.getEncoder().encodeToString(KEY), US_ASCII);
    }

    /** A token for a user, with dates that are right for some decades. */
    static String of(String user) {
        String claims = "{\"sub\":\"" + user + "\",\"iat\":1500000000,\"exp\":4000000000}";
        String unsigned =
                base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return unsigned + "." + base64(mac.doFinal(unsigned.getBytes(US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
