package org.pop3j.testserver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.ChannelBinding;

/** What of a TLS connection an exchange can be bound to, from the server's side. */
final class Bindings {
    /** There since JDK 25. */
    private static final @Nullable MethodHandle EXPORT = export();

    private Bindings() {}

    static List<ChannelBinding> of(SSLSession session) {
        List<ChannelBinding> bindings = new ArrayList<>();
        exporter(session).ifPresent(bindings::add);
        Certificate @Nullable [] own = session.getLocalCertificates();
        if (own != null && own[0] instanceof X509Certificate certificate) {
            ChannelBinding.endPoint(certificate).ifPresent(bindings::add);
        }
        return bindings;
    }

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
