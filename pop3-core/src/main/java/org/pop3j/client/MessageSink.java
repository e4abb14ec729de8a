package org.pop3j.client;

import java.io.IOException;
import java.io.OutputStream;
import org.pop3j.protocol.ScanListing;

/**
 * Where the messages of {@link Maildrop#retr(java.util.Collection, MessageSink)} go. For each message, in the order in which
 * they were asked for, either {@link #open}, the octets, {@link OutputStream#close()} and {@link #received}; or
 * {@link #refused} alone. All calls come from the thread that called {@code retr}. A sink may call nothing of the maildrop
 * but {@code close()} and {@code abort()}. Whatever a sink throws ends the connection, deletes nothing, and comes out of
 * {@code retr} untouched.
 */
public interface MessageSink {
    /**
     * The server begins to send a message.
     *
     * @param message the message
     * @return where its octets go, as they come from the server: CRLF line ends, stuffed dots removed. It is closed after
     *     the last octet, and also if the message breaks off: only {@link #received} says that it is complete
     * @throws IOException if it cannot be opened
     */
    OutputStream open(ScanListing message) throws IOException;

    /**
     * A message has come to its final dot, and its stream is closed.
     *
     * @param message the message
     * @param octets how many octets were written; LIST may have said otherwise
     * @throws IOException if the message could not be kept
     */
    void received(ScanListing message, long octets) throws IOException;

    /**
     * The server refused to send a message. The others are not affected.
     *
     * @param message the message
     * @param reason what the server said
     * @throws IOException to give up the others too
     */
    void refused(ScanListing message, Pop3ReplyException reason) throws IOException;
}
