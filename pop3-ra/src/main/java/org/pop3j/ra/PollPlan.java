package org.pop3j.ra;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.Entry;

/**
 * What one session is to do with each message. A pure function of the listing, the ledger and what is in hand.
 *
 * @param settled to be deleted: every subscription has taken exactly this message
 * @param wanted to be retrieved, in the order of the listing
 * @param backlog how many messages are not yet delivered to every subscription
 * @param leftBehind how many of them are due but had no room
 * @param nextDue when the first of those that are not yet due will be
 */
record PollPlan(
        List<Listing.Message> settled, List<Wanted> wanted, int backlog, int leftBehind, Optional<Instant> nextDue) {
    /** A message to retrieve, and for whom. */
    record Wanted(Listing.Message message, List<Claim> claims) {}

    /**
     * A subscription that needs a message.
     *
     * @param suspect what the ledger says was delivered under this unique-id: another message, or this one again
     */
    record Claim(Subscription subscription, Optional<Delivered> suspect) {}

    /** How much may be retrieved: so many messages, and so many octets unless it is the only one. */
    record Room(int messages, long octets, boolean empty) {}

    static PollPlan of(
            Listing listing, Map<Subscription, Map<String, Entry>> ledger, Set<String> inHand, Room room, Instant now) {
        Builder builder = new Builder(room, now);
        for (Listing.Message message : listing.messages()) {
            if (inHand.contains(message.uniqueId())) {
                builder.backlog++;
            } else {
                builder.add(message, ledger);
            }
        }
        return builder.build();
    }

    private static final class Builder {
        private final Room room;
        private final Instant now;
        private final List<Listing.Message> settled = new ArrayList<>();
        private final List<Wanted> wanted = new ArrayList<>();
        private long wantedOctets;
        private int backlog;
        private int leftBehind;
        private @Nullable Instant nextDue;

        Builder(Room room, Instant now) {
            this.room = room;
            this.now = now;
        }

        void add(Listing.Message message, Map<Subscription, Map<String, Entry>> ledger) {
            List<Claim> claims = new ArrayList<>();
            boolean claimed = false;
            for (Map.Entry<Subscription, Map<String, Entry>> known : ledger.entrySet()) {
                Entry entry = known.getValue().getOrDefault(message.uniqueId(), Entry.UNKNOWN);
                if (!isTaken(entry, message)) {
                    claimed = true;
                    if (isDue(entry)) {
                        claims.add(new Claim(known.getKey(), entry.delivered()));
                    }
                }
            }
            if (!claimed) {
                settled.add(message);
                return;
            }
            backlog++;
            if (!claims.isEmpty()) {
                want(message, claims);
            }
        }

        // A message that was known to be gone, or had another size, may be another one with the same unique-id.
        private static boolean isTaken(Entry entry, Listing.Message message) {
            return entry.state() == Entry.State.DELIVERED
                    && entry.delivered().orElseThrow().octets() == message.octets();
        }

        private boolean isDue(Entry entry) {
            Instant next = entry.nextAttempt().orElse(Instant.MIN);
            if (entry.state() != Entry.State.NEW || !next.isAfter(now)) {
                return true;
            }
            if (nextDue == null || next.isBefore(nextDue)) {
                nextDue = next;
            }
            return false;
        }

        private void want(Listing.Message message, List<Claim> claims) {
            boolean fits = wanted.size() < room.messages() && wantedOctets + message.octets() <= room.octets();
            if (fits || (room.empty() && wanted.isEmpty())) {
                wanted.add(new Wanted(message, List.copyOf(claims)));
                wantedOctets += message.octets();
            } else {
                leftBehind++;
            }
        }

        PollPlan build() {
            return new PollPlan(
                    List.copyOf(settled), List.copyOf(wanted), backlog, leftBehind, Optional.ofNullable(nextDue));
        }
    }
}
