package org.pop3j.tool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Url;
import org.pop3j.client.Tls;

/**
 * How to reach a maildrop.
 *
 * @param url where it is
 * @param tls what the URL says, or what was chosen in its place
 * @param trust certificates to trust in place of the JVM's
 * @param insecure whether any certificate will do
 * @param way how to log in
 * @param timeout longest silence of the server
 * @param deadline longest session
 */
record Settings(
        Pop3Url url,
        Tls tls,
        Optional<Path> trust,
        boolean insecure,
        LoginWay way,
        Duration timeout,
        Duration deadline) {
    /** A server may take long to answer QUIT: it deletes then. */
    private static final Duration QUIT = Duration.ofMinutes(5);

    Pop3Client.Builder client() {
        return url.client()
                .tls(tls)
                .connectTimeout(least(timeout, deadline))
                .readTimeout(least(timeout, deadline))
                .commandTimeout(least(timeout.multipliedBy(2), deadline))
                .sessionTimeout(deadline)
                .quitTimeout(least(QUIT.compareTo(timeout) > 0 ? QUIT : timeout, deadline));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The server for people. */
    String server() {
        String host = url.host().indexOf(':') >= 0 ? "[" + url.host() + "]" : url.host();
        return host + ":" + url.port().orElse(tls == Tls.IMPLICIT ? 995 : 110);
    }
}
