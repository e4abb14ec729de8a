package org.pop3j.ra;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was delivered, not deleted by us, and is not listed any more: somebody else has removed it, or all unique-ids have
 * changed. Used once, by one thread, with a complete listing.
 */
final class Gone {
    // Fewer may well have been removed by somebody else while others came.
    private static final int FEWEST = 3;
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Map<Subscription, Set<String>> bySubscription = new LinkedHashMap<>();

    private Gone() {}

    /**
     * Compares a listing with the ledger, which is not changed.
     *
     * @throws PausedException if all unique-ids seem to have changed, and a subscription does not want to go on then
     */
    static Gone of(List<Subscription> subscriptions, Set<String> listed) throws SQLException, PausedException {
        Gone gone = new Gone();
        for (Subscription subscription : subscriptions) {
            Set<String> ids = subscription.ledger().delivered(subscription.key());
            int present = ids.size();
            ids.removeAll(listed);
            boolean all = ids.size() == present && present >= FEWEST;
            if (all && subscription.settings().polling().onUniqueIdReset() == UniqueIdReset.PAUSE) {
                requireNotReset(subscription, present, listed);
            }
            gone.bySubscription.put(subscription, ids);
        }
        return gone;
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

    /** Notes it in the ledger, and forgets what has been gone for long. */
    void note() throws SQLException {
        for (Map.Entry<Subscription, Set<String>> gone : bySubscription.entrySet()) {
            Subscription subscription = gone.getKey();
            subscription.ledger().removed(subscription.key(), gone.getValue());
            subscription.ledger().prune(subscription.key(), RETENTION);
        }
    }
}
