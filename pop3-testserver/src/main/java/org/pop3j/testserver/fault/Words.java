package org.pop3j.testserver.fault;

import java.time.Duration;
import java.util.Locale;

/** How values are written in the text of a fault; {@link FaultReader} reads them. */
final class Words {
    private Words() {}

    /** The name of a constant, or of a method, as a word. */
    static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
    }

    static String duration(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
    }

    /** As it is if that can be read back, otherwise in quotes. */
    static String word(String text) {
        return text.matches("[^\\s,:\"\\\\]+") && text.chars().allMatch(c -> c > ' ' && c < 0x7F) ? text : quoted(text);
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> quoted.append(escaped((char) c)));
        return quoted.append('"').toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default -> c < ' ' || (c >= 0x7F && c <= 0xFF) ? String.format("\\x%02x", (int) c) : String.valueOf(c);
        };
    }
}
