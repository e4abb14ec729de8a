package org.pop3j.testserver;

import java.util.ArrayList;
import java.util.List;

/** What was expected and what was there, line by line, as the tool of that name shows it. */
final class Diff {
    private final List<String> expected;
    private final List<String> actual;
    /** For each pair of places how many lines the rests behind them have in common. */
    private final int[][] common;

    private Diff(List<String> expected, List<String> actual) {
        this.expected = expected;
        this.actual = actual;
        this.common = new int[expected.size() + 1][actual.size() + 1];
        for (int e = expected.size() - 1; e >= 0; e--) {
            for (int a = actual.size() - 1; a >= 0; a--) {
                common[e][a] = expected.get(e).equals(actual.get(a))
                        ? common[e + 1][a + 1] + 1
                        : Math.max(common[e + 1][a], common[e][a + 1]);
            }
        }
    }

    /** Lines that are in both, behind two spaces; missing ones behind a minus; unexpected ones behind a plus. */
    static String of(List<String> expected, List<String> actual) {
        return String.join("\n", new Diff(expected, actual).lines());
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        int e = 0;
        int a = 0;
        while (e < expected.size() || a < actual.size()) {
            if (e < expected.size() && a < actual.size() && expected.get(e).equals(actual.get(a))) {
                lines.add("    " + expected.get(e++));
                a++;
            } else if (e < expected.size() && (a == actual.size() || common[e + 1][a] >= common[e][a + 1])) {
                lines.add("  - " + expected.get(e++));
            } else {
                lines.add("  + " + actual.get(a++));
            }
        }
        return lines;
    }
}
