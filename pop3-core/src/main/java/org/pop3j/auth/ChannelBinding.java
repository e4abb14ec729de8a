package org.pop3j.auth;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ties an exchange to the TLS connection that it runs in, so that nobody in the middle can pass it on (RFC 5056).
 * Only sessions that were negotiated by TLS 1.2 or later are to be bound. The octets are no secret.
 *
 * @param type its registered name, {@value #TLS_EXPORTER} for instance
 * @param data octets, the same on both sides; handed over, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time by the mechanism, by nobody else
public record ChannelBinding(String type, byte[] data) {
    /** Keying material of the connection itself (RFC 9266). */
    public static final String TLS_EXPORTER = "tls-exporter";
    /** A hash of the server's certificate (RFC 5929, section 4). */
    public static final String TLS_SERVER_END_POINT = "tls-server-end-point";
    /** What keying material is to be exported under for {@value #TLS_EXPORTER}, with an empty context. */
    public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
    /** How much of it. */
    public static final int EXPORTER_OCTETS = 32;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no name of a channel binding (RFC 5802, section 7), or there are no data
     */
    public ChannelBinding {
        if (!type.matches("[A-Za-z0-9.-]+") || data.length == 0) {
            throw new IllegalArgumentException("not a channel binding");
        }
    }

    /**
     * The binding to the server's certificate: its hash by the function that it was signed with, but SHA-256 in place of
     * MD5 and SHA-1 (RFC 5929, section 4.1).
     *
     * @param certificate the one that the server has shown, or shows
     * @return the binding; empty if the signature has no hash function of its own, like that of Ed25519
     */
    public static Optional<ChannelBinding> endPoint(X509Certificate certificate) {
        try {
            byte[] encoded = certificate.getEncoded();
            return hash(certificate).map(hash -> new ChannelBinding(TLS_SERVER_END_POINT, hash.hash(encoded)));
        } catch (CertificateEncodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Hash> hash(X509Certificate certificate) {
        String name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (name.equals("RSASSA-PSS")) {
            return pss(certificate.getSigAlgParams());
        }
        int with = name.indexOf("WITH");
        return with < 0 ? Optional.empty() : named(name.substring(0, with));
    }

    /** This one tells its hash function in a parameter (RFC 4055, section 3.1). */
    private static Optional<Hash> pss(byte @Nullable [] parameters) {
        if (parameters == null) {
            return Optional.empty();
        }
        try {
            AlgorithmParameters decoded = AlgorithmParameters.getInstance("RSASSA-PSS");
            decoded.init(parameters);
            return named(decoded.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm());
        } catch (GeneralSecurityException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Hash> named(String hash) {
        return switch (hash.replace("-", "")) {
            case "MD5", "SHA1", "SHA256" -> Optional.of(Hash.SHA_256);
            case "SHA224" -> Optional.of(Hash.SHA_224);
            case "SHA384" -> Optional.of(Hash.SHA_384);
            case "SHA512" -> Optional.of(Hash.SHA_512);
            default -> Optional.empty();
        };
    }
}
