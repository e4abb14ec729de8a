package org.pop3j.ra;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one session is to do with each message; the {@link Planner} makes it.
 *
 * @param settled to be deleted: every subscription has taken exactly this message, or has given it up and it is kept
 *     elsewhere
 * @param wanted to be retrieved, in the order of the listing
 * @param oversize left on the server, because a subscription wants none that large
 * @param backlog how many messages are not yet delivered to every subscription, those apart that are too large
 * @param leftBehind how many of them are due but had no room
 * @param nextDue when the first of those that are not yet due will be
 */
record PollPlan(
        List<Listing.Message> settled,
        List<Wanted> wanted,
        List<Oversize> oversize,
        int backlog,
        int leftBehind,
        Optional<Instant> nextDue) {
    /** A message to retrieve, and for whom. */
    record Wanted(Listing.Message message, List<Claim> claims) {}

    /**
     * A subscription that needs a message.
     *
     * @param breaks {@link DeliveryQueue.Snapshot#breaks} when this was planned
     * @param untried whether no attempt of it is in the ledger
     */
    record Claim(Subscription subscription, int breaks, boolean untried) {}

    /** A message that is too large for a subscription which has not taken it; the size is that of the scan listing. */
    record Oversize(Subscription subscription, String uniqueId, long octets) {}

    /** How much may be retrieved: so many messages, and so many octets unless it is the only one. */
    record Room(int messages, long octets, boolean empty) {
        private Room without(int more) {
            return new Room(messages - more, octets, empty && more == 0);
        }
    }

    /**
     * What the poller knows besides the listing and the ledger, by unique-id.
     *
     * @param held in the spool, or in delivery: not to be touched
     * @param trials could not be retrieved: not wanted before their time; and what a session broke at is retrieved alone, when
     *     there is nothing else to do, so that neither other messages nor deletions are lost with it again
     * @param kept the server says that it deletes them, and does not: taken, and left alone
     * @param retrieved came whole, and has not been compared with a listing since: some servers hide or remove it
     * @param mayDelete whether this session may delete at all
     */
    record Circumstances(
            Set<String> held,
            Map<String, Whereabouts.Trial> trials,
            Set<String> kept,
            Set<String> retrieved,
            boolean mayDelete,
            Room room,
            Instant now) {
        /** The same, with more that is held, and was retrieved: it has outlived what fetched it. */
        Circumstances holding(Collection<String> more) {
            Set<String> all = new HashSet<>(held);
            all.addAll(more);
            Set<String> whole = new HashSet<>(retrieved);
            whole.addAll(more);
            return new Circumstances(all, trials, kept, whole, mayDelete, room.without(all.size() - held.size()), now);
        }

        /** The same, but nothing is to be retrieved. */
        Circumstances withoutRoom() {
            return new Circumstances(held, trials, kept, retrieved, mayDelete, new Room(0, 0, false), now);
        }
    }

    /**
     * What the ledger knows.
     *
     * @param standings of the messages listed, for each subscription
     * @param staying the unique-ids of what a subscription wants to stay on the server though it has taken it
     */
    record Known(Map<Subscription, Standing> standings, Set<String> staying) {}
}
