package org.pop3j.protocol;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What LANG can choose from (RFC 6856, section 3). All texts of the server are English: that is what the language every
 * server must have, i-default, is meant to be, and it is offered by its own name too.
 */
enum Language {
    DEFAULT("i-default", "Default language"),
    ENGLISH("en", "English");

    private final String tag;
    private final String description;

    Language(String tag, String description) {
        this.tag = tag;
        this.description = description;
    }

    /** Whether that could be a language tag, or is the star that stands for the default. */
    static boolean wellFormed(String range) {
        return range.equals("*") || range.matches("[A-Za-z0-9]+(-[A-Za-z0-9]+)*");
    }

    /** The answer to LANG without an argument. */
    static Stream<String> lines() {
        return Arrays.stream(values()).map(language -> language.tag + " " + language.description);
    }

    /** The tag that fits a range best: cut from its end until it is one (RFC 4647, section 3.4). */
    static String lookUp(String range) throws Refusal {
        if (range.equals("*")) {
            return DEFAULT.tag;
        }
        for (int end = wellFormed(range) ? range.length() : 0; end > 0; end = range.lastIndexOf('-', end - 1)) {
            for (Language language : values()) {
                if (language.tag.equalsIgnoreCase(range.substring(0, end))) {
                    return language.tag;
                }
            }
        }
        throw new Refusal("no such language");
    }
}
