package org.pop3j.ra.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger knows of one message of a maildrop, for one subscription.
 *
 * @param state how far the delivery is
 * @param delivered what was delivered, or given up, under this unique-id; empty while the state is {@link State#NEW}
 * @param attempts how many deliveries have been begun
 * @param nextAttempt not before when the next delivery may begin; empty if at once
 */
public record Entry(State state, Optional<Delivered> delivered, int attempts, Optional<Instant> nextAttempt) {
    /** A message of which the ledger has not heard. */
    public static final Entry UNKNOWN = new Entry(State.NEW, Optional.empty(), 0, Optional.empty());

    /** The states of a delivery; {@code code} is what the column holds. */
    public enum State {
        /** Not delivered. */
        NEW(0),
        /** Taken by the bean; the message may still be on the server. */
        DELIVERED(1),
        /** Given up: the bean has never taken it. The message on the server is the only one there is. */
        DEAD(2),
        /** Taken, and gone from the server: remembered for a while in case the unique-id comes back. */
        REMOVED(3),
        /** Given up and kept in another place; the message may still be on the server. */
        SAVED(4),
        /** Given up, kept in another place, and gone from the server: remembered as long as one that was taken. */
        SAVED_AND_REMOVED(5);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static State of(int code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            throw new IllegalStateException(
                    "pop3j_ledger.state holds " + code + ", which no version of the adapter writes");
        }
    }
}
