package org.pop3j.protocol;

import java.io.IOException;

/** The server said or did something that keeps a command from succeeding. Trouble of the network stays an IOException. */
public class Pop3Exception extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Made by the protocol and the client.
     *
     * @param message names keyword and state, never content or a secret
     */
    public Pop3Exception(String message) {
        super(message);
    }

    /**
     * Made by the protocol and the client.
     *
     * @param message names keyword and state, never content or a secret
     * @param cause what lies behind it
     */
    public Pop3Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
