package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pop3j.ra.ledger.Delivered;

/**
 * Tells a mail that a subscription has taken before from one that only has its unique-id, or has another one by now. For one
 * thread.
 *
 * @param listed the unique-ids on the server
 * @param suspects what the mail may turn out to be
 * @param telling whether the mail's fingerprint is that of no other mail
 * @param whereabouts is told of a unique-id that now names another mail
 */
record Recognition(Set<String> listed, Suspects suspects, boolean telling, Whereabouts whereabouts) {
    private static final System.Logger LOG = System.getLogger(Recognition.class.getPackageName());

    /** Those that have not taken exactly this mail before; of the others the ledger is told what it is called now. */
    List<PollPlan.Claim> takers(List<PollPlan.Claim> claims, Delivered identity) throws SQLException {
        List<PollPlan.Claim> takers = new ArrayList<>();
        for (PollPlan.Claim claim : claims) {
            Subscription subscription = claim.subscription();
            Optional<Delivered> suspect = suspects.named(subscription, identity.uniqueId());
            boolean taken = suspect.isPresent()
                    ? isSame(subscription, suspect.get(), identity)
                    : isRenamed(subscription, identity);
            if (!taken) {
                takers.add(claim);
            }
        }
        return takers;
    }

    private boolean isSame(Subscription subscription, Delivered suspect, Delivered identity) throws SQLException {
        if (suspect.fingerprint().equals(identity.fingerprint())) {
            if (listed.contains(identity.uniqueId())) {
                subscription.ledger().listedAgain(subscription.key(), identity.uniqueId(), identity.octets());
            }
            return true;
        }
        LOG.log(
                Level.WARNING,
                "POP3J0110 {0}: unique-id {1} now names another mail than the one delivered before; it is"
                        + " delivered too",
                subscription.settings().server().address(),
                identity.uniqueId());
        subscription.ledger().forget(subscription.key(), identity.uniqueId());
        whereabouts.startAnew(identity.uniqueId());
        return false;
    }

    /**
     * Whether a mail may be one that is being delivered under the unique-id that it had before: another mail has come to share that,
     * or all have changed. Its end has to be awaited.
     */
    boolean isUndecided(List<PollPlan.Claim> claims, Delivered identity) {
        boolean renamed = Digests.isDigest(identity.uniqueId())
                || claims.stream().anyMatch(claim -> isMatching(claim.subscription()));
        return telling && renamed && whereabouts.isHeldUnlisted(identity.fingerprint(), listed);
    }

    private static boolean isMatching(Subscription subscription) {
        return subscription.settings().polling().onUniqueIdReset() == UniqueIdReset.MATCH_FINGERPRINT;
    }

    // Each delivery stands for one mail: what is still listed under the unique-id it was delivered with is another
    // copy.
    private boolean isRenamed(Subscription subscription, Delivered identity) throws SQLException {
        Optional<Delivered> former = telling ? former(subscription, identity) : Optional.empty();
        if (former.isPresent()) {
            LOG.log(
                    Level.DEBUG,
                    "{0}: mail {1} is the one that was delivered as {2}",
                    subscription.settings().server().address(),
                    identity.uniqueId(),
                    former.get().uniqueId());
            subscription.ledger().renamed(subscription.key(), former.get().uniqueId(), identity);
        }
        return former.isPresent();
    }

    private Optional<Delivered> former(Subscription subscription, Delivered identity) throws SQLException {
        boolean matching = isMatching(subscription);
        if (!matching && !Digests.isDigest(identity.uniqueId())) {
            return suspects.vanished(subscription, identity);
        }
        return subscription.ledger().deliveredAs(subscription.key(), identity.fingerprint()).stream()
                .filter(delivered -> !listed.contains(delivered.uniqueId()))
                .filter(delivered -> matching || hasLostItsUniqueId(delivered, identity))
                .findFirst();
    }

    // A digest says what another mail with this fingerprint would not: two of them differ in their octets.
    private static boolean hasLostItsUniqueId(Delivered former, Delivered identity) {
        return !Digests.isDigest(former.uniqueId()) && former.octets() == identity.octets();
    }
}
