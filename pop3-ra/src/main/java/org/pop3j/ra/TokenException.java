package org.pop3j.ra;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** There is no access token. The message holds no secret, and nothing that the other side is free to say. */
final class TokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    TokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.refused = false;
    }

    private TokenException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    /** Those who give tokens want no more of these credentials: asking again soon is of no use. */
    static TokenException refused(String message) {
        return new TokenException(message, true);
    }

    boolean refused() {
        return refused;
    }
}
