package org.pop3j.ra;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
     * @throws PausedException if all unique-ids seem to have changed, and a subscription does not want to go on then
     */
    static void requireNoReset(List<Subscription> subscriptions, Set<String> listed, Set<String> retrieved)
            throws SQLException, PausedException {
        for (Subscription subscription : subscriptions) {
            Settings.Polling polling = subscription.settings().polling();
            if (polling.onUniqueIdReset() == UniqueIdReset.PAUSE) {
                int missing = subscription.ledger().missing(subscription.key(), listed, retrieved, false);
                if (missing >= FEWEST
                        && polling.deleteAfter().filter(Duration::isZero).isPresent()) {
                    // Where all is deleted at once, what was taken last may have been hidden by the server and never be
                    // listed again.
                    missing = subscription.ledger().missing(subscription.key(), listed, retrieved, true);
                }
                if (missing >= FEWEST) {
                    requireNotReset(subscription, missing, listed);
                }
            }
        }
    }

    // Whoever has emptied a maildrop leaves few mails in it; whoever has moved it, all of them.
    private static void requireNotReset(Subscription subscription, int present, Set<String> listed)
            throws SQLException, PausedException {
        int unheardOf = listed.size()
                - subscription.ledger().entries(subscription.key(), listed).size();
        if (unheardOf * 2 >= present) {
            throw new PausedException("none of the " + present + " mails that "
                    + subscription.key().subscription() + " has taken is listed any more, and " + unheardOf
                    + " that it has not heard of are");
        }
    }
}
