package org.pop3j.samples.maildesk;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * What the server's configuration tells the application: JNDI entries, or where a server has a shorter way to those, system
 * properties of the same names with dots; what is in neither has its default.
 *
 * @param embedded whether the application brings its own POP3 server
 * @param httpPort where the page is
 * @param port where the embedded POP3 server listens, on 127.0.0.1
 * @param tls {@code IMPLICIT}, {@code STLS} or {@code NONE}
 * @param user whose maildrop it is
 * @param password that user's password
 * @param trust the file to write the embedded server's certificate authority to; empty = none
 */
record DeskSettings(boolean embedded, int httpPort, int port, String tls, String user, String password, String trust) {

    static DeskSettings lookUp() {
        return new DeskSettings(
                Boolean.parseBoolean(entry("embedded", "false")),
                Integer.parseInt(entry("http/port", "9080")),
                Integer.parseInt(entry("pop3/port", "10995")),
                entry("pop3/tls", "IMPLICIT"),
                entry("pop3/user", "alice"),
                entry("pop3/password", "secret"),
                entry("pop3/trust", ""));
    }

    @SuppressWarnings("BanJNDI") // the names are constants, and the names' space is the server's own
    private static String entry(String name, String otherwise) {
        try {
            return InitialContext.<Object>doLookup("maildesk/" + name).toString();
        } catch (NamingException e) {
            return System.getProperty("maildesk." + name.replace('/', '.'), otherwise);
        }
    }

    @Override
    public String toString() {
        return user + "@127.0.0.1:" + port + " (" + tls + ")";
    }
}
