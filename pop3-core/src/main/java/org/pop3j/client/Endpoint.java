package org.pop3j.client;

/** Where the server is. */
record Endpoint(String host, int port) {
    Endpoint {
        if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == 0x7F)) {
            throw new IllegalArgumentException("not a host name");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port out of 1 to 65535");
        }
    }

    /** Whether the host is an IP address, so that there is nothing to look up. */
    boolean literal() {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
