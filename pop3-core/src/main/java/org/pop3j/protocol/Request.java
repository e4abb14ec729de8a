package org.pop3j.protocol;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A command line that a server has read: one keyword in any case, then exactly the arguments that the table asks for, one
 * space before each, nothing else (RFC 2449, section 3).
 */
final class Request {
    /** Stands for what is not shown. */
    static final String REDACTED = "****";

    private static final byte[] NO_WORD = {};
    /** Commands that could hold a secret, or what a secret can be guessed from. */
    private static final Set<Keyword> SECRET = EnumSet.of(Keyword.PASS, Keyword.APOP, Keyword.AUTH);

    private final Keyword keyword;
    private final int messageNumber;
    private final long lines;
    private final byte[] word;

    private Request(Keyword keyword, int messageNumber, long lines, byte[] word) {
        this.keyword = keyword;
        this.messageNumber = messageNumber;
        this.lines = lines;
        this.word = word;
    }

    /** Reads the keyword only. */
    static Keyword keyword(byte[] line, Set<Keyword> known) throws Refusal {
        Keyword keyword = Keyword.find(Octets.text(line, 0, keywordEnd(line)));
        if (keyword == null || !known.contains(keyword)) {
            throw new Refusal("unknown command");
        }
        return keyword;
    }

    /** Reads the arguments of a line that starts with that keyword. */
    static Request parse(Keyword keyword, byte[] line) throws Refusal {
        int end = keywordEnd(line);
        boolean bare = end == line.length;
        return switch (keyword.arguments()) {
            case NONE -> {
                if (!bare) {
                    throw new Refusal(keyword + " takes no argument");
                }
                yield new Request(keyword, 0, 0, NO_WORD);
            }
            case NAME_AND_DIGEST -> new Request(keyword, 0, 0, digest(line));
            case NAME -> new Request(keyword, 0, 0, word(keyword, line, '!'));
            case MECHANISM -> new Request(keyword, 0, 0, mechanism(line));
            case SECRET -> new Request(keyword, 0, 0, word(keyword, line, ' '));
            case OPTIONAL_MESSAGE -> bare ? new Request(keyword, 0, 0, NO_WORD) : numbers(keyword, line, 1);
            case MESSAGE -> numbers(keyword, line, 1);
            case MESSAGE_AND_LINES -> numbers(keyword, line, 2);
        };
    }

    /** The line as it may be shown: of what could hold a secret only the keyword is left. */
    static String redacted(byte[] line) {
        String name = Octets.text(line, 0, keywordEnd(line));
        Keyword keyword = Keyword.find(name);
        if (keyword != null && !SECRET.contains(keyword)) {
            return Octets.text(line, 0, line.length).replaceAll("[^ -~]", "?");
        }
        boolean looksLikeKeyword = name.matches("[A-Za-z]{3,4}");
        return looksLikeKeyword ? name + (name.length() == line.length ? "" : " " + REDACTED) : REDACTED;
    }

    Keyword keyword() {
        return keyword;
    }

    /** 0 if there is none. */
    int messageNumber() {
        return messageNumber;
    }

    /** Of TOP; a larger number than 63 bits hold is as good as the largest. */
    long lines() {
        return lines;
    }

    /** The octets of a name, a name and a digest, a password, a mechanism with its response; otherwise empty. Not a copy, so that they can be overwritten. */
    byte[] word() {
        return word;
    }

    private static int keywordEnd(byte[] line) {
        int end = 0;
        while (end < line.length && line[end] != ' ') {
            end++;
        }
        return end;
    }

    private static byte[] word(Keyword keyword, byte[] line, char lowest) throws Refusal {
        byte[] word = Arrays.copyOfRange(line, Math.min(line.length, keywordEnd(line) + 1), line.length);
        if (word.length == 0) {
            throw new Refusal(keyword + " needs an argument");
        }
        for (byte octet : word) {
            if (octet < lowest || octet == 0x7F) {
                throw new Refusal(keyword + " takes one argument of printable ASCII");
            }
        }
        return word;
    }

    /** A name, one space, 32 digits in lower case: nobody writes a digest otherwise. */
    private static byte[] digest(byte[] line) throws Refusal {
        byte[] words = word(Keyword.APOP, line, ' ');
        if (!Octets.text(words, 0, words.length).matches("[^ ]+ [0-9a-f]{32}")) {
            throw new Refusal("APOP takes a name and a digest in lower case");
        }
        return words;
    }

    /** One or two words. The second one may be a secret: it is not made into a text. */
    private static byte[] mechanism(byte[] line) throws Refusal {
        byte[] words = word(Keyword.AUTH, line, ' ');
        int first = Octets.indexOf(words, ' ', 0);
        int second = first < 0 ? -1 : Octets.indexOf(words, ' ', first + 1);
        String name = Octets.text(words, 0, first < 0 ? words.length : first);
        if (second >= 0 || first == words.length - 1 || !SaslMechanism.wellFormed(name)) {
            throw new Refusal("AUTH takes a mechanism and perhaps a response");
        }
        return words;
    }

    private static Request numbers(Keyword keyword, byte[] line, int count) throws Refusal {
        String[] words = Octets.text(line, 0, line.length).split(" ", -1);
        if (words.length != 1 + count) {
            throw new Refusal(keyword + " takes " + (count == 1 ? "one number" : "two numbers"));
        }
        int messageNumber = Decimal.messageNumber(words[1]);
        if (messageNumber == Decimal.NONE) {
            throw new Refusal("no message-number");
        }
        long lines = count == 1 ? 0 : Decimal.parse(words[2]);
        if (lines == Decimal.NONE) {
            throw new Refusal("no number of lines");
        }
        return new Request(keyword, messageNumber, lines, NO_WORD);
    }
}
