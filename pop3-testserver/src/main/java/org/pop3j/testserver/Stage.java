package org.pop3j.testserver;

import org.pop3j.protocol.SessionState;

/** When in a session CAPA is asked: a server may announce other capabilities each time (RFC 2449, section 5). */
public enum Stage {
    /** In the clear, before the login. */
    BEFORE_LOGIN,
    /** Under TLS, before the login: after STLS, or on the port for TLS. */
    AFTER_STLS,
    /** After the login, under TLS or not. */
    AFTER_LOGIN;

    static Stage of(SessionState state, boolean tls) {
        if (state != SessionState.AUTHORIZATION) {
            return AFTER_LOGIN;
        }
        return tls ? AFTER_STLS : BEFORE_LOGIN;
    }
}
