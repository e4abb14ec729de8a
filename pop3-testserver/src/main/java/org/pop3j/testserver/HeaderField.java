package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One header field as it stands in a message: folded, and with anything that is not plain ASCII in encoded-words
 * (RFC 5322, section 2.2; RFC 2047).
 */
final class HeaderField {
    /** A line with an encoded-word has at most 76 characters, the word itself at most 75 (RFC 2047, section 2). */
    private static final int LINE = 76;

    private static final int ENCODED_WORD = 75;
    private static final String ENCODED_START = "=?UTF-8?B?";
    private static final String ENCODED_END = "?=";

    /** Below this a word is not worth starting: it goes to the next line. */
    private static final int SHORTEST_ENCODED_WORD = 32;

    /** A line must not exceed 998 characters; a longer word without spaces has to be encoded to be cut. */
    private static final int LONGEST_PLAIN_WORD = 900;

    private HeaderField() {}

    /** A field of free text, such as Subject; its CRLF included. */
    static String text(String name, String value) {
        checkName(name);
        checkValue(name, value);
        List<String> words = isPlain(value) ? List.of(value.split(" ")) : encodedWords(value, LINE - name.length() - 2);
        return fold(name, words);
    }

    /** A field with mailboxes, such as From. */
    static String mailboxes(String name, List<Mailbox> mailboxes) {
        List<String> words = new ArrayList<>();
        for (Mailbox mailbox : mailboxes) {
            if (!words.isEmpty()) {
                words.set(words.size() - 1, words.get(words.size() - 1) + ",");
            }
            words.addAll(mailbox.words(LINE - name.length() - 2));
        }
        return fold(name, words);
    }

    /** A field whose words are already right for the wire: they are only put on lines. */
    static String fold(String name, List<String> words) {
        StringBuilder field = new StringBuilder(name).append(':');
        int column = field.length();
        for (String word : words) {
            if (column + 1 + word.length() > LINE) {
                field.append("\r\n");
                column = 0;
            }
            field.append(' ').append(word);
            column += 1 + word.length();
        }
        return field.append("\r\n").toString();
    }

    /** Whether a value may stand as it is: what folding or a decoder would alter may not. */
    static boolean isPlain(String value) {
        if (value.startsWith(" ") || value.endsWith(" ") || value.contains("  ") || value.contains("=?")) {
            return false;
        }
        int wordStart = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
            if (c == ' ') {
                wordStart = i + 1;
            } else if (i - wordStart >= LONGEST_PLAIN_WORD) {
                return false;
            }
        }
        return true;
    }

    /**
     * The value in encoded-words of UTF-8; no character is cut in two (RFC 2047, section 5).
     *
     * @param room what the first line has left
     */
    static List<String> encodedWords(String value, int room) {
        List<String> words = new ArrayList<>();
        int limit = octetsFor(room < SHORTEST_ENCODED_WORD ? ENCODED_WORD : Math.min(room, ENCODED_WORD));
        int start = 0;
        int octets = 0;
        int next;
        for (int i = 0; i < value.length(); i = next) {
            next = value.offsetByCodePoints(i, 1);
            int width = value.substring(i, next).getBytes(StandardCharsets.UTF_8).length;
            if (octets + width > limit) {
                words.add(encodedWord(value.substring(start, i)));
                start = i;
                octets = 0;
                limit = octetsFor(ENCODED_WORD);
            }
            octets += width;
        }
        words.add(encodedWord(value.substring(start)));
        return words;
    }

    private static int octetsFor(int width) {
        return (width - ENCODED_START.length() - ENCODED_END.length()) / 4 * 3;
    }

    private static String encodedWord(String text) {
        return ENCODED_START + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + ENCODED_END;
    }

    /** Whether octets begin with a name and a colon (RFC 5322, section 2.2; spaces between them are of section 4.5). */
    static boolean begins(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && octets[i] > ' ' && octets[i] < 0x7F && octets[i] != ':') {
            i++;
        }
        boolean named = i > from;
        while (i < to && (octets[i] == ' ' || octets[i] == '\t')) {
            i++;
        }
        return named && i < to && octets[i] == ':';
    }

    static void checkName(String name) {
        boolean wellFormed = !name.isEmpty() && name.chars().allMatch(c -> c > 0x20 && c < 0x7F && c != ':');
        if (!wellFormed) {
            throw new IllegalArgumentException("not a header field name: " + printable(name));
        }
    }

    /** Refuses what would end the field and begin another one. */
    static void checkValue(String name, String value) {
        if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new IllegalArgumentException(name + " holds CR, LF or NUL: " + printable(value));
        }
    }

    private static String printable(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
    }
}
