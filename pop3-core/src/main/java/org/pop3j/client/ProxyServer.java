package org.pop3j.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between the client and the server, which connects to the server on the client's behalf: by SOCKS version 5 (RFC
 * 1928) or by HTTP's CONNECT (RFC 9110, section 9.3.6). It is given the server's name, not an address. Immutable and
 * thread-safe; a password in it never prints, and stays in memory as long as this object.
 */
public final class ProxyServer {
    private enum Kind {
        SOCKS,
        HTTP
    }

    private final Kind kind;
    private final Endpoint endpoint;
    private final @Nullable String user;
    private final char[] password;

    private ProxyServer(Kind kind, Endpoint endpoint, @Nullable String user, char[] password) {
        this.kind = kind;
        this.endpoint = endpoint;
        this.user = user;
        this.password = password;
    }

    /**
     * A proxy that speaks SOCKS version 5.
     *
     * @param host its name or IP address
     * @param port 1 to 65535
     * @return the proxy
     * @throws IllegalArgumentException if the host is not a host name, or the port is out of that range
     */
    public static ProxyServer socks(String host, int port) {
        return new ProxyServer(Kind.SOCKS, new Endpoint(host, port), null, new char[0]);
    }

    /**
     * A proxy that speaks HTTP, in the clear, and allows CONNECT to the server's port.
     *
     * @param host its name or IP address
     * @param port 1 to 65535
     * @return the proxy
     * @throws IllegalArgumentException if the host is not a host name, or the port is out of that range
     */
    public static ProxyServer http(String host, int port) {
        return new ProxyServer(Kind.HTTP, new Endpoint(host, port), null, new char[0]);
    }

    /**
     * The same proxy, which wants to know who comes: for SOCKS RFC 1929, for HTTP Basic (RFC 7617). Both show the password
     * to whoever listens between the client and the proxy.
     *
     * @param name 1 to 255 octets of UTF-8, for HTTP without a colon
     * @param secret 1 to 255 octets of UTF-8; it is copied
     * @return the proxy with credentials
     * @throws IllegalArgumentException if an argument is out of its range, or has a control character
     */
    public ProxyServer withPassword(String name, char[] secret) {
        ProxyServer proxy = new ProxyServer(kind, endpoint, name, secret.clone());
        byte[] octets = proxy.passwordOctets();
        int length = octets.length;
        Arrays.fill(octets, (byte) 0);
        requireRange(name.getBytes(StandardCharsets.UTF_8).length);
        requireRange(length);
        if (name.chars().anyMatch(Character::isISOControl)
                || CharBuffer.wrap(secret).chars().anyMatch(Character::isISOControl)
                || (kind == Kind.HTTP && name.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("a character that the proxy's protocol does not allow");
        }
        return proxy;
    }

    private static void requireRange(int length) {
        if (length < 1 || length > 255) {
            throw new IllegalArgumentException("name and password must have 1 to 255 octets");
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    @Nullable
    String user() {
        return user;
    }

    /** A copy, to be overwritten. */
    byte[] passwordOctets() {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
        byte[] octets = new byte[encoded.remaining()];
        encoded.get(octets);
        encoded.clear().put(new byte[encoded.capacity()]);
        return octets;
    }

    /** Asks for the connection to the target. Behind this call the streams lead there. */
    void tunnel(Endpoint target, InputStream in, OutputStream out) throws IOException {
        if (kind == Kind.SOCKS) {
            new Socks(this, in, out).connect(target);
        } else {
            new HttpConnect(this, in, out).connect(target);
        }
    }

    /** Without credentials. */
    @Override
    public String toString() {
        return kind + " proxy " + endpoint;
    }
}
