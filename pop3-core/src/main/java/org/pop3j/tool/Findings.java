package org.pop3j.tool;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found wrong. The first problem decides how the run ends, unless it is not known what was deleted; warnings do not.
 * Not thread-safe.
 */
final class Findings {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private Outcome outcome = Outcome.FINE;

    void problem(Outcome kind, String words) {
        problems.add(words);
        if (outcome == Outcome.FINE || kind == Outcome.UNCONFIRMED) {
            outcome = kind;
        }
    }

    void warning(String words) {
        warnings.add(words);
    }

    Outcome outcome() {
        return outcome;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
