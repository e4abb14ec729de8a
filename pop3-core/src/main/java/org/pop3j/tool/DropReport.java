package org.pop3j.tool;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.protocol.DropListing;
import org.pop3j.protocol.ScanListing;
import org.pop3j.protocol.UniqueId;
import org.pop3j.protocol.UniqueIdListing;

/**
 * What STAT, LIST and UIDL say of a maildrop, and whether they agree.
 *
 * @param stat what STAT says
 * @param listed messages in LIST
 * @param listedOctets their sizes together
 * @param uniqueIds messages in UIDL; empty if the server refuses UIDL
 * @param distinct how many of these unique-ids differ
 */
record DropReport(DropListing stat, long listed, long listedOctets, Optional<Integer> uniqueIds, int distinct) {
    static DropReport of(Maildrop maildrop, Findings findings) throws IOException {
        DropListing stat = maildrop.stat();
        List<ScanListing> list = maildrop.list();
        long octets = list.stream().mapToLong(ScanListing::octets).reduce(0, DropReport::sum);
        if (stat.messages() != list.size()) {
            findings.problem(
                    Outcome.REFUSED,
                    "STAT counts " + Text.count(stat.messages(), "message") + ", LIST shows " + list.size() + ".");
        } else if (stat.octets() != octets) {
            findings.warning("STAT counts " + Text.count(stat.octets(), "octet") + ", the sizes in LIST add up to "
                    + octets + ". Sizes of this server are not exact.");
        }
        try {
            return compared(stat, list, octets, maildrop.uidl(), findings);
        } catch (Pop3ReplyException e) {
            findings.warning("The server refuses UIDL: without unique-ids nobody can tell old mail from new, and fetch"
                    + " does not work.");
            return new DropReport(stat, list.size(), octets, Optional.empty(), 0);
        }
    }

    private static DropReport compared(
            DropListing stat, List<ScanListing> list, long octets, List<UniqueIdListing> uidl, Findings findings) {
        Set<UniqueId> distinct =
                uidl.stream().map(UniqueIdListing::uniqueId).collect(Collectors.toCollection(HashSet::new));
        Set<Integer> inList = list.stream().map(ScanListing::messageNumber).collect(Collectors.toSet());
        Set<Integer> inUidl = uidl.stream().map(UniqueIdListing::messageNumber).collect(Collectors.toSet());
        if (inList.size() < list.size() || inUidl.size() < uidl.size()) {
            findings.problem(Outcome.REFUSED, "LIST or UIDL name a message-number twice.");
        }
        if (inUidl.size() < inList.size() && inList.containsAll(inUidl)) {
            findings.problem(
                    Outcome.REFUSED,
                    "UIDL gives no usable unique-id for " + Text.count(inList.size() - inUidl.size(), "message") + ".");
        } else if (!inList.equals(inUidl)) {
            findings.problem(Outcome.REFUSED, "LIST and UIDL do not show the same messages.");
        }
        if (distinct.size() < uidl.size()) {
            findings.problem(
                    Outcome.REFUSED,
                    "Of " + Text.count(uidl.size(), "unique-id") + " only " + distinct.size()
                            + " differ: programs that leave mail on the server can miss some.");
        }
        if (!distinct.stream().allMatch(UniqueId::conforming)) {
            findings.warning(
                    "There are unique-ids longer than 70 characters, or with characters that they cannot have.");
        }
        return new DropReport(stat, list.size(), octets, Optional.of(uidl.size()), distinct.size());
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    String words() {
        String size = String.format(
                java.util.Locale.ROOT, "%s, %,d octets", Text.count(stat.messages(), "message"), stat.octets());
        boolean agree = stat.messages() == listed && stat.octets() == listedOctets;
        return size + (agree ? "; LIST agrees" : "; LIST: " + listed + ", " + listedOctets);
    }

    String uniqueIdWords() {
        return uniqueIds
                .map(number ->
                        number == distinct ? number + ", all different" : number + ", " + distinct + " different")
                .orElse("none: UIDL is refused");
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("messages", stat.messages());
        json.put("octets", stat.octets());
        json.put("listedMessages", listed);
        json.put("listedOctets", listedOctets);
        json.put("uniqueIds", uniqueIds);
        json.put("differentUniqueIds", uniqueIds.map(unused -> distinct));
        return json;
    }
}
