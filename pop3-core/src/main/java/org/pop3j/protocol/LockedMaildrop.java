package org.pop3j.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * A maildrop under the exclusive lock of one session: a snapshot in which numbers, sizes, unique-ids and contents do not
 * change (RFC 1939, section 4). Messages are numbered from 1. Which ones are marked as deleted is the session's
 * business. Called by one thread at a time.
 */
public interface LockedMaildrop {
    /**
     * How many messages there are.
     *
     * @return messages
     */
    int messages();

    /**
     * The exact size of a message as {@link #open} gives it, a final CRLF that has to be added included.
     *
     * @param messageNumber 1 to {@link #messages()}
     * @return octets, CRLF as two, stuffed dots not counted
     */
    long octets(int messageNumber);

    /**
     * The persistent name of a message.
     *
     * @param messageNumber 1 to {@link #messages()}
     * @return the same one in every session
     */
    UniqueId uniqueId(int messageNumber);

    /**
     * The octets of a message. Every line ends with CRLF; if the last one does not, the session adds it. Parts with the
     * transfer encoding {@code binary} have no place in POP3 (RFC 6856, section 2.1).
     *
     * @param messageNumber 1 to {@link #messages()}
     * @return a stream that the session closes
     * @throws IOException if the message cannot be read
     */
    InputStream open(int messageNumber) throws IOException;

    /**
     * The UPDATE state: removes messages, then releases the lock.
     *
     * @param deleted message-numbers, may be empty
     * @throws IOException if not all of them could be removed
     */
    void update(Set<Integer> deleted) throws IOException;

    /** Releases the lock and deletes nothing. Without effect when repeated or after {@link #update}. */
    void release();
}
