package org.pop3j.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which servers are taken for what they say they are. A server that is not trusted fails the connection with an {@link
 * UntrustedCertificateException}, which has its certificates. Immutable and thread-safe. A certificate of the client's own
 * needs {@link Pop3Client.Builder#sslContext} instead.
 */
public final class Trust {
    private final SSLContext context;

    private Trust(X509ExtendedTrustManager judge) throws GeneralSecurityException {
        this.context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {judge}, null);
    }

    /** Why a certificate was not trusted, with the whole chain that the server has shown. */
    static final class Rejection extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final transient List<X509Certificate> chain;

        Rejection(String reason, X509Certificate[] chain, @Nullable Throwable cause) {
            super(reason, cause);
            this.chain = List.of(chain);
        }

        List<X509Certificate> chain() {
            return chain;
        }
    }

    /**
     * The authorities that the JVM trusts. The chain and the server's name are checked (RFC 7817, section 3).
     *
     * @return the JVM's trust
     * @throws IOException if the JVM's certificates cannot be read
     */
    public static Trust system() throws IOException {
        try {
            return new Trust(new AuthorityTrust(authorities(null)));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read the certificates that the JVM trusts: " + e.getMessage(), e);
        }
    }

    /**
     * The certificates of a file, and no others: authorities, or servers' own. The chain and the server's name are checked
     * (RFC 7817, section 3).
     *
     * @param file one or more certificates in PEM
     * @return trust in these
     * @throws IOException if the file cannot be read or has no certificate
     */
    public static Trust pem(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IOException("no certificate in " + file);
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int alias = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry(Integer.toString(alias++), certificate);
            }
            return new Trust(new AuthorityTrust(authorities(store)));
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate can be read from " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Servers whose certificate is one of those that the caller knows: for servers whose certificate no authority has
     * signed. Name, dates and issuer of the certificate do not count: who has its key is trusted.
     *
     * @param sha256 fingerprints of the servers' own certificates: SHA-256 of the certificate in DER, 64 hexadecimal digits
     *     in any case, colons between them allowed
     * @return trust in these
     * @throws IllegalArgumentException if there is none, or one is no fingerprint
     */
    public static Trust pinned(String... sha256) {
        if (sha256.length == 0) {
            throw new IllegalArgumentException("no fingerprint");
        }
        return of(new PinnedTrust(Arrays.stream(sha256).map(Fingerprint::parse).toList()));
    }

    /**
     * Any server at all. Whoever can get between the client and the server can read the password and the mail, and change
     * the mail. For finding out what is wrong, not for use.
     *
     * @return trust in everybody
     */
    public static Trust anyone() {
        return of(new AnyTrust());
    }

    private static Trust of(X509ExtendedTrustManager judge) {
        try {
            return new Trust(judge);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no TLS", e);
        }
    }

    private static X509ExtendedTrustManager authorities(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager judge) {
                return judge;
            }
        }
        throw new GeneralSecurityException("there is no trust manager that checks host names");
    }

    SSLContext context() {
        return context;
    }
}
