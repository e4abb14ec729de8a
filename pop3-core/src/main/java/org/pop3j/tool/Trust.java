package org.pop3j.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom to trust: the JVM's authorities, or those in a file in place of them. */
final class Trust {
    private Trust() {}

    /**
     * Who decides about a server's certificate.
     *
     * @param file certificates in PEM, if not the JVM's own are meant
     */
    static X509ExtendedTrustManager judge(Optional<Path> file) throws ToolException {
        try {
            KeyStore anchors = file.isPresent() ? anchors(file.get()) : null;
            return trustManager(anchors);
        } catch (GeneralSecurityException e) {
            throw new ToolException(Outcome.LOCAL, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager trustManager(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the JVM has no trust manager"));
    }

    private static KeyStore anchors(Path file) throws GeneralSecurityException, ToolException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try {
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry("trusted-" + number++, certificate);
            }
            return store;
        } catch (IOException e) {
            throw ToolException.local("The file of --trust, " + file + ", cannot be read", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException {
        Collection<? extends Certificate> certificates;
        try (InputStream in = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (CertificateException e) {
            throw new IOException("it has no certificates in PEM", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("it has no certificates in PEM");
        }
        return certificates;
    }

    static SSLContext context(TrustManager trustManager) throws ToolException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trustManager}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new ToolException(Outcome.LOCAL, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }
}
