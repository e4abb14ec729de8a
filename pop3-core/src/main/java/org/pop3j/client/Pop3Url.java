package org.pop3j.client;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a maildrop is, and perhaps whose, as a URL (RFC 2384): {@code scheme://[user[;AUTH=type]@]host[:port]}.
 *
 * <p>Schemes: {@code pop3s} and {@code pops} for implicit TLS, port 995; {@code pop3} and {@code pop} for STLS, port 110.
 * The RFC's {@code pop} says nothing about TLS; here it never means a connection in the clear.
 *
 * <p>There is no password in it, and no secret in any message about it. Immutable and thread-safe.
 *
 * @param tls {@link Tls#IMPLICIT} or {@link Tls#STLS}
 * @param host name, IPv4 address, or IPv6 address without brackets; in lower case
 * @param port 1 to 65535; empty for the default
 * @param user name of the maildrop, decoded; at most {@value #MAX_USER} characters, none of them a control character
 * @param auth how to log in: name of a SASL mechanism in upper case, or {@code +APOP}; empty to choose
 */
public record Pop3Url(Tls tls, String host, OptionalInt port, Optional<String> user, Optional<String> auth) {
    /** Longest name of a maildrop, in characters: more does not fit into a command. */
    public static final int MAX_USER = 240;

    /**
     * Checks every component.
     *
     * @throws IllegalArgumentException if one of them cannot be in such a URL
     */
    public Pop3Url {
        host = host.toLowerCase(Locale.ROOT);
        if (!(host.indexOf(':') >= 0 ? isIpv6(host) : isName(host))) {
            throw new IllegalArgumentException("not a host name or an IP address");
        }
        if (tls == Tls.NONE) {
            throw new IllegalArgumentException("no scheme stands for a connection in the clear");
        }
        if (port.isPresent()) {
            port = OptionalInt.of(new Endpoint(host, port.getAsInt()).port());
        }
        if (!user.map(Pop3Url::isUser).orElse(true)) {
            throw new IllegalArgumentException(
                    "a user's name is empty, longer than " + MAX_USER + " or has control characters");
        }
        auth = auth.map(type -> type.toUpperCase(Locale.ROOT));
        if (!auth.map(Pop3Url::isAuth).orElse(true) || (auth.isPresent() && user.isEmpty())) {
            throw new IllegalArgumentException("AUTH needs a user, and is a SASL mechanism or +APOP");
        }
    }

    /**
     * Reads a URL.
     *
     * @param url at most 2,048 characters
     * @return what it says
     * @throws IllegalArgumentException if it is not such a URL; the message says what is wrong and at which character, and
     *     quotes nothing
     */
    public static Pop3Url parse(String url) {
        return new UrlReader(url).read();
    }

    /**
     * A client of this server; user and AUTH are a matter of the login.
     *
     * @return a builder with host, port and TLS set
     */
    public Pop3Client.Builder client() {
        Pop3Client.Builder client = Pop3Client.builder(host).tls(tls);
        port.ifPresent(client::port);
        return client;
    }

    /** The URL, which {@link #parse} reads as the same. It holds no secret. */
    @Override
    public String toString() {
        String scheme = tls == Tls.IMPLICIT ? "pop3s://" : "pop3://";
        String name = user.map(value ->
                        encoded(value) + auth.map(type -> ";AUTH=" + type).orElse("") + "@")
                .orElse("");
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + name + shown + (port.isEmpty() ? "" : ":" + port.getAsInt());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static boolean isUser(String user) {
        return !user.isEmpty() && user.length() <= MAX_USER && user.chars().noneMatch(Character::isISOControl);
    }

    static boolean isAuth(String type) {
        return type.equals("+APOP") || type.matches("[A-Z0-9_-]{1,20}");
    }

    static boolean isName(String host) {
        return host.length() <= 253 && host.matches("[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?") && !host.contains("..");
    }

    static boolean isIpv6(String host) {
        try {
            // In brackets nothing is looked up.
            return host.matches("[0-9a-f:.]{2,45}") && InetAddress.getByName("[" + host + "]") != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
