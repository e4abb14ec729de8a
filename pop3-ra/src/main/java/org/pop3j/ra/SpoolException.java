package org.pop3j.ra;

import java.io.IOException;

/** A mail could not be written to the spool: our side's trouble, not the server's. */
final class SpoolException extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolException(Exception cause) {
        super("the spool cannot be used: " + cause.getMessage(), cause);
    }
}
