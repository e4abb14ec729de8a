package org.pop3j.client;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/**
 * The server's certificate is not trusted, by the {@link Trust} that was configured: its chain, its name, its dates or its
 * fingerprint is wrong. Nothing was sent to the server but the beginning of the handshake.
 */
public final class UntrustedCertificateException extends SSLHandshakeException {
    private static final long serialVersionUID = 1L;

    /** Serializable, as every list is that the JDK makes of its certificates. */
    @SuppressWarnings("serial")
    private final List<X509Certificate> chain;

    UntrustedCertificateException(String where, Trust.Rejection rejection, Throwable cause) {
        super(where + rejection.getMessage() + fingerprint(rejection.chain()));
        this.chain = List.copyOf(rejection.chain());
        initCause(cause);
    }

    /**
     * What the server has shown. It is not verified.
     *
     * @return its own certificate first
     */
    public List<X509Certificate> chain() {
        return chain;
    }

    private static String fingerprint(List<X509Certificate> chain) {
        try {
            return "; the fingerprint (SHA-256) of the server's certificate is " + Fingerprint.of(chain.get(0));
        } catch (CertificateEncodingException e) {
            return "";
        }
    }
}
