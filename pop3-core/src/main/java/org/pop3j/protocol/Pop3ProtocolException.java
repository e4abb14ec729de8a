package org.pop3j.protocol;

/** The server broke the protocol or a limit. The connection is dead: nothing that comes from it can be trusted. */
public class Pop3ProtocolException extends Pop3Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the protocol and the client.
     *
     * @param message names keyword and state, never content or a secret
     */
    public Pop3ProtocolException(String message) {
        super(message);
    }
}
