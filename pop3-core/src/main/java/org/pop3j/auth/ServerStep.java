package org.pop3j.auth;

/** What a server's mechanism makes of a response. */
public sealed interface ServerStep {
    /**
     * More has to be said.
     *
     * @param octets of the challenge, base64 not yet done; may be none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Challenge(byte[] octets) implements ServerStep {}

    /**
     * The client has proved who it is.
     *
     * @param identity name of the maildrop
     */
    record Verified(String identity) implements ServerStep {}

    /**
     * The client has not.
     *
     * @param wellFormed whether the credentials are the reason, and not the form of the response
     */
    record Failed(boolean wellFormed) implements ServerStep {
        static final Failed WRONG = new Failed(true);
        static final Failed MALFORMED = new Failed(false);
    }
}
