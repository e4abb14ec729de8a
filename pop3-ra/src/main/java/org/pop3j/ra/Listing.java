package org.pop3j.ra;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
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
            // A message that came between the two listings waits for the next session.
            if (scan != null) {
                messages.add(new Message(scan, id));
            }
        }
        return new Listing(List.copyOf(messages));
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
