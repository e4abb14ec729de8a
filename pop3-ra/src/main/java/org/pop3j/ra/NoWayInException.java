package org.pop3j.ra;

import java.io.IOException;

/** There is no way to log in that the server, the configuration and the client all allow. */
final class NoWayInException extends IOException {
    private static final long serialVersionUID = 1L;

    NoWayInException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
