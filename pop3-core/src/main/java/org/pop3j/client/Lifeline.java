package org.pop3j.client;

import java.io.IOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** What ends a connection at once, from any thread, from before there is one. */
final class Lifeline {
    private final Endpoint peer;
    private volatile @Nullable DeadlineSocket socket;
    private volatile boolean aborted;

    Lifeline(Endpoint peer) {
        this.peer = peer;
    }

    /** From now on this is the connection. */
    void holds(DeadlineSocket connection) throws SocketException {
        socket = connection;
        requireNotAborted();
    }

    void requireNotAborted() throws SocketException {
        if (aborted) {
            cut();
            throw new SocketException(peer + ": connect: aborted");
        }
    }

    /** A call that blocks fails. Only the look-up of a name goes on, and its result is then not used. */
    void abort() {
        aborted = true;
        cut();
    }

    boolean aborted() {
        return aborted;
    }

    /** Closes at once, under TLS too: nothing is written, nobody is waited for. */
    void cut() {
        DeadlineSocket connection = socket;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // Closed is all that it can be.
            }
        }
    }
}
