package org.pop3j.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A part of what a server sends, produced as fast as the buffer is emptied. */
interface Output {
    /**
     * Puts the next octets into the buffer.
     *
     * @return whether this was the last of it
     * @throws IOException if the rest cannot be produced
     */
    boolean drain(ByteBuffer out) throws IOException;

    /** Lets go of what it reads from. */
    default void close() {}
}
