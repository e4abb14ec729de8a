package org.pop3j.testserver;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Buffers for what is to be sent, lent to sessions while they work: thousands of sessions that wait hold none.
 * Thread-safe.
 */
final class Buffers {
    static final int OCTETS = 65_536;

    /** More are made if they are needed at once, and not kept. */
    private static final int KEPT = 16;

    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /** An empty one, to be given back. */
    synchronized ByteBuffer lend() {
        return free.isEmpty() ? ByteBuffer.allocate(OCTETS) : free.pop();
    }

    synchronized void giveBack(ByteBuffer buffer) {
        if (free.size() < KEPT) {
            free.push(buffer.clear());
        }
    }
}
