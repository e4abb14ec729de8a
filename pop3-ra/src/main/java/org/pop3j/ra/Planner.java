package org.pop3j.ra;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.Entry.State;

/**
 * Makes the plan of one session from the listing, what the ledger knows, and the circumstances. A message that a subscription has
 * given up, without its being kept elsewhere, is neither wanted for that one nor settled. Used once, by one thread.
 */
final class Planner {
    private final PollPlan.Known known;
    private final PollPlan.Circumstances circumstances;
    // Subscriptions that want their mail in order, and cannot have a message now: nothing that comes after it, either.
    private final Set<Subscription> blocked = new HashSet<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final List<Listing.Message> settled = new ArrayList<>();
    private final List<PollPlan.Oversize> oversize = new ArrayList<>();
    private final List<PollPlan.Wanted> wanted = new ArrayList<>();
    private long octetsWanted;
    private PollPlan.@Nullable Wanted alone;
    private int due;
    private int dueAlone;
    private int backlog;
    private @Nullable Instant nextDue;

    private Planner(PollPlan.Known known, PollPlan.Circumstances circumstances) {
        this.known = known;
        this.circumstances = circumstances;
    }

    static PollPlan plan(Listing listing, PollPlan.Known known, PollPlan.Circumstances circumstances) {
        Planner planner = new Planner(known, circumstances);
        listing.messages().forEach(planner::add);
        return planner.plan(listing.complete());
    }

    private void add(Listing.Message message) {
        Digests.common(message.uniqueId()).ifPresent(digest -> alike.merge(digest, 1, Integer::sum));
        if (circumstances.held().contains(message.uniqueId())) {
            backlog++;
            blockWhoDoesNotHold(message);
        } else {
            decide(message);
        }
    }

    private void blockWhoDoesNotHold(Listing.Message message) {
        known.standings().forEach((subscription, standing) -> {
            boolean passed = standing.state(message) == State.DEAD || isTaken(standing, message, false);
            if (!passed && !standing.queue().uniqueIds().contains(message.uniqueId())) {
                block(subscription);
            }
        });
    }

    private void block(Subscription subscription) {
        if (subscription.settings().isStrictlyOrdered()) {
            blocked.add(subscription);
        }
    }

    private void decide(Listing.Message message) {
        boolean kept = circumstances.kept().contains(message.uniqueId());
        List<PollPlan.Claim> claims = new ArrayList<>(1);
        boolean taken = true;
        boolean parked = false;
        boolean open = false;
        for (Map.Entry<Subscription, Standing> of : known.standings().entrySet()) {
            Standing standing = of.getValue();
            if (standing.isSame(message) && standing.state(message) == State.DEAD) {
                parked = true;
            } else if (!isTaken(standing, message, kept)) {
                taken = false;
                if (!isOversize(message, of.getKey())) {
                    open = true;
                    claim(of.getKey(), standing, message).ifPresent(claims::add);
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

    // One that is closing gets nothing more, but what it has not taken must not be deleted either.
    private Optional<PollPlan.Claim> claim(Subscription subscription, Standing standing, Listing.Message message) {
        if (isDue(standing, message) && !subscription.isClosed() && !blocked.contains(subscription)) {
            boolean untried = standing.isUntried(message);
            return Optional.of(new PollPlan.Claim(subscription, standing.queue().breaks(), untried));
        }
        block(subscription);
        return Optional.empty();
    }

    // By what the server lists: a mail that must not be fetched cannot be measured.
    private boolean isOversize(Listing.Message message, Subscription subscription) {
        boolean tooLarge = message.octets() > subscription.settings().polling().maxMessageSize();
        if (tooLarge) {
            oversize.add(new PollPlan.Oversize(subscription, message.uniqueId(), message.octets()));
        }
        return tooLarge;
    }

    private boolean mayDelete(Listing.Message message) {
        return circumstances.mayDelete() && !known.staying().contains(message.uniqueId());
    }

    // A message that was known to be gone, or had another size, may be another one with the same unique-id.
    private static boolean isTaken(Standing standing, Listing.Message message, boolean kept) {
        State state = standing.state(message);
        return standing.isSame(message) && (kept || state == State.DELIVERED || state == State.SAVED);
    }

    private boolean isDue(Standing standing, Listing.Message message) {
        return standing.state(message) != State.NEW || hasCome(standing.nextAttempt(message));
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

    private void want(Listing.Message message, List<PollPlan.Claim> claims) {
        if (!claims.isEmpty() && !isWanted(new PollPlan.Wanted(message, List.copyOf(claims)))) {
            claims.forEach(claim -> block(claim.subscription()));
        }
    }

    private boolean isWanted(PollPlan.Wanted one) {
        Whereabouts.Trial trial = circumstances.trials().get(one.message().uniqueId());
        if (trial != null && !hasCome(trial.notBefore())) {
            return false;
        }
        if (trial != null && trial.alone()) {
            dueAlone++;
            alone = alone == null ? one : alone;
            return false;
        }
        due++;
        PollPlan.Room room = circumstances.room();
        long octets = octetsWanted + one.message().octets();
        boolean fits = wanted.size() < room.messages() && octets <= room.octets();
        if (fits || (room.empty() && wanted.isEmpty())) {
            wanted.add(one);
            octetsWanted = octets;
            return true;
        }
        return false;
    }

    private PollPlan plan(boolean complete) {
        List<Listing.Message> deletable = deletable(complete);
        boolean nothingElse = deletable.isEmpty() && due == 0;
        List<PollPlan.Wanted> retrievable = nothingElse && alone != null ? List.of(alone) : List.copyOf(wanted);
        int left = due + dueAlone - retrievable.size();
        return new PollPlan(deletable, retrievable, List.copyOf(oversize), backlog, left, Optional.ofNullable(nextDue));
    }

    // Messages with every octet in common change their names when one of them goes, or cannot be read: they go
    // together.
    private List<Listing.Message> deletable(boolean complete) {
        Map<String, Integer> open = new HashMap<>(alike);
        settled.forEach(message ->
                Digests.common(message.uniqueId()).ifPresent(digest -> open.merge(digest, -1, Integer::sum)));
        return settled.stream()
                .filter(message -> Digests.common(message.uniqueId())
                        .map(digest -> complete && open.getOrDefault(digest, 0) == 0)
                        .orElse(true))
                .toList();
    }
}
