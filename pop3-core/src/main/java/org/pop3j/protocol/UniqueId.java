package org.pop3j.protocol;

/**
 * The server's persistent name for a message (RFC 1939, section 7). Opaque; the RFC allows 70 characters, real servers
 * send more and stranger ones, so this accepts up to {@value #MAX_LENGTH}. Not fit for file names.
 *
 * @param value 1 to {@value #MAX_LENGTH} octets, each one character (ISO 8859-1), none of them a control character, none
 *     of the outer ones a space
 */
public record UniqueId(String value) {
    /** Longest unique-id that is accepted. */
    public static final int MAX_LENGTH = 1000;

    /**
     * Checks length and characters.
     *
     * @throws IllegalArgumentException if the value cannot be a unique-id
     */
    public UniqueId {
        if (!acceptable(value)) {
            throw new IllegalArgumentException("not a unique-id");
        }
    }

    /**
     * Whether it is what the RFC allows: 1 to 70 characters from 0x21 to 0x7E.
     *
     * @return whether it conforms
     */
    public boolean conforming() {
        return value.length() <= 70 && value.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    static boolean acceptable(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_LENGTH
                && value.charAt(0) != ' '
                && value.charAt(value.length() - 1) != ' '
                && hasNoControls(value);
    }

    private static boolean hasNoControls(String value) {
        // A loop: a listing may have a hundred thousand of them.
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == 0x7F || c > 0xFF) {
                return false;
            }
        }
        return true;
    }
}
