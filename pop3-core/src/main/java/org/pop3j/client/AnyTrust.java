package org.pop3j.client;

import java.net.Socket;
import java.security.cert.X509Certificate;

/** Trusts everybody, because the caller said so. */
final class AnyTrust extends ServerTrust {
    @Override
    void judge(X509Certificate[] chain, String authType, Socket socket) {
        // Whoever it is.
    }
}
