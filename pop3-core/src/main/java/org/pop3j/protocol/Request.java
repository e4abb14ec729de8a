package org.pop3j.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

    /**
     * Reads the arguments of a line that starts with that keyword.
     *
     * @param utf8 whether names and passwords may be UTF-8 (RFC 6856, section 2)
     */
    static Request parse(Keyword keyword, byte[] line, boolean utf8) throws Refusal {
        int end = keywordEnd(line);
        boolean bare = end == line.length;
        return switch (keyword.arguments()) {
            case NONE -> {
                if (!bare) {
                    throw new Refusal(keyword + " takes no argument");
                }
                yield new Request(keyword, 0, 0, NO_WORD);
            }
            case NAME_AND_DIGEST -> new Request(keyword, 0, 0, digest(line, utf8));
            case NAME -> new Request(keyword, 0, 0, utf8 ? text(keyword, line, '!') : word(keyword, line, '!'));
            case MECHANISM -> new Request(keyword, 0, 0, mechanism(line));
            case SECRET -> new Request(keyword, 0, 0, utf8 ? text(keyword, line, ' ') : word(keyword, line, ' '));
            case OPTIONAL_LANGUAGE -> new Request(keyword, 0, 0, bare ? NO_WORD : word(keyword, line, '!'));
            case OPTIONAL_MESSAGE -> bare ? new Request(keyword, 0, 0, NO_WORD) : numbers(keyword, line, 1);
            case MESSAGE -> numbers(keyword, line, 1);
            case MESSAGE_AND_LINES -> numbers(keyword, line, 2);
        };
    }

    /** The line as it may be shown: of what could hold a secret only the keyword is left, if it is one. */
    static String redacted(byte[] line) {
        String name = Octets.text(line, 0, keywordEnd(line));
        Keyword keyword = Keyword.find(name);
        if (keyword == null) {
            // A password sent in the wrong place, for instance.
            return REDACTED;
        }
        if (!SECRET.contains(keyword)) {
            return printable(line);
        }
        return name.length() == line.length ? name : name + " " + REDACTED;
    }

    private static String printable(byte[] line) {
        byte[] shown = line.clone();
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] < ' ' || shown[i] > '~') {
                shown[i] = '?';
            }
        }
        return Octets.text(shown, 0, shown.length);
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

    /** The octets of a name, a name and a digest, a password, a language, a mechanism with its response; otherwise empty. Not a copy, so that they can be overwritten. */
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

    private static byte[] argument(Keyword keyword, byte[] line) throws Refusal {
        byte[] argument = Arrays.copyOfRange(line, Math.min(line.length, keywordEnd(line) + 1), line.length);
        if (argument.length == 0) {
            throw new Refusal(keyword + " needs an argument");
        }
        return argument;
    }

    /** UTF-8 without controls, not even the ones above ASCII (RFC 4013, section 2.3). */
    private static byte[] text(Keyword keyword, byte[] line, char lowest) throws Refusal {
        byte[] octets = argument(keyword, line);
        CharBuffer text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
        } catch (CharacterCodingException e) {
            throw new Refusal(keyword + " takes one argument of UTF-8");
        }
        boolean printable = text.chars().allMatch(c -> c >= lowest && !Character.isISOControl(c));
        // It may have been a password.
        Arrays.fill(text.array(), '\0');
        if (!printable) {
            throw new Refusal(keyword + " takes one argument without controls");
        }
        return octets;
    }

    private static byte[] word(Keyword keyword, byte[] line, char lowest) throws Refusal {
        byte[] word = argument(keyword, line);
        for (byte octet : word) {
            if (octet < lowest || octet == 0x7F) {
                throw new Refusal(keyword + " takes one argument of printable ASCII");
            }
        }
        return word;
    }

    /** A name, one space, 32 digits in lower case: nobody writes a digest otherwise. */
    private static byte[] digest(byte[] line, boolean utf8) throws Refusal {
        byte[] words = utf8 ? text(Keyword.APOP, line, ' ') : word(Keyword.APOP, line, ' ');
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
