package org.pop3j.interop.contract;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A server that has one set-up only, and none of what this project adds to it. */
abstract class OtherServer implements ServerUnderTest, ServerContract {
    /** Where there is no delay between logins, one that was asked for is not kept. */
    @Override
    public final ServerUnderTest server(Setup setup) {
        if (setup == Setup.NO_CLEAR_TEXT) {
            throw new NotAsked("there is no such set-up: " + setup);
        }
        return this;
    }

    @Override
    public final int patienceMillis() {
        return 2000;
    }

    /** What it shows it is not asked about here. */
    @Override
    public final SSLContext trust() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        }
    }

    @Override
    public final SSLContext trustAndCertificate() {
        throw new NotAsked("client certificates are not set up");
    }

    @Override
    public final String token(String user) {
        throw new NotAsked("access tokens are not set up");
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
