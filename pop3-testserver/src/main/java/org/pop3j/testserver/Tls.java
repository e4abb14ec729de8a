package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one server: its authority and the certificate that it shows at present, both made when they are first needed.
 * It touches no default of the JVM. Thread-safe.
 */
final class Tls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = {};

    private final Clock clock;
    private TestCertificate shown;
    private @Nullable CertificateAuthority authority;
    private @Nullable SSLContext context;

    Tls(Clock clock, TestCertificate shown) {
        this.clock = clock;
        this.shown = shown;
    }

    /** Shows another certificate from the next handshake on; no TLS session is resumed across the change. */
    synchronized void show(TestCertificate certificate) {
        shown = certificate;
        context = null;
    }

    /**
     * The server's side of TLS on a connection, before its handshake; asks the client for a certificate, or does not.
     *
     * @param consumed what was read from the connection already and belongs to the handshake
     */
    SSLSocket over(Socket raw, InputStream consumed, boolean wantsCertificate) throws IOException {
        SSLSocket socket = (SSLSocket) serverContext().getSocketFactory().createSocket(raw, consumed, true);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setWantClientAuth(wantsCertificate);
        return socket;
    }

    /** For clients: trusts this server's authority and nothing else. */
    SSLContext clientContext() {
        return context(null, trust());
    }

    /** The same, and shows a certificate that stands for a user. */
    SSLContext clientContext(String user) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setEntry("user", authority().issueFor(user), new KeyStore.PasswordProtection(NO_PASSWORD));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return context(keys.getKeyManagers(), trust());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    /** In this server's authority, on both sides. */
    private TrustManager[] trust() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority().certificate());
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    /** The authority's certificate in PEM. */
    String pem() {
        try {
            byte[] encoded = authority().certificate().getEncoded();
            Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
            return "-----BEGIN CERTIFICATE-----\n" + lines.encodeToString(encoded) + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encode the authority's certificate", e);
        }
    }

    private synchronized SSLContext serverContext() {
        if (context == null) {
            TestCertificate.Flaw flaw = shown.flaw();
            CertificateAuthority issuer =
                    flaw == TestCertificate.Flaw.UNTRUSTED ? new CertificateAuthority(clock) : authority();
            context = context(new KeyManager[] {issuer.issue(flaw)}, trust());
        }
        return context;
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys, trust, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    private synchronized CertificateAuthority authority() {
        if (authority == null) {
            authority = new CertificateAuthority(clock);
        }
        return authority;
    }
}
