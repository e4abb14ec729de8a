package org.pop3j.client;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;

/** Knows servers by their certificates' fingerprints; without any it knows nobody. */
final class PinnedTrust extends ServerTrust {
    private final List<Fingerprint> pins;

    PinnedTrust(List<Fingerprint> pins) {
        this.pins = pins;
    }

    @Override
    void judge(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        if (!pins.contains(Fingerprint.of(chain[0]))) {
            throw new Trust.Rejection("the server's certificate is not one of those expected", chain, null);
        }
    }
}
