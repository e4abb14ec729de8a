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
import org.pop3j.ra.ledger.Entry.State;

/**
 * What one session is to do with each message. A pure function of the listing, what the ledger knows, and the circumstances. A
 * message that a subscription has given up, without its being kept elsewhere, is neither wanted for that one nor settled.
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
     * @param suspect what the ledger says was delivered under this unique-id: another message, or this one again
     */
    record Claim(Subscription subscription, Optional<Delivered> suspect) {}

    /** A message that is too large for a subscription which has not taken it; the size is that of the scan listing. */
    record Oversize(Subscription subscription, String uniqueId, long octets) {}

    /** How much may be retrieved: so many messages, and so many octets unless it is the only one. */
    record Room(int messages, long octets, boolean empty) {}

    /**
     * What the poller knows besides the listing and the ledger, by unique-id.
     *
     * @param held in the spool, or in delivery: not to be touched
     * @param broke broke a session: retrieved alone, when there is nothing else to do, and not before the given time, so
     *     that neither other messages nor deletions are lost with it again
     * @param kept the server says that it deletes them, and does not: taken, and left alone
     * @param retrieved came whole, and has not been compared with a listing since: some servers hide or remove it
     * @param mayDelete whether this session may delete at all
     */
    record Circumstances(
            Set<String> held,
            Map<String, Instant> broke,
            Set<String> kept,
            Set<String> retrieved,
            boolean mayDelete,
            Room room,
            Instant now) {}

    /**
     * What the ledger knows.
     *
     * @param entries of the messages listed, by unique-id, for each subscription
     * @param staying the unique-ids of what a subscription wants to stay on the server though it has taken it
     */
    record Known(Map<Subscription, Map<String, Entry>> entries, Set<String> staying) {}

    static PollPlan of(Listing listing, Known known, Circumstances circumstances) {
        Builder builder = new Builder(known, circumstances);
        for (Listing.Message message : listing.messages()) {
            if (circumstances.held().contains(message.uniqueId())) {
                builder.backlog++;
            } else {
                builder.add(message);
            }
        }
        return builder.build();
    }

    private static final class Builder {
        private final Known known;
        private final Circumstances circumstances;
        private final List<Listing.Message> settled = new ArrayList<>();
        private final List<Wanted> due = new ArrayList<>();
        private final List<Wanted> dueAlone = new ArrayList<>();
        private final List<Oversize> oversize = new ArrayList<>();
        private int backlog;
        private @Nullable Instant nextDue;

        Builder(Known known, Circumstances circumstances) {
            this.known = known;
            this.circumstances = circumstances;
        }

        void add(Listing.Message message) {
            boolean kept = circumstances.kept().contains(message.uniqueId());
            List<Claim> claims = new ArrayList<>();
            boolean taken = true;
            boolean parked = false;
            boolean open = false;
            for (Map.Entry<Subscription, Map<String, Entry>> of :
                    known.entries().entrySet()) {
                Entry entry = of.getValue().getOrDefault(message.uniqueId(), Entry.UNKNOWN);
                if (isSame(entry, message) && entry.state() == State.DEAD) {
                    parked = true;
                } else if (!isTaken(entry, message, kept)) {
                    taken = false;
                    if (isOversize(message, of.getKey())) {
                        continue;
                    }
                    open = true;
                    // One that is closing gets nothing more, but what it has not taken must not be deleted either.
                    if (isDue(entry) && !of.getKey().isClosed()) {
                        claims.add(new Claim(of.getKey(), entry.delivered()));
                    }
                }
            }
            if (open) {
                backlog++;
                want(message, claims);
            } else if (taken && !parked && !kept && mayDelete(message)) {
                settled.add(message);
            }
        }

        // By what the server lists: a mail that must not be fetched cannot be measured.
        private boolean isOversize(Listing.Message message, Subscription subscription) {
            boolean tooLarge =
                    message.octets() > subscription.settings().polling().maxMessageSize();
            if (tooLarge) {
                oversize.add(new Oversize(subscription, message.uniqueId(), message.octets()));
            }
            return tooLarge;
        }

        private boolean mayDelete(Listing.Message message) {
            return circumstances.mayDelete() && !known.staying().contains(message.uniqueId());
        }

        // A message that was known to be gone, or had another size, may be another one with the same unique-id.
        private static boolean isTaken(Entry entry, Listing.Message message, boolean kept) {
            boolean settled = kept
                    ? entry.state() != State.NEW
                    : entry.state() == State.DELIVERED || entry.state() == State.SAVED;
            return settled && isSame(entry, message);
        }

        private static boolean isSame(Entry entry, Listing.Message message) {
            return entry.delivered().isPresent() && entry.delivered().get().octets() == message.octets();
        }

        private boolean isDue(Entry entry) {
            Instant next = entry.nextAttempt().orElse(Instant.MIN);
            return entry.state() != State.NEW || hasCome(next);
        }

        private boolean hasCome(Instant next) {
            if (!next.isAfter(circumstances.now())) {
                return true;
            }
            if (nextDue == null || next.isBefore(nextDue)) {
                nextDue = next;
            }
            return false;
        }

        private void want(Listing.Message message, List<Claim> claims) {
            if (claims.isEmpty()) {
                return;
            }
            Instant notBefore = circumstances.broke().get(message.uniqueId());
            Wanted one = new Wanted(message, List.copyOf(claims));
            if (notBefore == null) {
                due.add(one);
            } else if (hasCome(notBefore)) {
                dueAlone.add(one);
            }
        }

        PollPlan build() {
            boolean nothingElse = settled.isEmpty() && due.isEmpty();
            List<Wanted> wanted = nothingElse ? dueAlone.stream().limit(1).toList() : fitting();
            int left = due.size() + dueAlone.size() - wanted.size();
            return new PollPlan(
                    List.copyOf(settled), wanted, List.copyOf(oversize), backlog, left, Optional.ofNullable(nextDue));
        }

        private List<Wanted> fitting() {
            Room room = circumstances.room();
            List<Wanted> wanted = new ArrayList<>();
            long octets = 0;
            for (Wanted one : due) {
                long more = one.message().octets();
                boolean fits = wanted.size() < room.messages() && octets + more <= room.octets();
                if (fits || (room.empty() && wanted.isEmpty())) {
                    wanted.add(one);
                    octets += more;
                }
            }
            return List.copyOf(wanted);
        }
    }
}
