package org.pop3j.client;

import org.pop3j.protocol.Pop3Exception;

/**
 * QUIT was sent, but no answer came: the server may have removed the marked messages or not (RFC 1939, section 6). The next
 * session's unique-ids tell. The cause says what came instead. The connection is closed.
 */
public final class UpdateUnknownException extends Pop3Exception {
    private static final long serialVersionUID = 1L;

    UpdateUnknownException(Endpoint peer, Throwable cause) {
        super("QUIT in TRANSACTION: " + peer + " has not confirmed that the marked messages are removed", cause);
    }
}
