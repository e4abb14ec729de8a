package org.pop3j.protocol;

import java.util.Optional;

/** Why a server answers a command with {@code -ERR}. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient StatusLine statusLine;

    Refusal(String text) {
        this(Optional.empty(), text);
    }

    Refusal(Optional<ResponseCode> code, String text) {
        super(text);
        this.statusLine = new StatusLine(false, code, text);
    }

    StatusLine statusLine() {
        return statusLine;
    }
}
