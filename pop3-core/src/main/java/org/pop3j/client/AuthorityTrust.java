package org.pop3j.client;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;

/** Leaves the judgement to the JDK, chain and host name, and keeps what was judged for the error. */
final class AuthorityTrust extends ServerTrust {
    private final X509ExtendedTrustManager judge;

    AuthorityTrust(X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    @Override
    void judge(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        try {
            judge.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw new Trust.Rejection(String.valueOf(e.getMessage()), chain, e);
        }
    }
}
