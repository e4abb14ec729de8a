package org.pop3j.protocol;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer to one command.
 *
 * @param statusLine null if the answer is a challenge, which is not the last word
 * @param content what follows the status line, null if the answer is that line alone
 * @param then what happens once it is sent
 */
record ServerReply(
        @Nullable StatusLine statusLine, @Nullable Output content, Then then) {
    enum Then {
        GO_ON,
        START_TLS,
        CLOSE
    }

    static ServerReply ok(Object text) {
        return new ServerReply(StatusLine.ok(text.toString()), null, Then.GO_ON);
    }

    /** A challenge: base64 and nothing else; without octets the space stays (RFC 5034, section 4). */
    static ServerReply challenge(byte[] octets) {
        return new ServerReply(null, LinesOutput.lines(Stream.of("+ " + Base64Text.encode(octets))), Then.GO_ON);
    }

    ServerReply with(Output following) {
        return new ServerReply(statusLine, following, then);
    }

    ServerReply then(Then next) {
        return new ServerReply(statusLine, content, next);
    }
}
