package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pop3j.ra.ledger.Delivered;

/**
 * Tells a mail that a subscription has taken before from one that only has its unique-id, or has another one by now. For one
 * thread.
 *
 * @param listed the unique-ids on the server
 * @param suspects what was delivered under each unique-id before: another mail, or this one
 * @param telling whether the mail's fingerprint is that of no other mail
 * @param whereabouts is told of a unique-id that now names another mail
 */
record Recognition(
        Set<String> listed,
        Map<Subscription, Map<String, Delivered>> suspects,
        boolean telling,
        Whereabouts whereabouts) {
    private static final System.Logger LOG = System.getLogger(Recognition.class.getPackageName());

    /** Those that have not taken exactly this mail before; of the others the ledger is told what it is called now. */
    List<PollPlan.Claim> takers(List<PollPlan.Claim> claims, Delivered identity) throws SQLException {
        List<PollPlan.Claim> takers = new ArrayList<>();
        for (PollPlan.Claim claim : claims) {
            Subscription subscription = claim.subscription();
            Delivered suspect = suspects.getOrDefault(subscription, Map.of()).get(identity.uniqueId());
            boolean taken =
                    suspect == null ? isRenamed(subscription, identity) : isSame(subscription, suspect, identity);
            if (!taken) {
                takers.add(claim);
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
        whereabouts.startAnew(identity.uniqueId());
        return false;
    }

    /**
     * Whether a mail may be one that is being delivered under the unique-id that it had before another mail came to share it. Its
     * end has to be awaited.
     */
    boolean isUndecided(Delivered identity) {
        return telling
                && Digests.isDigest(identity.uniqueId())
                && whereabouts.isHeldUnlisted(identity.fingerprint(), listed);
    }

    // Each delivery stands for one mail: what is still listed under the unique-id it was delivered with is another
    // copy.
    private boolean isRenamed(Subscription subscription, Delivered identity) throws SQLException {
        boolean matching = subscription.settings().polling().onUniqueIdReset() == UniqueIdReset.MATCH_FINGERPRINT;
        boolean digest = Digests.isDigest(identity.uniqueId());
        if (!telling || !(matching || digest)) {
            return false;
        }
        Optional<Delivered> former =
                subscription.ledger().deliveredAs(subscription.key(), identity.fingerprint()).stream()
                        .filter(delivered -> !listed.contains(delivered.uniqueId()))
                        .filter(delivered -> matching || hasLostItsUniqueId(delivered, identity))
                        .findFirst();
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

    // A digest says what another mail with this fingerprint would not: two of them differ in their octets.
    private static boolean hasLostItsUniqueId(Delivered former, Delivered identity) {
        return !Digests.isDigest(former.uniqueId()) && former.octets() == identity.octets();
    }
}
