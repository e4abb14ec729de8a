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

    /** The states of a delivery; {@code code} and {@code gone} are what the columns hold. */
    public enum State {
        /** Not delivered. */
        NEW(0, 0),
        /** Taken by the bean; the message may still be on the server. */
        DELIVERED(1, 0),
        /** Given up: the bean has never taken it. The message on the server is the only one there is. */
        DEAD(2, 0),
        /** Taken, and gone from the server: remembered for a while in case the unique-id comes back. */
        REMOVED(1, 1),
        /** Given up and kept in another place; the message may still be on the server. */
        SAVED(3, 0),
        /** Given up, kept in another place, and gone from the server: remembered as long as one that was taken. */
        SAVED_AND_REMOVED(3, 1);

        private final int code;
        private final int gone;

        State(int code, int gone) {
            this.code = code;
            this.gone = gone;
        }

        int code() {
            return code;
        }

        int gone() {
            return gone;
        }

        static State of(int code, int gone) {
            for (State state : values()) {
                if (state.code == code && state.gone == gone) {
                    return state;
                }
            }
            throw new IllegalStateException("pop3j_ledger holds state " + code + " and gone " + gone
                    + ", which no version of the adapter writes");
        }
    }
}
