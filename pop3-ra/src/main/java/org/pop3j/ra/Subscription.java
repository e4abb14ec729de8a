package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Entry.State;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * One bean's claim to every mail of a maildrop: its place in the ledger, and its queue of deliveries. Safe for use by any thread.
 *
 * <ol>
 *   <li>mails are {@linkplain #offer offered} by the poller;
 *   <li>each is delivered, again if it was not taken, and then let go of;
 *   <li>{@link #beginClose} lets go of all that waits, {@link #drain} gives what runs a bounded time to end.
 * </ol>
 */
final class Subscription {
    private static final System.Logger LOG = System.getLogger(Subscription.class.getPackageName());

    private static final Duration BETWEEN_PRUNES = Duration.ofHours(1);

    private final Settings settings;
    private final LedgerKey key;
    private final Ledger ledger;
    private final Site site;
    private final Courier courier;
    private final DeliveryQueue queue;
    private final Optional<Path> data;
    // Used by one session at a time.
    private Instant pruneFrom = Instant.MIN;

    /** @param data the folder for what is no business of a DataSource, if there is one */
    Subscription(Endpoint endpoint, Settings settings, LedgerKey key, Ledger ledger, Site site, Optional<Path> data) {
        this.data = data;
        this.settings = settings;
        this.key = key;
        this.ledger = ledger;
        this.site = site;
        this.courier = new Courier(endpoint, settings, key, ledger, site);
        this.queue = new DeliveryQueue(settings, key.subscription(), site, courier);
    }

    LedgerKey key() {
        return key;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Where mails are that have outlived the process, if there is such a place. */
    Optional<SpoolFolder> spoolFolder() {
        return data.map(known -> SpoolFolder.of(known, settings.server().address()));
    }

    Settings settings() {
        return settings;
    }

    /**
     * What the ledger knows of the messages of a listing. If that is complete, the ledger is told what it no longer has; what is
     * held for a delivery counts as listed.
     */
    Standing standing(Listing listing, PollPlan.Circumstances circumstances) throws SQLException {
        Set<String> held = circumstances.held();
        // In this order: what is settled after this is known to be held, or known to be settled.
        Standing standing = new Standing(listing, held, queue.snapshot());
        ledger.present(key, standing);
        if (listing.complete()) {
            noteUnlisted(standing.unlisted());
            prune(uniqueId -> held.contains(uniqueId) || listing.uniqueIds().contains(uniqueId));
        }
        // Of what the server keeps, though it has said that it deletes it, the ledger says that it is gone.
        ledger.entries(key, circumstances.kept()).forEach((uniqueId, entry) -> entry.delivered()
                .ifPresent(delivered -> standing.settled(uniqueId, entry.state(), delivered.octets())));
        return standing;
    }

    /** The claims to mails that have outlived the process which fetched them, by unique-id; none to what must wait until later. */
    Map<String, PollPlan.Claim> claims(Collection<String> uniqueIds, Instant now) throws SQLException {
        int breaks = queue.snapshot().breaks();
        Map<String, Entry> known = ledger.entries(key, uniqueIds);
        Map<String, PollPlan.Claim> claims = new HashMap<>();
        for (String uniqueId : uniqueIds) {
            Entry entry = known.getOrDefault(uniqueId, Entry.UNKNOWN);
            // Who has taken it is seen by its fingerprint.
            if (entry.nextAttempt().filter(now::isBefore).isEmpty()) {
                claims.put(uniqueId, new PollPlan.Claim(this, breaks, !known.containsKey(uniqueId)));
            }
        }
        return claims;
    }

    /** What was delivered, or given up, under some unique-ids, gone from the server or not. */
    Map<String, Delivered> delivered(Collection<String> uniqueIds) throws SQLException {
        Map<String, Delivered> delivered = new HashMap<>();
        ledger.entries(key, uniqueIds)
                .forEach((uniqueId, entry) -> entry.delivered().ifPresent(one -> delivered.put(uniqueId, one)));
        return delivered;
    }

    // That reads all that is remembered, which may be millions.
    private void prune(Predicate<String> present) throws SQLException {
        Instant now = site.clock().instant();
        if (!now.isBefore(pruneFrom)) {
            ledger.prune(key, settings.ledger().retention(), present);
            pruneFrom = now.plus(BETWEEN_PRUNES);
        }
    }

    private void noteUnlisted(Map<String, State> unlisted) throws SQLException {
        for (String lost : ledger.noteUnlisted(key, unlisted)) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0208 {0}: mail {1} is gone from the server, and {2} has not taken it; the adapter has not deleted it",
                    site.maildrop(),
                    lost,
                    key.subscription());
        }
    }

    /** Writes what the ledger could not be told, or was not; nothing may be polled before this succeeds. */
    void recordRest() throws SQLException {
        courier.recordRest();
    }

    /** The last chance for that. */
    void recordAtLast() {
        courier.recordAtLast();
    }

    /**
     * Counts the first attempts of mails that are about to be offered, hundreds at once: each by itself costs as much as what the
     * bean does. In strict order each is counted by itself, because then all may be let go of at once; so it is where there are
     * but one or two, because the process may end before the first begins.
     */
    void countFirstAttempts(List<SpooledMail> mails) {
        if (!settings.isStrictlyOrdered() && settings.quarantine().maxAttempts() > 2 && !isClosed()) {
            courier.countFirstAttempts(mails);
        }
    }

    /** Takes over a mail; it is let go of when it needs no more delivery from the spool. */
    void offer(SpooledMail mail, int plannedAt) {
        queue.offer(mail, plannedAt);
    }

    /** Lets go of what has to wait for long and can be fetched again. */
    void letGoOfWhatIsFar() {
        queue.letGoOfWhatIsFar();
    }

    /** Has a mail that was not taken delivered at once, as if it were new. False if it was taken, or never tried. */
    boolean retry(String uniqueId) throws SQLException {
        return forget(uniqueId, Set.of(State.NEW, State.DEAD, State.SAVED));
    }

    /** Forgets a mail, so that it is delivered at once if it is there. False if it is unknown, or being delivered. */
    boolean forget(String uniqueId) throws SQLException {
        return forget(uniqueId, Set.of(State.values()));
    }

    private boolean forget(String uniqueId, Set<State> states) throws SQLException {
        return queue.unlessDelivering(uniqueId, () -> {
            Map<String, Entry> known = ledger.entries(key, List.of(uniqueId));
            known.values().removeIf(entry -> !states.contains(entry.state()));
            for (Entry entry : known.values()) {
                ledger.forget(key, uniqueId, entry.state());
            }
            return !known.isEmpty();
        });
    }

    /** Whether no delivery begins any more. */
    boolean isClosed() {
        return queue.isClosed();
    }

    /** The unique-ids of what is being delivered now. */
    Set<String> inDelivery() {
        return queue.inDelivery();
    }

    /** Runs a task once when no delivery runs: at once, or by the last one that ends. To be used after closing. */
    void whenIdle(Runnable task) {
        queue.whenIdle(task);
    }

    /** Lets go of all that waits, at once. After this no delivery begins. */
    void beginClose() {
        queue.beginClose();
    }

    /**
     * Waits until no delivery runs, for the drain time-out at most.
     *
     * @param begin when the time-out began, as {@link System#nanoTime()}
     */
    void drain(long begin) {
        queue.drain(begin);
    }
}
