package org.pop3j.ra;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pop3j.ra.ledger.Entry.State;
import org.pop3j.ra.ledger.Ledger;

/**
 * How far each message of a listing is, for one subscription, as the ledger knows it. A maildrop may hold a hundred thousand
 * messages: of each there are a few octets here. Used by one thread.
 */
final class Standing implements Ledger.Messages {
    private static final long UNTRIED = Long.MIN_VALUE;
    private static final long AT_ONCE = UNTRIED + 1;

    private final Listing listing;
    private final Set<String> held;
    private final DeliveryQueue.Snapshot queue;
    private final State[] states;
    private final long[] octets;
    private final long[] nextAttempts;
    private final Map<String, State> unlisted = new HashMap<>();

    /**
     * @param held counts as listed, but is not looked at
     * @param queue what the subscription had to deliver before the ledger is read
     */
    Standing(Listing listing, Set<String> held, DeliveryQueue.Snapshot queue) {
        this.queue = queue;
        this.listing = listing;
        this.held = held;
        int count = listing.messages().size();
        states = new State[count];
        Arrays.fill(states, State.NEW);
        octets = new long[count];
        nextAttempts = new long[count];
        Arrays.fill(nextAttempts, UNTRIED);
    }

    @Override
    public void tried(String uniqueId, Optional<Instant> nextAttempt) {
        Optional<Listing.Message> message = listing.message(uniqueId);
        message.ifPresent(one -> nextAttempts[one.index()] =
                nextAttempt.map(Instant::toEpochMilli).orElse(AT_ONCE));
        if (message.isEmpty() && !held.contains(uniqueId)) {
            unlisted.putIfAbsent(uniqueId, State.NEW);
        }
    }

    @Override
    public void settled(String uniqueId, State state, long ofOctets) {
        Optional<Listing.Message> message = listing.message(uniqueId);
        message.ifPresent(one -> {
            states[one.index()] = state;
            octets[one.index()] = ofOctets;
        });
        if (message.isEmpty() && !held.contains(uniqueId)) {
            unlisted.put(uniqueId, state);
        }
    }

    /** What the ledger has and neither the listing nor anybody else. */
    Map<String, State> unlisted() {
        return unlisted;
    }

    DeliveryQueue.Snapshot queue() {
        return queue;
    }

    State state(Listing.Message message) {
        return states[message.index()];
    }

    /** Whether the size is that of what was delivered, or given up, under this unique-id. */
    boolean isSame(Listing.Message message) {
        return state(message) != State.NEW && octets[message.index()] == message.octets();
    }

    /** Whether no attempt is in the ledger. */
    boolean isUntried(Listing.Message message) {
        return state(message) == State.NEW && nextAttempts[message.index()] == UNTRIED;
    }

    /** When the next delivery may begin. */
    Instant nextAttempt(Listing.Message message) {
        long next = nextAttempts[message.index()];
        return next <= AT_ONCE ? Instant.MIN : Instant.ofEpochMilli(next);
    }
}
