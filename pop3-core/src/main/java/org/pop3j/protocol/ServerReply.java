package org.pop3j.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A server's answer to one command.
 *
 * @param content what follows the status line, null if the answer is that line alone
 * @param then what happens once it is sent
 */
record ServerReply(StatusLine statusLine, @Nullable Output content, Then then) {
    enum Then {
        GO_ON,
        START_TLS,
        CLOSE
    }

    static ServerReply ok(Object text) {
        return new ServerReply(StatusLine.ok(text.toString()), null, Then.GO_ON);
    }

    ServerReply with(Output following) {
        return new ServerReply(statusLine, following, then);
    }

    ServerReply then(Then next) {
        return new ServerReply(statusLine, content, next);
    }
}
