package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pop3j.ra.ledger.Delivered;

/**
 * Tells a mail that a subscription has taken before from one that only has its unique-id, or has another one by now. For one
 * thread.
 *
 * @param listed the unique-ids on the server
 * @param telling whether the mail's fingerprint is that of no other mail
 * @param startAnew is told of a unique-id that now names another mail
 */
record Recognition(Set<String> listed, boolean telling, Consumer<String> startAnew) {
    private static final System.Logger LOG = System.getLogger(Recognition.class.getPackageName());

    /** Those that have not taken exactly this mail before; of the others the ledger is told what it is called now. */
    List<Subscription> takers(List<PollPlan.Claim> claims, Delivered identity) throws SQLException {
        List<Subscription> takers = new ArrayList<>();
        for (PollPlan.Claim claim : claims) {
            boolean taken = claim.suspect().isPresent()
                    ? isSame(claim.subscription(), claim.suspect().get(), identity)
                    : isRenamed(claim.subscription(), identity);
            if (!taken) {
                takers.add(claim.subscription());
            }
        }
        return takers;
    }

    private boolean isSame(Subscription subscription, Delivered suspect, Delivered identity) throws SQLException {
        if (suspect.fingerprint().equals(identity.fingerprint())) {
            subscription.ledger().listedAgain(subscription.key(), identity.uniqueId(), identity.octets());
            return true;
        }
        LOG.log(
                Level.WARNING,
                "POP3J0110 {0}: unique-id {1} now names another mail than the one delivered before; it is"
                        + " delivered too",
                subscription.settings().server().address(),
                identity.uniqueId());
        subscription.ledger().forget(subscription.key(), identity.uniqueId());
        startAnew.accept(identity.uniqueId());
        return false;
    }

    // Each delivery stands for one mail: what is still listed under the unique-id it was delivered with is another
    // copy.
    private boolean isRenamed(Subscription subscription, Delivered identity) throws SQLException {
        if (!telling || subscription.settings().polling().onUniqueIdReset() != UniqueIdReset.MATCH_FINGERPRINT) {
            return false;
        }
        Optional<String> former = subscription.ledger().deliveredAs(subscription.key(), identity.fingerprint()).stream()
                .filter(uniqueId -> !listed.contains(uniqueId))
                .findFirst();
        if (former.isPresent()) {
            LOG.log(
                    Level.DEBUG,
                    "{0}: mail {1} is the one that was delivered as {2}",
                    subscription.settings().server().address(),
                    identity.uniqueId(),
                    former.get());
            subscription.ledger().renamed(subscription.key(), former.get(), identity);
        }
        return former.isPresent();
    }
}
