package org.pop3j.client;

import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.StatusLine;

/**
 * The server refused the login with {@code -ERR}. Whether the credentials are wrong, only the response code can tell
 * ({@code [AUTH]}, RFC 3206); {@code [IN-USE]}, {@code [LOGIN-DELAY]} and {@code [SYS/TEMP]} mean later, with the same
 * credentials. A server that closes the connection instead has not refused anything: that is another IOException.
 */
public final class Pop3LoginException extends Pop3ReplyException {
    private static final long serialVersionUID = 1L;

    Pop3LoginException(Keyword keyword, StatusLine masked) {
        super(keyword, SessionState.AUTHORIZATION, masked);
    }
}
