package org.pop3j.ra;

import java.io.IOException;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueIdListing;
import org.pop3j.ra.ledger.Delivered;

/**
 * The messages of one session, each with a unique-id that tells it from the others. Where the server has none that does, it is a
 * digest of the message. There may be a hundred thousand: what is known of each is here once.
 */
final class Listing {
    // In the server's order; and by unique-id. A map would take more memory than all else that is here.
    private final List<Message> messages;
    private final Message[] byUniqueId;
    private final Optional<String> flaw;
    private final boolean complete;

    /**
     * One message.
     *
     * @param index its place in the listing, from 0
     */
    record Message(ScanListing scan, String uniqueId, int index) {
        long octets() {
            return scan.octets();
        }

        int number() {
            return scan.messageNumber();
        }
    }

    /**
     * @param uniqueIds of the messages, by message-number; without one a message is left out
     */
    Listing(List<ScanListing> scans, Map<Integer, String> uniqueIds, Optional<String> flaw) {
        this(scans, scan -> uniqueIds.get(scan.messageNumber()), flaw);
    }

    private Listing(List<ScanListing> scans, Function<ScanListing, @Nullable String> uniqueIds, Optional<String> flaw) {
        List<Message> named = new ArrayList<>(scans.size());
        for (ScanListing scan : scans) {
            String uniqueId = uniqueIds.apply(scan);
            if (uniqueId != null) {
                named.add(new Message(scan, uniqueId, named.size()));
            }
        }
        this.messages = Collections.unmodifiableList(named);
        this.byUniqueId = named.toArray(Message[]::new);
        Arrays.sort(byUniqueId, Comparator.comparing(Message::uniqueId));
        this.flaw = flaw;
        this.complete = messages.size() == scans.size();
    }

    private boolean hasNoneTwice() {
        return IntStream.range(1, byUniqueId.length)
                .noneMatch(i -> byUniqueId[i].uniqueId().equals(byUniqueId[i - 1].uniqueId()));
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
        List<ScanListing> scans = maildrop.list();
        Optional<List<UniqueIdListing>> answer = scans.isEmpty() ? Optional.of(List.of()) : uniqueIds(maildrop);
        if (shared.isEmpty()
                && answer.filter(uniqueIds -> areInStep(scans, uniqueIds)).isPresent()) {
            // As it nearly always is: then nothing more is made of a long listing than what it needs to be.
            Iterator<UniqueIdListing> inStep = answer.get().iterator();
            Listing listing =
                    new Listing(scans, scan -> inStep.next().uniqueId().value(), Optional.empty());
            if (listing.hasNoneTwice()) {
                return listing;
            }
        }
        Map<Integer, String> uniqueIds = usable(answer.orElse(List.of()), shared);
        List<ScanListing> without = scans.stream()
                .filter(scan -> !uniqueIds.containsKey(scan.messageNumber()))
                .toList();
        if (!without.isEmpty()) {
            uniqueIds.putAll(Digests.of(maildrop, without));
        }
        return new Listing(scans, uniqueIds, flaw(answer.isPresent(), without));
    }

    private static boolean areInStep(List<ScanListing> scans, List<UniqueIdListing> uniqueIds) {
        boolean inStep = scans.size() == uniqueIds.size();
        for (int i = 0; i < scans.size() && inStep; i++) {
            UniqueIdListing uniqueId = uniqueIds.get(i);
            inStep = uniqueId.messageNumber() == scans.get(i).messageNumber()
                    && isUsable(uniqueId.uniqueId().value());
        }
        return inStep;
    }

    /** Whether every ledger can hold it; RFC 1939, section 7, allows no other octets than these, and 70 of them. */
    private static boolean isUsable(String uniqueId) {
        // A loop: there may be a hundred thousand of them.
        for (int i = 0; i < uniqueId.length(); i++) {
            if (uniqueId.charAt(i) < 0x20 || uniqueId.charAt(i) > 0x7E) {
                return false;
            }
        }
        return uniqueId.length() <= Delivered.MAX_UNIQUE_ID;
    }

    private static Optional<String> flaw(boolean uidl, List<ScanListing> without) {
        if (without.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                uidl
                        ? "message " + without.get(0).messageNumber()
                                + " has no unique-id, a too long one, one of other characters than ASCII's, or that of another message"
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
            if (isUsable(uniqueId) && !shared.contains(uniqueId)) {
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

    /** In the server's order. */
    List<Message> messages() {
        return messages;
    }

    Optional<Message> message(String uniqueId) {
        int from = 0;
        int to = byUniqueId.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = byUniqueId[middle].uniqueId().compareTo(uniqueId);
            if (order == 0) {
                return Optional.of(byUniqueId[middle]);
            }
            from = order < 0 ? middle + 1 : from;
            to = order < 0 ? to : middle - 1;
        }
        return Optional.empty();
    }

    /** In the server's order. */
    Set<String> uniqueIds() {
        return new UniqueIds();
    }

    private final class UniqueIds extends AbstractSet<String> {
        @Override
        public boolean contains(Object uniqueId) {
            return uniqueId instanceof String text && message(text).isPresent();
        }

        @Override
        public Iterator<String> iterator() {
            return messages.stream().map(Message::uniqueId).iterator();
        }

        @Override
        public int size() {
            return messages.size();
        }
    }

    /** Why there are digests among the unique-ids; empty if there are none. */
    Optional<String> flaw() {
        return flaw;
    }

    /** Whether no message was left out: one that could not be read has no digest. */
    boolean complete() {
        return complete;
    }
}
