package org.pop3j.ra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueIdListing;
import org.pop3j.ra.ledger.Delivered;

/** The messages of one session: complete, and each with a unique-id that tells it from the others. */
record Listing(List<Message> messages) {
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
     * Asks for the unique-ids and the sizes.
     *
     * @throws UniqueIdsException if the server has no unique-ids, or none that could be relied on
     * @throws IOException if the listing cannot be read whole
     */
    static Listing read(Maildrop maildrop) throws IOException {
        List<UniqueIdListing> uniqueIds = uniqueIds(maildrop);
        Map<Integer, ScanListing> scans = new HashMap<>();
        for (ScanListing scan : maildrop.list()) {
            scans.put(scan.messageNumber(), scan);
        }
        requireUniqueIds(maildrop, uniqueIds, scans.keySet());
        List<Message> messages = new ArrayList<>(uniqueIds.size());
        Set<String> seen = new HashSet<>();
        for (UniqueIdListing uniqueId : uniqueIds) {
            String id = uniqueId.uniqueId().value();
            if (id.length() > Delivered.MAX_UNIQUE_ID) {
                throw new UniqueIdsException("message " + uniqueId.messageNumber() + " has a unique-id of "
                        + id.length() + " characters; RFC 1939 allows 70, the ledger holds " + Delivered.MAX_UNIQUE_ID);
            }
            if (!seen.add(id)) {
                throw new UniqueIdsException(
                        "two messages have one unique-id, the second is message " + uniqueId.messageNumber());
            }
            ScanListing scan = scans.get(uniqueId.messageNumber());
            if (scan != null) {
                messages.add(new Message(scan, id));
            }
        }
        return new Listing(List.copyOf(messages));
    }

    /**
     * A message without a unique-id must not be passed over in silence. One that came between the two listings has one by
     * now, and waits for the next session; it has the highest number.
     */
    private static void requireUniqueIds(Maildrop maildrop, List<UniqueIdListing> uniqueIds, Set<Integer> listed)
            throws IOException {
        Set<Integer> without = new TreeSet<>(listed);
        uniqueIds.forEach(uniqueId -> without.remove(uniqueId.messageNumber()));
        if (without.isEmpty()) {
            return;
        }
        int messageNumber = without.iterator().next();
        try {
            maildrop.uidl(messageNumber);
        } catch (Pop3ReplyException | Pop3ProtocolException e) {
            throw new UniqueIdsException("message " + messageNumber + " has no unique-id: " + e.getMessage());
        }
    }

    private static List<UniqueIdListing> uniqueIds(Maildrop maildrop) throws IOException {
        try {
            return maildrop.uidl();
        } catch (Pop3ReplyException e) {
            if (Trouble.of(e) == Trouble.REFUSED) {
                throw new UniqueIdsException("the server refuses UIDL: " + e.getMessage());
            }
            throw e;
        }
    }

    List<String> uniqueIds() {
        return messages.stream().map(Message::uniqueId).toList();
    }
}
