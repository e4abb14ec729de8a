package org.pop3j.tool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a fetch has done. Not thread-safe. */
final class FetchReport {
    /** What is known of the deletion. */
    enum Deletion {
        /** Nothing was to be deleted, or it did not come to that. */
        NONE,
        /** The server has said that it did. */
        CONFIRMED,
        /** The server has said that it did not delete all of it. */
        REFUSED,
        /** The server has said nothing. */
        UNKNOWN
    }

    private final String server;
    private final Path directory;
    private List<Entry> entries = List.of();
    private boolean listed;
    private Deletion deletion = Deletion.NONE;

    FetchReport(String server, Path directory) {
        this.server = server;
        this.directory = directory;
    }

    void entries(List<Entry> all) {
        entries = all;
        listed = true;
    }

    List<Entry> entries() {
        return entries;
    }

    void deletion(Deletion known) {
        deletion = known;
    }

    long count(Entry.State state) {
        return entries.stream().filter(entry -> entry.state() == state).count();
    }

    private long deleted() {
        return entries.stream().filter(Entry::isDeleted).count();
    }

    /** Lines for people, if it is known what there is. */
    List<String> words() {
        return listed ? List.of(summary()) : List.of();
    }

    private String summary() {
        long octets = entries.stream()
                .filter(entry -> entry.state() == Entry.State.STORED)
                .mapToLong(Entry::octets)
                .sum();
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "%s in the maildrop: %d fetched into %s (%,d octets), %d there already",
                Text.count(entries.size(), "message"),
                count(Entry.State.STORED),
                directory,
                octets,
                count(Entry.State.PRESENT)));
        if (count(Entry.State.LEFT) > 0) {
            words.append(", ").append(count(Entry.State.LEFT)).append(" left for another time");
        }
        if (count(Entry.State.REFUSED) > 0) {
            words.append(", ").append(count(Entry.State.REFUSED)).append(" refused");
        }
        return words.append("; ")
                .append(deletion == Deletion.UNKNOWN ? "deletion not confirmed" : deleted() + " deleted")
                .append('.')
                .toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", server);
        json.put("directory", directory);
        json.put("stored", count(Entry.State.STORED));
        json.put("present", count(Entry.State.PRESENT));
        json.put("refused", count(Entry.State.REFUSED));
        json.put("left", count(Entry.State.LEFT));
        json.put("deleted", deleted());
        json.put("deletion", deletion.name().toLowerCase(Locale.ROOT));
        json.put("messages", entries.stream().map(Entry::json).toList());
        return json;
    }
}
