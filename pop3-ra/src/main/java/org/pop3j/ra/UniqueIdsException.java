package org.pop3j.ra;

import java.io.IOException;

/** The server's unique-ids cannot tell its mails apart, so nothing can be delivered once and only once. */
final class UniqueIdsException extends IOException {
    private static final long serialVersionUID = 1L;

    UniqueIdsException(String message) {
        super(message);
    }
}
