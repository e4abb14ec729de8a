package org.pop3j.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the answer to CAPA (RFC 2449, section 3).
 *
 * @param tag the name, in the server's spelling; compare without regard to case
 * @param parameters what follows it, may be empty
 */
public record Capability(String tag, List<String> parameters) {
    /**
     * Copies the parameters.
     *
     * @throws IllegalArgumentException if the tag or a parameter is empty or holds a space or a control character
     */
    public Capability {
        parameters = List.copyOf(parameters);
        requireWord(tag);
        parameters.forEach(Capability::requireWord);
    }

    /**
     * Reads a line of the answer to CAPA.
     *
     * @param line without CRLF; more than one space between words is tolerated
     * @return the capability
     * @throws Pop3ProtocolException if there is no tag
     */
    public static Capability parse(String line) throws Pop3ProtocolException {
        Words words = new Words(line);
        List<String> all = new ArrayList<>();
        for (String word = words.next(); !word.isEmpty(); word = words.next()) {
            all.add(word);
        }
        try {
            return new Capability(all.isEmpty() ? "" : all.get(0), all.subList(Math.min(1, all.size()), all.size()));
        } catch (IllegalArgumentException e) {
            throw new Pop3ProtocolException("CAPA: a line that is no capability");
        }
    }

    /** The line as a server sends it, without CRLF. */
    @Override
    public String toString() {
        return parameters.isEmpty() ? tag : tag + " " + String.join(" ", parameters);
    }

    private static void requireWord(String word) {
        if (word.isEmpty() || !word.chars().allMatch(c -> c > ' ' && c != 0x7F)) {
            throw new IllegalArgumentException("not a capability");
        }
    }
}
