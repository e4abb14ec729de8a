package org.pop3j.testserver.standalone;

import java.util.Map;

/** Why the control does not do what it was asked, as an HTTP status and in words. */
final class Refusal extends Exception {
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    static final int TOO_LARGE = 413;
    static final int UNSUPPORTED_TYPE = 415;
    static final int FAILED = 500;

    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Map<String, String> fields;

    Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    /** With header fields of its own. */
    Refusal(int status, String message, Map<String, String> fields) {
        super(message);
        this.status = status;
        this.fields = fields;
    }

    Reply reply() {
        return Reply.json(status, Map.of("error", String.valueOf(getMessage()))).with(fields);
    }
}
