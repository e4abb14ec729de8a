package org.pop3j.testserver;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hashes messages while they are sent: the first ones of a session, so that long sessions are as fast without. Not thread-safe. */
final class BodyDigests {
    private int messagesLeft = 500;
    private long octetsLeft = 16 << 20;
    /** Of the message that was begun last. */
    private @Nullable MessageDigest digest;

    private long begun;

    /**
     * Begins with another message.
     *
     * @param octets its size
     * @return what to send it from
     */
    InputStream through(InputStream message, long octets) {
        takeBack();
        if (messagesLeft == 0 || octetsLeft < octets) {
            return message;
        }
        messagesLeft--;
        octetsLeft -= octets;
        begun = octets;
        MessageDigest sha256 = Digests.sha256();
        digest = sha256;
        return new DigestInputStream(message, sha256);
    }

    /** What did not come to its end does not count: where UTF8 is offered, for one, the header is looked at before RETR sends all. */
    private void takeBack() {
        if (digest != null) {
            digest = null;
            messagesLeft++;
            octetsLeft += begun;
        }
    }

    /** The hash of the message that was begun last and has been read to its end; empty when repeated. */
    Optional<String> finish() {
        MessageDigest finished = digest;
        digest = null;
        return Optional.ofNullable(finished).map(Digests::digits);
    }
}
