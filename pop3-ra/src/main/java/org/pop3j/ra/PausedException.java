package org.pop3j.ra;

import java.io.IOException;

/** All unique-ids have changed: to go on could deliver every mail a second time. */
final class PausedException extends IOException {
    private static final long serialVersionUID = 1L;

    PausedException(String message) {
        super(message);
    }
}
