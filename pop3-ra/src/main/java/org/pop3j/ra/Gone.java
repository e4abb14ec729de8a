package org.pop3j.ra;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * Looks whether what was delivered, and not deleted by us, is not listed any more because all unique-ids have changed. To be asked
 * with a complete listing.
 */
final class Gone {
    // Fewer may well have been removed by somebody else while others came.
    private static final int FEWEST = 3;

    private Gone() {}

    /**
     * Compares a listing with the ledger, which is not changed.
     *
     * @param retrieved what came whole and has not been listed since: it may be gone because it was retrieved
     * @return the subscriptions of which it cannot be known whether all unique-ids have changed, or the server hides what was
     *     fetched
     * @throws PausedException if all unique-ids seem to have changed, and a subscription does not want to go on then
     */
    static Set<Subscription> requireNoReset(List<Subscription> subscriptions, Set<String> listed, Set<String> retrieved)
            throws SQLException, PausedException {
        Set<Subscription> doubtful = new HashSet<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.settings().polling().onUniqueIdReset() == UniqueIdReset.PAUSE
                    && isDoubtful(subscription, listed, retrieved)) {
                doubtful.add(subscription);
            }
        }
        return doubtful;
    }

    private static boolean isDoubtful(Subscription subscription, Set<String> listed, Set<String> retrieved)
            throws SQLException, PausedException {
        Ledger ledger = subscription.ledger();
        LedgerKey key = subscription.key();
        int missing = ledger.missing(key, listed, Set.of(), false);
        if (missing < FEWEST) {
            return false;
        }
        int unheardOf = listed.size() - ledger.entries(key, listed).size();
        if (!isReset(missing, unheardOf)) {
            return false;
        }
        // Where all is deleted at once, what was taken last has never been listed since it was fetched.
        Optional<Duration> deleteAfter = subscription.settings().polling().deleteAfter();
        boolean comparedOnly = deleteAfter.filter(Duration::isZero).isPresent();
        int known = ledger.missing(key, listed, retrieved, comparedOnly);
        if (known >= FEWEST && isReset(known, unheardOf)) {
            throw new PausedException("none of the " + known + " mails that " + key.subscription()
                    + " has taken is listed any more, and " + unheardOf + " that it has not heard of are");
        }
        return true;
    }

    // Whoever has emptied a maildrop leaves few mails in it; whoever has moved it, all of them.
    private static boolean isReset(int missing, int unheardOf) {
        return unheardOf * 2 >= missing;
    }
}
