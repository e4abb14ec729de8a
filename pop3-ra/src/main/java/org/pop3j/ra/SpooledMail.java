package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * A mail that was received whole and waits for its deliveries. Its octets are closed when the last of those that hold it
 * lets go. Safe for use by any thread.
 */
final class SpooledMail {
    private static final System.Logger LOG = System.getLogger(SpooledMail.class.getPackageName());

    private final Delivered identity;
    private final Octets octets;
    private final AtomicInteger holders;
    private final AtomicInteger unsettled;
    private final Optional<Instant> asked;
    private final Owner owner;
    private final Map<LedgerKey, String> reasons = new ConcurrentHashMap<>();
    private final Set<LedgerKey> firstAttempts = ConcurrentHashMap.newKeySet();
    private volatile Seen seen = Seen.NOT_YET;

    /** Who fetched the mail. */
    interface Owner {
        /** Called once, after the last holder has let go. */
        void letGo(String uniqueId);

        /** Whether what all have taken that there were may be forgotten: not if there is another one now, or one may be a little late. */
        boolean mayForget(Instant asked);

        /** Called if a holder wants to have the mail fetched again, not later than after the delay. */
        void fetchAgainWithin(Duration delay);
    }

    /**
     * @param identity what the ledger will say of it
     * @param octets the message
     * @param holders how many will {@linkplain #release() let go} of it
     * @param asked when nobody else could need it; empty if somebody may
     */
    SpooledMail(Delivered identity, Octets octets, int holders, Optional<Instant> asked, Owner owner) {
        this.asked = asked;
        this.identity = identity;
        this.octets = octets;
        this.holders = new AtomicInteger(holders);
        this.unsettled = new AtomicInteger(holders);
        this.owner = owner;
    }

    Delivered identity() {
        return identity;
    }

    String uniqueId() {
        return identity.uniqueId();
    }

    Octets octets() {
        return octets;
    }

    private enum Seen {
        NOT_YET,
        LISTED,
        GONE
    }

    /** Tells what a listing, read after the mail was fetched, says of it. */
    void onServer(boolean listed) {
        seen = listed ? Seen.LISTED : Seen.GONE;
    }

    /** Whether it can be fetched again: some servers hide or remove what was fetched. False as long as that is not known. */
    boolean isOnServer() {
        return seen == Seen.LISTED;
    }

    /** Whether this is the only copy there is. False as long as that is not known. */
    boolean isGoneFromServer() {
        return seen == Seen.GONE;
    }

    /** Why a subscription gives it up: the first reason told is the true one, later ones come of its being given up again. */
    String givenUpFor(LedgerKey key, String reason) {
        String before = reasons.putIfAbsent(key, reason);
        return before == null ? reason : before;
    }

    /** Notes that the first attempt of a subscription is counted before it begins. */
    void firstAttemptIsCounted(LedgerKey key) {
        firstAttempts.add(key);
    }

    /** Whether that attempt is counted and has not begun; true once, for the one that begins it or takes it back. */
    boolean takeFirstAttempt(LedgerKey key) {
        return firstAttempts.remove(key);
    }

    /** Notes that a holder, which is about to let go, has no need of it any more. */
    void settled() {
        unsettled.decrementAndGet();
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                boolean settled =
                        unsettled.get() == 0 && asked.filter(owner::mayForget).isPresent();
                if (settled || isOnServer()) {
                    octets.remove();
                } else {
                    octets.close();
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a spool file could not be closed, or removed", e);
            }
            owner.letGo(uniqueId());
        }
    }

    /** Lets go of the mail, which is to be fetched again when the delay is over. */
    void releaseFor(Duration delay) {
        release();
        owner.fetchAgainWithin(delay);
    }
}
