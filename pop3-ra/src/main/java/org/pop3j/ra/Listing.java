package org.pop3j.ra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueIdListing;
import org.pop3j.ra.ledger.Delivered;

/**
 * The messages of one session: complete, and each with a unique-id that tells it from the others. Where the server has none
 * that does, it is a digest of the message.
 *
 * @param messages in the server's order
 * @param flaw why there are digests among the unique-ids; empty if there are none
 */
record Listing(List<Message> messages, Optional<String> flaw) {
    /** One message. */
    record Message(ScanListing scan, String uniqueId) {
        long octets() {
            return scan.octets();
        }

        int number() {
            return scan.messageNumber();
        }
    }

    /**
     * Asks for the sizes and the unique-ids, and reads the messages that have no unique-id of use.
     *
     * @param shared the unique-ids that messages have been seen to share; kept here from one session to the next. They are of
     *     no use as long as one message has them, because that one is known by its digest already
     * @throws IOException if the listing cannot be read whole
     */
    static Listing read(Maildrop maildrop, Set<String> shared) throws IOException {
        // In this order: a message that comes in between has a unique-id and no size, and waits for the next session.
        Map<Integer, ScanListing> scans = new LinkedHashMap<>();
        maildrop.list().forEach(scan -> scans.put(scan.messageNumber(), scan));
        Optional<List<UniqueIdListing>> answer = scans.isEmpty() ? Optional.of(List.of()) : uniqueIds(maildrop);
        Map<Integer, String> uniqueIds = usable(answer.orElse(List.of()), shared);
        List<ScanListing> without = scans.values().stream()
                .filter(scan -> !uniqueIds.containsKey(scan.messageNumber()))
                .toList();
        if (!without.isEmpty()) {
            uniqueIds.putAll(Digests.of(maildrop, without));
        }
        List<Message> messages = new ArrayList<>(scans.size());
        scans.forEach((number, scan) -> {
            String uniqueId = uniqueIds.get(number);
            // A message that was not given to be read is gone, or will be listed again.
            if (uniqueId != null) {
                messages.add(new Message(scan, uniqueId));
            }
        });
        return new Listing(List.copyOf(messages), flaw(answer.isPresent(), without));
    }

    private static Optional<String> flaw(boolean uidl, List<ScanListing> without) {
        if (without.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                uidl
                        ? "message " + without.get(0).messageNumber()
                                + " has no unique-id, a too long one, or that of another message"
                        : "the server does not know UIDL");
    }

    // All that have a unique-id in common are told apart by digests: whose it is nobody can say.
    private static Map<Integer, String> usable(List<UniqueIdListing> listings, Set<String> shared) {
        Set<String> seen = new HashSet<>();
        listings.stream()
                .map(listing -> listing.uniqueId().value())
                .filter(uniqueId -> !seen.add(uniqueId))
                .forEach(shared::add);
        shared.retainAll(seen);
        Map<Integer, String> usable = new HashMap<>();
        for (UniqueIdListing listing : listings) {
            String uniqueId = listing.uniqueId().value();
            if (uniqueId.length() <= Delivered.MAX_UNIQUE_ID && !shared.contains(uniqueId)) {
                usable.put(listing.messageNumber(), uniqueId);
            }
        }
        return usable;
    }

    /** Empty if the server does not know UIDL; one that announces it and refuses it is in trouble. */
    private static Optional<List<UniqueIdListing>> uniqueIds(Maildrop maildrop) throws IOException {
        try {
            return Optional.of(maildrop.uidl());
        } catch (Pop3ReplyException e) {
            if (Trouble.of(e) == Trouble.REFUSED && !maildrop.capabilities().has(Capabilities.UIDL)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<String> uniqueIds() {
        return messages.stream().map(Message::uniqueId).toList();
    }
}
