package org.pop3j.client;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The commands under way, oldest first. It bounds what is asked ahead of the answer being read:
 *
 * <ul>
 *   <li>{@value #COMMAND_OCTETS} octets of commands: both sides would block for ever if the client wrote while the server
 *       waits for it to read (RFC 2449, section 6.6);
 *   <li>{@value #ANSWER_OCTETS} octets of answers, as LIST announced them, but at least one answer. LIST may be wrong: this
 *       bound only keeps the server from preparing more than is useful. It costs no memory here, and has to be larger than
 *       what is on its way: it allows 50 MB a second at a round trip of 20 ms.
 * </ul>
 *
 * Without pipelining it holds one command. Not thread-safe.
 */
final class Window<T> {
    static final int COMMAND_OCTETS = 4096;
    static final long ANSWER_OCTETS = 1024 * 1024;

    private record Sent<T>(T item, int commandOctets, long answerOctets) {}

    private final boolean pipelining;
    private final Deque<Sent<T>> sent = new ArrayDeque<>();
    private int commandOctets;
    private long aheadOctets;

    Window(boolean pipelining) {
        this.pipelining = pipelining;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Whether there is room enough that filling it is worth a write of its own. */
    boolean low() {
        return sent.size() <= 1 || (commandOctets <= COMMAND_OCTETS / 2 && aheadOctets <= ANSWER_OCTETS / 2);
    }

    boolean admits(int command, long answer) {
        if (sent.isEmpty()) {
            return true;
        }
        return pipelining
                && commandOctets + command <= COMMAND_OCTETS
                && (sent.size() == 1 || Math.min(answer, ANSWER_OCTETS) <= ANSWER_OCTETS - aheadOctets);
    }

    void add(T item, int command, long answer) {
        // Cut to the bound, so that sums cannot overflow whatever LIST said.
        long counted = Math.min(answer, ANSWER_OCTETS);
        if (!sent.isEmpty()) {
            aheadOctets += counted;
        }
        sent.add(new Sent<>(item, command, counted));
        commandOctets += command;
    }

    /** The item whose answer comes next. */
    T oldest() {
        return sent.element().item();
    }

    /** The oldest item's answer is complete: the next one is no longer ahead. */
    void answered() {
        commandOctets -= sent.remove().commandOctets();
        Sent<T> next = sent.peek();
        if (next != null) {
            aheadOctets -= next.answerOctets();
        }
    }
}
