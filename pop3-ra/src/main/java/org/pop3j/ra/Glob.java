package org.pop3j.ra;

import java.util.List;
import java.util.Locale;

/**
 * Text with {@code *} for any characters, compared without regard to case. The time it takes is bounded by the lengths, not by
 * what a sender writes.
 */
record Glob(List<String> pieces) {
    static Glob of(String pattern) {
        return new Glob(List.of(pattern.toLowerCase(Locale.ROOT).split("\\*", -1)));
    }

    boolean matches(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String first = pieces.get(0);
        String last = pieces.get(pieces.size() - 1);
        if (pieces.size() == 1) {
            return lower.equals(first);
        }
        int end = lower.length() - last.length();
        if (end < first.length() || !lower.startsWith(first) || !lower.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = lower.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }
}
