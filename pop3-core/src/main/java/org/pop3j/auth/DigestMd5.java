package org.pop3j.auth;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What both sides of DIGEST-MD5 compute (RFC 2831, section 2.1.2.1), for {@code qop=auth} and {@code algorithm=md5-sess}. In
 * this protocol the service is {@code pop} (RFC 5034, section 4).
 *
 * @param user name, also as it is hashed
 * @param realm may be empty
 * @param nonce the server's
 * @param cnonce the client's
 * @param uri {@code pop/host}
 * @param authorization identity to act as, if the client has named one
 */
record DigestMd5(String user, String realm, String nonce, String cnonce, String uri, Optional<String> authorization) {
    static final String SERVICE = "pop/";
    /** The first use of a nonce, and the only one. */
    static final String COUNT = "00000001";

    private static final int NONCE_OCTETS = 18;

    static String nonce(RandomGenerator random) {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Hash.hex(octets);
    }

    /** The client's proof. */
    String response(byte[] passwordInUtf8) {
        return digest(passwordInUtf8, "AUTHENTICATE:");
    }

    /** The server's. */
    String rspauth(byte[] passwordInUtf8) {
        return digest(passwordInUtf8, ":");
    }

    private String digest(byte[] passwordInUtf8, String method) {
        byte[] password = narrowed(passwordInUtf8);
        byte[] key = Hash.MD5.hash(octets(user), octets(":"), octets(realm), octets(":"), password);
        Arrays.fill(password, (byte) 0);
        String suffix =
                ":" + nonce + ":" + cnonce + authorization.map(a -> ":" + a).orElse("");
        String a1 = Hash.hex(Hash.MD5.hash(key, Utf8.octets(suffix)));
        Arrays.fill(key, (byte) 0);
        String a2 = Hash.hex(Hash.MD5.hash(Utf8.octets(method + uri)));
        return Hash.hex(Hash.MD5.hash(Utf8.octets(a1 + ":" + nonce + ":" + COUNT + ":" + cnonce + ":auth:" + a2)));
    }

    /** What ISO 8859-1 can say is hashed in it, as HTTP does. */
    private static byte[] octets(String text) {
        return text.getBytes(charset(text));
    }

    private static Charset charset(String text) {
        return latin(text) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    static boolean latin(String text) {
        return text.chars().allMatch(c -> c <= 0xFF);
    }

    static boolean latin(byte[] utf8) {
        boolean latin = true;
        for (byte octet : utf8) {
            latin &= (octet & 0xFF) <= 0xC3;
        }
        return latin;
    }

    /** The same for a password, without leaving a copy. Octets of UTF-8 up to U+00FF begin with C2 or C3. */
    private static byte[] narrowed(byte[] utf8) {
        if (!latin(utf8)) {
            return utf8.clone();
        }
        byte[] narrow = new byte[utf8.length];
        int length = 0;
        for (int i = 0; i < utf8.length; i++) {
            int octet = utf8[i] & 0xFF;
            narrow[length++] = octet < 0x80 ? utf8[i] : (byte) (((octet & 0x03) << 6) | (utf8[++i] & 0x3F));
        }
        byte[] exact = Arrays.copyOf(narrow, length);
        Arrays.fill(narrow, (byte) 0);
        return exact;
    }
}
