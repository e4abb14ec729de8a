package org.pop3j.testserver.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;

/**
 * What a fault does. Immutable. Where each effect makes sense is checked by {@link Fault}.
 *
 * <p>Every wait ends at once when the server is stopped or reset, when the fault is removed, and when the client is gone, unless it
 * has left behind more than 64 KiB of commands. A client that closes its sending direction counts as gone.
 */
public sealed interface Effect {
    /** The effects that take no argument. */
    enum Plain implements Effect {
        /** See {@link Effect#stall}. */
        STALL,
        /** See {@link Effect#close}. */
        CLOSE,
        /** See {@link Effect#halfClose}. */
        HALF_CLOSE,
        /** See {@link Effect#reset}. */
        RESET,
        /** See {@link Effect#truncate}. */
        TRUNCATE,
        /** See {@link Effect#omitTerminator}. */
        OMIT_TERMINATOR,
        /** See {@link Effect#breakStuffing}. */
        BREAK_STUFFING,
        /** See {@link Effect#duplicateUniqueIds}. */
        DUPLICATE_UNIQUE_IDS,
        /** See {@link Effect#changedUniqueIds}. */
        CHANGED_UNIQUE_IDS,
        /** See {@link Effect#endlessLine}. */
        ENDLESS_LINE,
        /** See {@link Effect#endlessListing}. */
        ENDLESS_LISTING,
        /** See {@link Effect#removeMessage}. */
        REMOVE_MESSAGE,
        /** See {@link Effect#failUpdate}. */
        FAIL_UPDATE,
        /** See {@link Effect#keepMessages}. */
        KEEP_MESSAGES;

        @Override
        public String toString() {
            return Words.kebab(name());
        }
    }

    /** See {@link Effect#delay}. */
    record Delay(Duration time) implements Effect {
        private static final Duration LONGEST = Duration.ofDays(1);

        /** Refuses what the text form has no word for. */
        public Delay {
            boolean inBounds = !time.isNegative() && !time.isZero() && time.compareTo(LONGEST) <= 0;
            if (!inBounds || !time.equals(Duration.ofMillis(time.toMillis()))) {
                throw new IllegalArgumentException("a delay has whole milliseconds, from 1 to a day: " + time);
            }
        }

        @Override
        public String toString() {
            return "delay " + Words.duration(time);
        }
    }

    /** See {@link Effect#throttle}. */
    record Throttle(int octetsPerSecond) implements Effect {
        /** Refuses rates below 1. */
        public Throttle {
            requirePositive(octetsPerSecond, "throttle takes octets a second");
        }

        @Override
        public String toString() {
            return "throttle " + octetsPerSecond;
        }
    }

    /** See {@link Effect#slice}. */
    record Slice(int octets) implements Effect {
        /** Refuses slices below 1. */
        public Slice {
            requirePositive(octets, "slice takes octets");
        }

        @Override
        public String toString() {
            return "slice " + octets;
        }
    }

    /** See {@link Effect#reply}. */
    record Reply(String text) implements Effect {
        /** Refuses what is not made of octets. */
        public Reply {
            requireOctets(text);
        }

        @Override
        public String toString() {
            return "reply " + Words.quoted(text);
        }
    }

    /** See {@link Effect#raw(String)}. */
    record Raw(String octets) implements Effect {
        /** Refuses what is not made of octets. */
        public Raw {
            requireOctets(octets);
        }

        @Override
        public String toString() {
            return "raw " + Words.quoted(octets);
        }
    }

    /** See {@link Effect#garbage}. */
    record Garbage(int octets, long seed) implements Effect {
        /** Refuses less than 1 octet. */
        public Garbage {
            requirePositive(octets, "garbage takes octets");
        }

        @Override
        public String toString() {
            return "garbage " + octets + " seed " + seed;
        }
    }

    /** See {@link Effect#wrongSize}. */
    record WrongSize(long difference) implements Effect {
        /** Refuses 0, which would be right. */
        public WrongSize {
            requireDifferent(difference);
        }

        @Override
        public String toString() {
            return "wrong-size " + difference;
        }
    }

    /** See {@link Effect#wrongCount}. */
    record WrongCount(int difference) implements Effect {
        /** Refuses 0, which would be right. */
        public WrongCount {
            requireDifferent(difference);
        }

        @Override
        public String toString() {
            return "wrong-count " + difference;
        }
    }

    /** Waits, then goes on. In whole milliseconds of real time, at most a day. */
    static Effect delay(Duration time) {
        return new Delay(time);
    }

    /**
     * Sends no more than so many octets a second from here to the end of the answer; at {@code accept}, of the session. Of several the
     * last one counts.
     */
    static Effect throttle(int octetsPerSecond) {
        return new Throttle(octetsPerSecond);
    }

    /** Sends packets of so many octets from here to the end of the answer; at {@code accept}, of the session. Under TLS a packet is a record. */
    static Effect slice(int octets) {
        return new Slice(octets);
    }

    /** Does nothing any more until the fault is removed; then goes on. */
    static Effect stall() {
        return Plain.STALL;
    }

    /** Closes the connection in an orderly way, under TLS with a close_notify. */
    static Effect close() {
        return Plain.CLOSE;
    }

    /**
     * Sends the end of the stream and no close_notify, and goes on to read, and ignores, what the client sends, until that ends; it is
     * no wait, and goes on when the fault is removed.
     */
    static Effect halfClose() {
        return Plain.HALF_CLOSE;
    }

    /** Resets the connection (RST), also beneath TLS. What was sent before may be lost on its way. */
    static Effect reset() {
        return Plain.RESET;
    }

    /**
     * Sends this line: at {@code greeting} and {@code status-line} in place of the right one, at {@code command} and
     * {@code login} instead of doing what was asked. Behind a status line that begins with {@code -ERR} no content follows.
     *
     * @param text anything, one character an octet; CRLF is added. At {@code login} it has to begin with {@code -ERR}
     */
    static Effect reply(String text) {
        return new Reply(text);
    }

    /** Sends octets besides; at {@code command} instead of executing it. One character is one octet. */
    static Effect raw(String octets) {
        return new Raw(octets);
    }

    /** Sends octets besides; at {@code command} instead of executing it. */
    static Effect raw(byte[] octets) {
        return new Raw(new String(octets, ISO_8859_1));
    }

    /** Sends so many random octets besides, the same ones for the same seed; at {@code command} instead of executing it. */
    static Effect garbage(int octets, long seed) {
        return new Garbage(octets, seed);
    }

    /** Leaves out the rest of the content. The final dot follows. */
    static Effect truncate() {
        return Plain.TRUNCATE;
    }

    /** Leaves out the final dot. */
    static Effect omitTerminator() {
        return Plain.OMIT_TERMINATOR;
    }

    /** Does not stuff dots: a line of a message that begins with one is sent as it is. */
    static Effect breakStuffing() {
        return Plain.BREAK_STUFFING;
    }

    /** Adds so many octets, less than 0 or more, to each size in the answers to STAT, LIST and RETR. */
    static Effect wrongSize(long difference) {
        return new WrongSize(difference);
    }

    /** Adds so many messages, less than 0 or more, to the count of STAT; to LIST and UIDL, lines of messages that do not exist, or leaves out the last ones. */
    static Effect wrongCount(int difference) {
        return new WrongCount(difference);
    }

    /** Gives all messages the same unique-id, {@code duplicate}. */
    static Effect duplicateUniqueIds() {
        return Plain.DUPLICATE_UNIQUE_IDS;
    }

    /** Gives each message a unique-id that it has in this session only. */
    static Effect changedUniqueIds() {
        return Plain.CHANGED_UNIQUE_IDS;
    }

    /** Sends a line that never ends. */
    static Effect endlessLine() {
        return Plain.ENDLESS_LINE;
    }

    /** Sends lines like those of the answer, and never the final dot. */
    static Effect endlessListing() {
        return Plain.ENDLESS_LISTING;
    }

    /** Another program removes the message that the command names, for good, before the command is executed. */
    static Effect removeMessage() {
        return Plain.REMOVE_MESSAGE;
    }

    /** Removes nothing, and says so with {@code -ERR [SYS/TEMP]}. */
    static Effect failUpdate() {
        return Plain.FAIL_UPDATE;
    }

    /** Removes nothing, and says {@code +OK}. */
    static Effect keepMessages() {
        return Plain.KEEP_MESSAGES;
    }

    private static void requirePositive(int number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + ", 1 at least: " + number);
        }
    }

    private static void requireDifferent(long difference) {
        if (difference == 0) {
            throw new IllegalArgumentException("a difference of 0 is right, not wrong");
        }
    }

    private static void requireOctets(String text) {
        if (!text.chars().allMatch(c -> c <= 0xFF)) {
            throw new IllegalArgumentException("one character is one octet: there is none above 255");
        }
    }
}
