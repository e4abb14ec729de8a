package org.pop3j.tool;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets another trust manager decide, and remembers what the server showed and what was wrong with it, which is gone once a
 * handshake has failed. With {@code forgiving} it remembers only. Used by one connection.
 */
final class Witness extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;
    private final boolean forgiving;
    private List<X509Certificate> chain = List.of();
    private @Nullable CertificateException objection;

    Witness(X509ExtendedTrustManager judge, boolean forgiving) {
        this.judge = judge;
        this.forgiving = forgiving;
    }

    /** What the server showed, its own certificate first. */
    List<X509Certificate> chain() {
        return chain;
    }

    Optional<CertificateException> objection() {
        return Optional.ofNullable(objection);
    }

    private interface Judgement {
        void pass() throws CertificateException;
    }

    private void judge(X509Certificate[] shown, Judgement judgement) throws CertificateException {
        chain = List.of(shown);
        objection = null;
        try {
            judgement.pass();
        } catch (CertificateException e) {
            objection = e;
            if (!forgiving) {
                throw e;
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, Socket socket)
            throws CertificateException {
        judge(shown, () -> judge.checkServerTrusted(shown, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
            throws CertificateException {
        judge(shown, () -> judge.checkServerTrusted(shown, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        judge(shown, () -> judge.checkServerTrusted(shown, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType) throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.getAcceptedIssuers();
    }
}
