package org.pop3j.protocol;

/** Told what happens in a session, for logs and records. Called by the thread that drives the session; secrets are left out. */
public interface ServerObserver {
    /** Does nothing. */
    ServerObserver NONE = new ServerObserver() {};

    /**
     * A command line has come, or the response to a challenge, of which nothing is shown.
     *
     * @param redactedCommandLine without CRLF, printable; arguments that could be secret are replaced by asterisks
     */
    default void received(String redactedCommandLine) {}

    /**
     * A status line goes out, the greeting included; or a challenge, of which nothing is shown.
     *
     * @param statusLine without CRLF
     */
    default void replied(String statusLine) {}

    /**
     * A message has gone out to its final dot.
     *
     * @param keyword RETR or TOP
     * @param messageNumber which one
     * @param octets how much of it, stuffed dots not counted
     */
    default void transferred(Keyword keyword, int messageNumber, long octets) {}
}
