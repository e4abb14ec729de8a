package org.pop3j.client;

/** How a connection is secured. Whatever is chosen happens or the connection fails: there is no falling back to clear. */
public enum Tls {
    /** TLS from the first octet, port 995 (RFC 8314, section 3.2). The default. */
    IMPLICIT(995),
    /** A clear connection to port 110 that is secured by STLS before the login (RFC 2595, section 4). */
    STLS(110),
    /** No TLS, port 110: mail and password can be read on the way. For tests and loopback. */
    NONE(110);

    private final int defaultPort;

    Tls(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    int defaultPort() {
        return defaultPort;
    }
}
