package org.pop3j.protocol;

/** The server's side of one AUTH: what a mechanism makes of the client's responses. Used for one AUTH, by one thread. */
@FunctionalInterface
public interface AuthExchange {
    /**
     * Takes a response. In a mechanism in which the server goes first, the first response is empty: the client has said
     * nothing but AUTH.
     *
     * @param response octets, base64 undone; overwritten after the call, not to be kept
     * @return what the server says next
     */
    Step respond(byte[] response);

    /** What the server says to a response. */
    sealed interface Step {
        /**
         * Another response is needed.
         *
         * @param octets base64 not yet done; may be none
         */
        @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
        record Challenge(byte[] octets) implements Step {}

        /**
         * The exchange is over.
         *
         * @param login what became of it
         */
        record Concluded(Login login) implements Step {}
    }
}
