package org.pop3j.ra;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pop3j.ra.ledger.Delivered;

/**
 * What a mail that is fetched may turn out to be, for each subscription. Used by one thread.
 *
 * <ul>
 *   <li>What was delivered under its unique-id before: another mail, or this one again.
 *   <li>What was delivered under another unique-id and is no longer listed, if all unique-ids may have changed.
 * </ul>
 */
final class Suspects {
    private final Map<Subscription, Map<String, Delivered>> byUniqueId = new HashMap<>();
    private final Map<Subscription, Map<String, Delivered>> byFingerprint = new HashMap<>();

    void named(Subscription subscription, Map<String, Delivered> delivered) {
        byUniqueId.put(subscription, delivered);
    }

    void vanished(Subscription subscription, Map<String, Delivered> delivered) {
        Map<String, Delivered> mails = new HashMap<>();
        delivered.values().forEach(mail -> mails.put(mail.fingerprint(), mail));
        byFingerprint.put(subscription, mails);
    }

    Optional<Delivered> named(Subscription subscription, String uniqueId) {
        return Optional.ofNullable(
                byUniqueId.getOrDefault(subscription, Map.of()).get(uniqueId));
    }

    /** What has vanished and had this fingerprint and this size. */
    Optional<Delivered> vanished(Subscription subscription, Delivered mail) {
        return Optional.ofNullable(
                        byFingerprint.getOrDefault(subscription, Map.of()).get(mail.fingerprint()))
                .filter(former -> former.octets() == mail.octets());
    }
}
