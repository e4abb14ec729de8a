package org.pop3j.protocol;

import java.nio.ByteBuffer;

/** The server's side of a session without I/O. Not thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class ServerEngine {
    /** What the transport has to do. In every case it first writes what is in the output buffer. */
    public enum Action {
        /** Nothing to write; hand in more octets with {@link ServerEngine#receive}. */
        READ,
        /** Write the output buffer, then call again. */
        WRITE,
        /** Write the output buffer, throw away clear-text octets, shake hands, call {@link ServerEngine#tlsStarted()}. */
        START_TLS,
        /** Write the output buffer, then close the connection. */
        CLOSE
    }

    /**
     * A session that has yet to send its greeting.
     *
     * @param settings what the server offers
     * @param accounts who may log in
     * @param observer told what happens
     */
    public ServerEngine(ServerSettings settings, Accounts accounts, ServerObserver observer) {}

    /**
     * The state of the session.
     *
     * @return the state
     */
    public SessionState state() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes octets from the client: as many as fit into the bounded buffer; the rest stays for a later call.
     *
     * @param octets those taken are consumed
     */
    public void receive(ByteBuffer octets) {
        throw new UnsupportedOperationException();
    }

    /**
     * Goes on: runs commands and puts what is to be sent into the buffer.
     *
     * @param out has room for at least one octet
     * @return what to do next
     */
    public Action next(ByteBuffer out) {
        throw new UnsupportedOperationException();
    }

    /** Tells that TLS is on after {@link Action#START_TLS}. */
    public void tlsStarted() {
        throw new UnsupportedOperationException();
    }

    /** Tells that the connection is gone. The lock is released, nothing is deleted. Without effect when repeated. */
    public void connectionLost() {
        throw new UnsupportedOperationException();
    }
}
