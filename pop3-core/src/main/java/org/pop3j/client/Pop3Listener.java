package org.pop3j.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.StatusLine;

/**
 * Watches one connection, for measurements and traces. Each method is empty unless it is overridden. In the order of a
 * session: {@link #connected}, {@link #secured}, then for each command perhaps {@link #transferred} and always
 * {@link #answered}, among them {@link #loggedIn}, and at last {@link #closed}. A connection that breaks is only closed: why,
 * its caller learns by the exception.
 *
 * <p>No method is ever given a secret. All are called by the thread that uses the connection, which waits for them: they
 * should be quick, and must call nothing of the connection but {@code abort}. A RuntimeException that one of them throws
 * changes nothing: the first one of a connection is logged by the {@link System.Logger} {@code org.pop3j.client}.
 */
public interface Pop3Listener {
    /**
     * There is a connection.
     *
     * @param address the address that has answered: one of the server's, or of the proxy's
     * @param took from the beginning, look-up of the name and all
     */
    default void connected(InetSocketAddress address, Duration took) {}

    /**
     * TLS is on.
     *
     * @param session protocol, cipher and certificates
     * @param took the handshake
     */
    default void secured(SSLSession session, Duration took) {}

    /**
     * The login has succeeded; the answer to its last command is told next.
     *
     * @param method the mechanism's name, {@code USER} for USER and PASS, or {@code APOP}
     */
    default void loggedIn(String method) {}

    /**
     * A command was answered, to the end of the answer.
     *
     * @param keyword the command
     * @param statusLine what the server said. Of commands that carry a secret the text is left out, because servers are
     *     known to repeat what they got
     * @param took since the command was sent; with pipelining, since the answer before it
     */
    default void answered(Keyword keyword, StatusLine statusLine, Duration took) {}

    /**
     * A message, or a part of it, has come whole.
     *
     * @param keyword RETR or TOP
     * @param octets its octets, stuffed dots not counted
     * @param took since the command was sent; with pipelining, since the answer before it. The time that the caller took to
     *     store the message is in it
     */
    default void transferred(Keyword keyword, long octets, Duration took) {}

    /**
     * The connection is closed. Of one that was aborted by another thread it is told when the thread that uses it notices.
     *
     * @param sent octets of POP3 that were sent, TLS not counted
     * @param received octets of POP3 that came, TLS not counted
     * @param lasted since the beginning
     */
    default void closed(long sent, long received, Duration lasted) {}
}
