package org.pop3j.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLSession;

/** A client of SCRAM (RFC 5802, RFC 7677), written for the contract so that no mistake is shared with the server. */
final class Scram {
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO";

    private final String hash;
    private final String user;
    private final String password;
    private final String header;
    private final byte[] binding;

    Scram(String hash, String user, String password) {
        this(hash, user, password, "n,,", new byte[0]);
    }

    private Scram(String hash, String user, String password, String header, byte[] binding) {
        this.hash = hash;
        this.user = user;
        this.password = password;
        this.header = header;
        this.binding = binding;
    }

    /** The same, bound to a connection (section 6). */
    Scram bound(String type, byte[] data) {
        return new Scram(hash, user, password, "p=" + type + ",,", data);
    }

    /** The data of tls-server-end-point (RFC 5929, section 4.1), of a certificate signed with SHA-256. */
    static byte[] endPoint(SSLSession session) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-256").digest(session.getPeerCertificates()[0].getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** Runs the exchange; the last answer. A server that proves itself wrongly fails the test. */
    String conclude(Wire wire, String mechanism) throws IOException {
        String first = "n=" + user + ",r=" + NONCE;
        assertThat(wire.command("AUTH " + mechanism)).isEqualTo("+ ");
        String challenge = challenge(wire.command(Clauses.base64(header + first)));
        String nonce = challenge.replaceFirst("r=([^,]*),.*", "$1");
        assertThat(nonce).startsWith(NONCE).hasSizeGreaterThan(NONCE.length() + 8);
        byte[] salt = Base64.getDecoder().decode(challenge.replaceFirst(".*,s=([^,]*),.*", "$1"));
        int rounds = Integer.parseInt(challenge.replaceFirst(".*,i=(\\d+).*", "$1"));
        assertThat(rounds).isGreaterThanOrEqualTo(4096);
        byte[] salted = salted(salt, rounds);
        String bare = "c=" + Clauses.base64(header + Digests.text(binding)) + ",r=" + nonce;
        String signed = first + "," + challenge + "," + bare;
        String answer = wire.command(Clauses.base64(bare + ",p=" + proof(salted, signed)));
        if (answer.startsWith("-ERR")) {
            return answer;
        }
        byte[] signature = mac(mac(salted, "Server Key"), signed);
        assertThat(challenge(answer)).isEqualTo("v=" + Base64.getEncoder().encodeToString(signature));
        return wire.command("");
    }

    private static String challenge(String line) {
        assertThat(line).matches("\\+ [A-Za-z0-9+/]+=*");
        return Clauses.decoded(line.substring(2));
    }

    private String proof(byte[] salted, String signed) throws IOException {
        byte[] key = mac(salted, "Client Key");
        byte[] signature = mac(Digests.digest(hash, Digests.text(key)), signed);
        for (int i = 0; i < key.length; i++) {
            key[i] ^= signature[i];
        }
        return Base64.getEncoder().encodeToString(key);
    }

    private byte[] salted(byte[] salt, int rounds) throws IOException {
        try {
            int bits = MessageDigest.getInstance(hash).getDigestLength() * 8;
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, bits);
            return SecretKeyFactory.getInstance("PBKDF2WithHmac" + hash.replace("-", ""))
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private byte[] mac(byte[] key, String text) throws IOException {
        return Digests.hmac(hash, Digests.text(key), text);
    }
}
