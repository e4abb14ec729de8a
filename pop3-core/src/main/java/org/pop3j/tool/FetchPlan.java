package org.pop3j.tool;

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
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueId;
import org.pop3j.protocol.UniqueIdListing;

/** Which messages there are, and which of them are to be fetched. */
final class FetchPlan {
    private final Map<Integer, Entry> entries = new LinkedHashMap<>();
    private final Map<UniqueId, Integer> occurrences = new HashMap<>();

    private FetchPlan() {}

    /** Joins LIST and UIDL by message-number: what only one of them has may be another message. */
    static FetchPlan of(Maildrop maildrop) throws IOException {
        FetchPlan plan = new FetchPlan();
        List<ScanListing> list = maildrop.list();
        Map<Integer, UniqueId> uniqueIds = new HashMap<>();
        Set<Integer> ambiguous = new HashSet<>();
        for (UniqueIdListing line : uidl(maildrop)) {
            UniqueId before = uniqueIds.put(line.messageNumber(), line.uniqueId());
            if (before != null && !before.equals(line.uniqueId())) {
                ambiguous.add(line.messageNumber());
            }
            plan.occurrences.merge(line.uniqueId(), 1, Integer::sum);
        }
        uniqueIds.keySet().removeAll(ambiguous);
        for (ScanListing line : list) {
            Entry entry = new Entry(line, Optional.ofNullable(uniqueIds.get(line.messageNumber())));
            if (entry.uniqueId().isEmpty()) {
                entry.refused("the server gives it no usable unique-id, or two");
            }
            plan.entries.putIfAbsent(line.messageNumber(), entry);
        }
        return plan;
    }

    private static List<UniqueIdListing> uidl(Maildrop maildrop) throws IOException {
        try {
            return maildrop.uidl();
        } catch (Pop3ReplyException e) {
            throw new ToolException(
                    Outcome.REFUSED,
                    "The server refuses UIDL. Without unique-ids mail cannot be named, nor old mail told from new.",
                    e);
        }
    }

    Map<Integer, Entry> entries() {
        return entries;
    }

    /**
     * What is to be fetched. Of mail that is to be deleted nothing is taken for granted: it is fetched and compared, because
     * servers exist that give a unique-id to another mail later.
     *
     * @param limit how many at most
     */
    List<ScanListing> wanted(MailFolder folder, boolean delete, int limit) throws ToolException {
        List<ScanListing> wanted = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.uniqueId().isEmpty() || (!delete && present(entry, folder))) {
                continue;
            }
            if (wanted.size() < limit) {
                wanted.add(entry.listing());
            }
        }
        return wanted;
    }

    private boolean present(Entry entry, MailFolder folder) throws ToolException {
        UniqueId uniqueId = entry.uniqueId().orElseThrow();
        if (occurrences.getOrDefault(uniqueId, 0) != 1) {
            return false;
        }
        Optional<java.nio.file.Path> file =
                folder.holding(FileName.of(uniqueId), entry.listing().octets());
        file.ifPresent(path -> entry.kept(path, true));
        return file.isPresent();
    }
}
