package org.pop3j.testserver;

import java.util.Properties;

/**
 * Properties for the session of a Jakarta Mail client, from {@link Pop3TestServer#jakartaMail()}. Each call makes new ones, to be
 * changed at will. They name the protocol to use, host, port and a socket factory that trusts this server alone; user and password
 * are given to {@code Store.connect}. Nothing takes longer than ten seconds. Thread-safe.
 */
public final class JakartaMailProperties {
    private static final String MILLIS = "10000";

    private final Pop3TestServer server;

    JakartaMailProperties(Pop3TestServer server) {
        this.server = server;
    }

    /** For a connection in the clear, protocol {@code pop3}. */
    public Properties clear() {
        Properties properties = new Properties();
        properties.setProperty("mail.store.protocol", "pop3");
        connection(properties, "mail.pop3.", server.port());
        return properties;
    }

    /** For STLS, without which the client must not log in; protocol {@code pop3}. */
    public Properties stls() {
        Properties properties = clear();
        properties.setProperty("mail.pop3.starttls.enable", "true");
        properties.setProperty("mail.pop3.starttls.required", "true");
        trust(properties, "mail.pop3.");
        return properties;
    }

    /** For implicit TLS, protocol {@code pop3s}. */
    public Properties tls() {
        Properties properties = new Properties();
        properties.setProperty("mail.store.protocol", "pop3s");
        connection(properties, "mail.pop3s.", server.tlsPort());
        trust(properties, "mail.pop3s.");
        return properties;
    }

    private void connection(Properties properties, String prefix, int port) {
        properties.setProperty(prefix + "host", server.host());
        properties.setProperty(prefix + "port", Integer.toString(port));
        properties.setProperty(prefix + "connectiontimeout", MILLIS);
        properties.setProperty(prefix + "timeout", MILLIS);
    }

    private void trust(Properties properties, String prefix) {
        // The object itself: a name would have to be that of a class with global state.
        properties.put(prefix + "ssl.socketFactory", server.clientSslContext().getSocketFactory());
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
    }
}
