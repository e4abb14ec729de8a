package org.pop3j.auth;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

/**
 * SASLprep (RFC 4013): spaces made one, invisible characters dropped, NFKC; control and private characters refused, and
 * text that mixes directions. Text in ASCII stays as it is. What is unassigned is a question to the JDK's tables, which
 * know more of Unicode than version 3.2 of the RFC.
 */
final class SaslPrep {
    private SaslPrep() {}

    /**
     * A name, which may have unassigned characters (RFC 5802, section 5.1).
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    static String query(String text) {
        return plain(text) ? text : prepared(text, true);
    }

    /** An authorization identity (RFC 5034, section 4): nothing stays nothing, but what comes to nothing is refused. */
    static Optional<String> authorization(String text) {
        try {
            return Optional.of(text.isEmpty() ? text : query(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The password's octets, the caller's to overwrite. Beyond ASCII a copy in memory cannot be overwritten.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    static byte[] stored(Credentials credentials) {
        char[] secret = credentials.secret();
        try {
            for (char c : secret) {
                if (c < ' ' || c >= 0x7F) {
                    return Utf8.octets(prepared(new String(secret), false));
                }
            }
            return Utf8.octets(secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** The same of octets that a server has; overwrites these. Empty if they are not UTF-8, or not allowed. */
    static Optional<byte[]> stored(byte[] octets) {
        boolean plain = true;
        for (byte octet : octets) {
            plain &= octet >= ' ' && octet < 0x7F;
        }
        if (plain) {
            return Optional.of(octets);
        }
        try {
            return Utf8.text(octets, 0, octets.length).map(text -> Utf8.octets(prepared(text, false)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static boolean plain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private static String prepared(String text, boolean unassignedAllowed) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !dropped(c)).map(c -> space(c) ? ' ' : c).forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean refused = normal.codePoints()
                .anyMatch(c -> prohibited(c) || (!unassignedAllowed && Character.getType(c) == Character.UNASSIGNED));
        if (normal.isEmpty() || refused || mixed(normal)) {
            throw new IllegalArgumentException("a name or password that SASLprep does not allow");
        }
        return normal;
    }

    /** Table B.1 of RFC 3454. */
    private static boolean dropped(int c) {
        return c == 0xAD
                || c == 0x34F
                || c == 0x1806
                || (c >= 0x180B && c <= 0x180D)
                || (c >= 0x200B && c <= 0x200D)
                || c == 0x2060
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFEFF;
    }

    private static boolean space(int c) {
        return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    private static boolean prohibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> noncharacter(c) || (c >= 0xFFF9 && c <= 0xFFFD) || (c >= 0x2FF0 && c <= 0x2FFB);
        };
    }

    private static boolean noncharacter(int c) {
        return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    }

    /** Text with a character that runs from right to left begins and ends with one, and has none of the others (RFC 3454, section 6). */
    private static boolean mixed(String text) {
        boolean any = text.codePoints().anyMatch(SaslPrep::rightToLeft);
        boolean whole = rightToLeft(text.codePointAt(0)) && rightToLeft(text.codePointBefore(text.length()));
        return any
                && (!whole
                        || text.codePoints()
                                .anyMatch(
                                        c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT));
    }

    private static boolean rightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
