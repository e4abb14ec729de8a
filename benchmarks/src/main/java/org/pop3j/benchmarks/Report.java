package org.pop3j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed, and which targets were missed. */
final class Report {
    private final List<String> missed = new ArrayList<>();

    void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    void row(String name, Series series) {
        say("%-26s %8.1f %8.1f %8.1f", name, series.min(), series.median(), series.max());
    }

    void atMost(String what, double value, double limit) {
        verdict(value <= limit, String.format(Locale.ROOT, "%s: %.2f, at most %.2f", what, value, limit));
    }

    void atLeast(String what, double value, double limit) {
        verdict(value >= limit, String.format(Locale.ROOT, "%s: %.1f, at least %.0f", what, value, limit));
    }

    void verdict(boolean met, String what) {
        say("%s  %s", met ? "met   " : "MISSED", what);
        if (!met) {
            missed.add(what);
        }
    }

    /** The last line; whether nothing was missed. */
    boolean end() {
        say("");
        say(missed.isEmpty() ? "All targets that were measured are met." : missed.size() + " missed.");
        return missed.isEmpty();
    }
}
