package org.pop3j.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.SessionState;
import org.pop3j.protocol.StatusLine;

/**
 * The server answered {@code -ERR} to a command: this command had no effect, and the connection can still be used (RFC
 * 1939, section 3), unless the command was QUIT or belonged to {@link Pop3Client#connect()}. The response code tells
 * whether to try again later (RFC 2449, section 8; RFC 3206).
 */
public sealed class Pop3ReplyException extends Pop3Exception permits Pop3LoginException {
    private static final long serialVersionUID = 1L;

    /** How much of the server's text goes into the message. */
    private static final int MAX_TEXT = 200;

    private final Keyword keyword;
    private final @Nullable String code;
    private final String text;

    Pop3ReplyException(Keyword keyword, SessionState state, StatusLine statusLine) {
        super(keyword + " refused in " + state + printable(statusLine));
        this.keyword = keyword;
        this.code = statusLine.code().map(ResponseCode::value).orElse(null);
        this.text = statusLine.text();
    }

    /**
     * The command that was refused.
     *
     * @return its keyword
     */
    public final Keyword keyword() {
        return keyword;
    }

    /**
     * What the server answered. It comes from outside: do not print it as it is.
     *
     * @return the status line, a password in it masked
     */
    public final StatusLine statusLine() {
        return new StatusLine(false, code(), text);
    }

    /**
     * The response code, for programs.
     *
     * @return the code, if the server sent one
     */
    public final Optional<ResponseCode> code() {
        return Optional.ofNullable(code).map(ResponseCode::new);
    }

    /** A server's words in a form that can go into a message: on one line, not long, nothing but printable characters. */
    static String printable(StatusLine statusLine) {
        String whole = statusLine.code().map(code -> "[" + code.value() + "] ").orElse("") + statusLine.text();
        return whole.isEmpty() ? "" : ": " + Printable.text(whole, MAX_TEXT);
    }
}
