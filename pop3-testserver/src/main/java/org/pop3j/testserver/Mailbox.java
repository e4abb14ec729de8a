package org.pop3j.testserver;

import java.util.ArrayList;
import java.util.List;

/** A mailbox in a header: an address and, possibly, the name in front of it (RFC 5322, section 3.4). */
record Mailbox(String name, String address) {
    private static final String ATOM_PUNCTUATION = "!#$%&'*+-/=?^_`{|}~";

    Mailbox {
        HeaderField.checkValue("mailbox", name);
        boolean wellFormed = address.indexOf('@') > 0
                && !address.endsWith("@")
                && address.chars().allMatch(c -> c > 0x20 && c < 0x7F && "<>,;:()".indexOf(c) < 0);
        if (!wellFormed) {
            throw new IllegalArgumentException("not a mailbox: an address is local-part@domain in ASCII");
        }
    }

    /** Reads {@code local@domain} or {@code Name <local@domain>}; the name may be quoted. */
    static Mailbox parse(String text) {
        int open = text.lastIndexOf('<');
        if (open < 0 || !text.endsWith(">")) {
            return new Mailbox("", text);
        }
        String name = text.substring(0, open).strip();
        boolean quoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
        if (quoted) {
            name = name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1");
        }
        return new Mailbox(name, text.substring(open + 1, text.length() - 1));
    }

    /** The words for the wire; {@code room} is what the first line has left. */
    List<String> words(int room) {
        if (name.isEmpty()) {
            return List.of(address);
        }
        List<String> words = new ArrayList<>(nameWords(room));
        words.add('<' + address + '>');
        return words;
    }

    private List<String> nameWords(int room) {
        if (!HeaderField.isPlain(name)) {
            return HeaderField.encodedWords(name, room);
        }
        if (name.chars().allMatch(Mailbox::isAtomOrSpace)) {
            return List.of(name.split(" "));
        }
        return List.of('"' + name.replaceAll("([\\\\\"])", "\\\\$1") + '"');
    }

    private static boolean isAtomOrSpace(int c) {
        return c == ' '
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || ATOM_PUNCTUATION.indexOf(c) >= 0;
    }
}
