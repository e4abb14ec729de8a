package org.pop3j.auth;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * SASLprep (RFC 4013) as far as SCRAM needs it: spaces made one, invisible characters dropped, NFKC; control, private and
 * unassigned characters refused. Text in ASCII stays as it is. The rule for text that runs from right to left is left out:
 * it refuses passwords, it does not change them.
 */
final class SaslPrep {
    private SaslPrep() {}

    static String query(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? text : prepared(text);
    }

    /** The password's octets, the caller's to overwrite. Beyond ASCII a copy in memory cannot be overwritten. */
    static byte[] stored(Credentials credentials) {
        char[] secret = credentials.secret();
        try {
            for (char c : secret) {
                if (c < ' ' || c >= 0x7F) {
                    return Utf8.octets(prepared(new String(secret)));
                }
            }
            return Utf8.octets(secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private static String prepared(String text) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !dropped(c)).map(c -> space(c) ? ' ' : c).forEach(mapped::appendCodePoint);
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        if (normal.isEmpty() || normal.codePoints().anyMatch(SaslPrep::prohibited)) {
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
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c >= 0xFFF9 && c <= 0xFFFD) || (c >= 0x2FF0 && c <= 0x2FFB);
        };
    }
}
