package org.pop3j.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes a {@link Pop3Url} apart. What it says of a bad one names a place and quotes nothing: there may be a password in it. */
final class UrlReader {
    private static final int MAX_URL = 2048;
    private static final String AUTH = ";auth=";
    private static final String SCHEMES = "it has to begin with pop3s:// (implicit TLS) or pop3:// (STLS)";

    private final String url;
    private Tls tls = Tls.IMPLICIT;
    private Optional<String> user = Optional.empty();
    private Optional<String> auth = Optional.empty();

    UrlReader(String url) {
        this.url = url;
    }

    Pop3Url read() {
        if (url.length() > MAX_URL) {
            throw wrong(MAX_URL, "it is longer than " + MAX_URL + " characters");
        }
        int begin = scheme();
        int at = url.lastIndexOf('@');
        if (at >= begin) {
            userInfo(begin, at);
            begin = at + 1;
        }
        return server(begin);
    }

    private int scheme() {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        tls = switch (scheme) {
            case "pop3s", "pops" -> Tls.IMPLICIT;
            case "pop3", "pop" -> Tls.STLS;
            default -> throw wrong(0, SCHEMES);
        };
        return colon + "://".length();
    }

    private void userInfo(int begin, int end) {
        int colon = url.indexOf(':', begin);
        if (colon >= 0 && colon < end) {
            throw wrong(colon, "a password must not be in it; a colon in the user's name is written %3A");
        }
        int semicolon = url.indexOf(';', begin);
        int nameEnd = semicolon >= 0 && semicolon < end ? semicolon : end;
        user = Optional.of(userName(begin, nameEnd));
        if (nameEnd < end) {
            String parameter = url.substring(nameEnd, end);
            if (!parameter.toLowerCase(Locale.ROOT).startsWith(AUTH)) {
                throw wrong(nameEnd, "between the user's name and @ there can only be ;AUTH=");
            }
            auth = auth(nameEnd + AUTH.length(), end);
        }
    }

    private String userName(int begin, int end) {
        String name = decoded(begin, end);
        if (!Pop3Url.isUser(name)) {
            throw wrong(begin, "the user's name is empty, too long, or has control characters");
        }
        return name;
    }

    private Optional<String> auth(int begin, int end) {
        String type = decoded(begin, end).toUpperCase(Locale.ROOT);
        if (type.equals("*")) {
            return Optional.empty();
        }
        if (!Pop3Url.isAuth(type)) {
            throw wrong(begin, "AUTH= is a SASL mechanism, +APOP, or *");
        }
        return Optional.of(type);
    }

    private Pop3Url server(int begin) {
        int end = begin < url.length() && url.endsWith("/") ? url.length() - 1 : url.length();
        int colon = portColon(begin, end);
        String host = url.substring(begin, colon).toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
            if (!Pop3Url.isIpv6(host)) {
                throw wrong(begin, "only an IPv6 address without a zone may stand in brackets");
            }
        } else if (!Pop3Url.isName(host)) {
            throw wrong(begin, "the host is missing or not a host name, and only a port may follow it");
        }
        return new Pop3Url(
                tls, host, colon < end ? OptionalInt.of(port(colon + 1, end)) : OptionalInt.empty(), user, auth);
    }

    /** Where the port's colon is, or the end. */
    private int portColon(int begin, int end) {
        int bracket = url.indexOf(']', begin);
        int colon = url.indexOf(':', Math.max(begin, bracket));
        if (bracket < 0 && colon >= 0 && url.indexOf(':', colon + 1) >= 0) {
            throw wrong(begin, "an IPv6 address has to stand in brackets");
        }
        return colon < 0 || colon > end ? end : colon;
    }

    private int port(int begin, int end) {
        String digits = url.substring(begin, end);
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw wrong(begin, "a port is a number from 1 to 65535");
        }
        return port;
    }

    private String decoded(int begin, int end) {
        ByteBuffer octets = ByteBuffer.allocate(end - begin);
        for (int i = begin; i < end; i++) {
            char c = url.charAt(i);
            if (c == '%') {
                octets.put(octet(i, end));
                i += 2;
            } else if (c <= ' ' || c > '~' || "/?#;@<>\"\\^`{|}[]".indexOf(c) >= 0) {
                throw wrong(
                        i, c == '@' ? "an @ in the user's name is written %40" : "a character that is to be encoded");
            } else {
                octets.put((byte) c);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException e) {
            throw wrong(begin, "the encoded octets are not UTF-8");
        }
    }

    private byte octet(int percent, int end) {
        String digits = percent + 2 < end ? url.substring(percent + 1, percent + 3) : "";
        if (!digits.matches("[0-9A-Fa-f]{2}")) {
            throw wrong(percent, "behind % there are two hexadecimal digits");
        }
        return (byte) Integer.parseInt(digits, 16);
    }

    private static IllegalArgumentException wrong(int index, String what) {
        return new IllegalArgumentException("POP3 URL, character " + (index + 1) + ": " + what);
    }
}
