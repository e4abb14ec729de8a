package org.pop3j.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.ChannelBinding;

/** What of a TLS connection an exchange can be bound to, from the client's side. */
final class Bindings {
    /** There since JDK 25. */
    private static final @Nullable MethodHandle EXPORT = export();

    private Bindings() {}

    /** The best one first; perhaps none. */
    static List<ChannelBinding> of(SSLSession session) {
        List<ChannelBinding> bindings = new ArrayList<>();
        exporter(session).ifPresent(bindings::add);
        endPoint(session).ifPresent(bindings::add);
        return bindings;
    }

    /** Of TLS 1.3 only: in 1.2 it is safe under conditions that nobody can ask for here (RFC 9266, section 4.2). */
    private static Optional<ChannelBinding> exporter(SSLSession session) {
        if (EXPORT == null
                || !(session instanceof ExtendedSSLSession extended)
                || !session.getProtocol().equals("TLSv1.3")) {
            return Optional.empty();
        }
        try {
            byte[] material = (byte[])
                    EXPORT.invoke(extended, ChannelBinding.EXPORTER_LABEL, new byte[0], ChannelBinding.EXPORTER_OCTETS);
            return Optional.of(new ChannelBinding(ChannelBinding.TLS_EXPORTER, material));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            // A provider without it: the certificate is left.
            return Optional.empty();
        }
    }

    private static Optional<ChannelBinding> endPoint(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate certificate
                    ? ChannelBinding.endPoint(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static @Nullable MethodHandle export() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            ExtendedSSLSession.class,
                            "exportKeyingMaterialData",
                            MethodType.methodType(byte[].class, String.class, byte[].class, int.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
