package org.pop3j.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The client's side of a session without I/O. Not thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class ClientEngine {
    /**
     * A session that waits for its greeting.
     *
     * @param limits what to take from the server at most
     */
    public ClientEngine(Limits limits) {}

    /**
     * The state of the session, as far as the answers that were read tell.
     *
     * @return the state
     */
    public SessionState state() {
        throw new UnsupportedOperationException();
    }

    /**
     * How many commands have not been answered completely.
     *
     * @return commands
     */
    public int outstanding() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a command to be sent, and remembers that its answer comes after those of the earlier ones.
     *
     * @param command the command
     * @return the octets to write, CRLF included; those of PASS are the caller's to wipe
     * @throws IllegalStateException if the command is not allowed now
     */
    public byte[] send(Command command) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the next event out of received octets.
     *
     * @param received octets from its position on; those used are consumed
     * @return the event, or null if more octets are needed
     * @throws Pop3ProtocolException if the server broke the protocol or a limit
     */
    @SuppressWarnings("exports") // JSpecify is for compilers: nobody who uses this module has to have it
    public @Nullable Event next(ByteBuffer received) throws Pop3ProtocolException {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells that the server has closed the connection.
     *
     * @throws Pop3ProtocolException if the greeting or an answer is incomplete
     */
    public void endOfStream() throws Pop3ProtocolException {
        throw new UnsupportedOperationException();
    }

    /** Tells that TLS is on after a positive answer to STLS. What was learnt in the clear is forgotten. */
    public void tlsStarted() {
        throw new UnsupportedOperationException();
    }
}
