package org.pop3j.testserver;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Effect.Plain;

/** Makes the numbers and unique-ids in one answer wrong: its lines go through here without their ends. One thread's own. */
final class ListingFaults {
    private static final String DUPLICATE = "duplicate";
    private static final int MADE_UP_OCTETS = 100;

    private final String keyword;
    private final boolean all;
    private final int session;
    private final List<Effect> effects;
    private final int wrongCount;
    private final Deque<String> heldBack = new ArrayDeque<>();

    /**
     * For one answer.
     *
     * @param all whether the command named no message
     */
    ListingFaults(String keyword, boolean all, int session, List<Effect> effects) {
        this.keyword = keyword;
        this.all = all;
        this.session = session;
        this.effects = effects;
        wrongCount = effects.stream()
                .mapToInt(effect -> effect instanceof Effect.WrongCount wrong ? wrong.difference() : 0)
                .sum();
    }

    /** Whether it has to see the lines of a content. */
    boolean readsContent() {
        return !effects.isEmpty() && (keyword.equals("LIST") || keyword.equals("UIDL"));
    }

    /** What becomes of a status line of the engine's. */
    String statusLine(String line) {
        String[] words = line.split(" ", -1);
        if (effects.isEmpty() || !words[0].equals("+OK") || words.length < 3) {
            return line;
        }
        boolean numbers = words[1].matches("[0-9]+");
        boolean two = numbers && words.length == 3;
        return switch (keyword) {
            case "STAT" -> two ? "+OK " + (Long.parseLong(words[1]) + wrongCount) + " " + size(words[2]) : line;
            case "LIST", "UIDL" -> two && !all ? "+OK " + entry(line.substring(4)) : line;
            case "RETR" -> numbers ? line.replaceFirst("[0-9]+", size(words[1])) : line;
            default -> line;
        };
    }

    /** What becomes of a line of a listing: it, another one, an earlier one or nothing. */
    List<String> line(String line) {
        heldBack.addLast(entry(line));
        return heldBack.size() > -wrongCount ? List.of(heldBack.removeFirst()) : List.of();
    }

    /** How many lines come behind the last one. */
    int more() {
        return Math.max(0, wrongCount);
    }

    /** A line that looks like one of this answer. */
    String sample(long number) {
        return switch (keyword) {
            case "LIST" -> number + " " + MADE_UP_OCTETS;
            case "UIDL" -> entry(number + " made-up-" + number);
            default -> "X-" + number;
        };
    }

    private String entry(String line) {
        int space = line.indexOf(' ');
        String number = line.substring(0, space + 1);
        String value = line.substring(space + 1);
        return number + (keyword.equals("LIST") ? size(value) : uniqueId(value));
    }

    private String size(String octets) {
        long size = Long.parseLong(octets);
        for (Effect effect : effects) {
            size += effect instanceof Effect.WrongSize wrong ? wrong.difference() : 0;
        }
        return Long.toString(size);
    }

    private String uniqueId(String right) {
        if (effects.contains(Plain.DUPLICATE_UNIQUE_IDS)) {
            return DUPLICATE;
        }
        // At most 70 octets: the session's part in front, so that what is cut off makes no two alike that were not.
        String changed = "s" + session + "-" + right;
        return effects.contains(Plain.CHANGED_UNIQUE_IDS)
                ? changed.substring(0, Math.min(70, changed.length()))
                : right;
    }
}
