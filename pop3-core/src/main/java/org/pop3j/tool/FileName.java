package org.pop3j.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.pop3j.protocol.UniqueId;

/**
 * How the file of a message is called. Unique-ids are opaque: they may hold slashes, begin with dots, differ in case only, or
 * be longer than a file's name may be. So all but small letters, digits, hyphen, underscore and inner dots is written as in
 * a URL, {@code %4a}, and of a long one there is the beginning and a hash of the whole. Different unique-ids have different
 * names, also where case does not count.
 *
 * @param stem the name without its end
 */
record FileName(String stem) {
    static final String END = ".eml";

    /** Names of at most 255 octets are safe everywhere, with room for the hash, an ordinal and the end. */
    private static final int LONGEST = 230;

    private static final int BEGINNING = 120;

    static FileName of(UniqueId uniqueId) {
        String encoded = encoded(uniqueId.value());
        return encoded.length() <= LONGEST
                ? new FileName(encoded)
                : new FileName(encoded.substring(0, BEGINNING) + "~" + hash(uniqueId.value()));
    }

    private static String encoded(String value) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean first = i == 0;
            if (plain(c) && !(first && (c == '.' || c == '-' || device(value)))) {
                name.append(c);
            } else {
                name.append(String.format("%%%02x", (int) c));
            }
        }
        return name.toString();
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    }

    /** On Windows these are no files, whatever follows the dot. */
    private static boolean device(String value) {
        return value.matches("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");
    }

    private static String hash(String value) {
        try {
            byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * The name of the first, or of another mail with the same unique-id.
     *
     * @param ordinal from 1
     */
    String file(int ordinal) {
        return stem + (ordinal == 1 ? "" : "~" + ordinal) + END;
    }
}
