package org.pop3j.testserver;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pop3j.protocol.Keyword;

/** A command line as the RFCs want it, written down again: the server itself is kinder in places. */
final class CommandSyntax {
    private static final String NUMBER = " 0*[1-9][0-9]*";
    private static final int MOST_DIGITS = 9;
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Map<Keyword, Pattern> ARGUMENTS = arguments();

    private CommandSyntax() {}

    private static Map<Keyword, Pattern> arguments() {
        Map<Keyword, Pattern> arguments = new EnumMap<>(Keyword.class);
        for (Keyword keyword : Keyword.values()) {
            String pattern =
                    switch (keyword) {
                        case USER -> " [^ ]+";
                        case PASS -> " .+";
                        case APOP -> " [^ ]+ [0-9a-f]{32}";
                        case AUTH -> " [A-Z0-9_-]{1,20}( =| [A-Za-z0-9+/]+={0,2})?";
                        case RETR, DELE -> NUMBER;
                        case TOP -> NUMBER + " [0-9]+";
                        case LIST, UIDL -> "(" + NUMBER + ")?";
                        case LANG -> "( [^ ]+)?";
                        case STAT, NOOP, RSET, QUIT, CAPA, STLS, UTF8 -> "";
                    };
            arguments.put(keyword, Pattern.compile(pattern));
        }
        return arguments;
    }

    /** Keywords are case-insensitive (RFC 1939, section 3). */
    static Optional<Keyword> keyword(String line) {
        return Arrays.stream(Keyword.values())
                .filter(keyword -> begins(line, keyword.name()))
                .findFirst();
    }

    /** Whether the first word of a line is this one, in whatever case; no other octet stands for one of its letters. */
    static boolean begins(String line, String keyword) {
        int end = keyword.length();
        // Letter by letter: the whole in upper case would make two of some octets.
        return line.regionMatches(true, 0, keyword, 0, end) && (line.length() == end || line.charAt(end) == ' ');
    }

    /** Whether what is behind the keyword has the form that the command asks for. */
    static boolean wellFormed(Keyword keyword, String line) {
        String arguments = line.substring(keyword.name().length());
        Pattern pattern = ARGUMENTS.get(keyword);
        return pattern != null && pattern.matcher(arguments).matches();
    }

    /** Whether no argument has more than 40 characters (RFC 1939, section 3); the password is one argument. */
    static boolean shortArguments(Keyword keyword, String line) {
        String[] words = line.split(" ", keyword == Keyword.PASS ? 2 : -1);
        return Arrays.stream(words).skip(1).allMatch(word -> word.length() <= 40);
    }

    /** Whether it can answer a challenge (RFC 5034, section 4). */
    static boolean response(String line) {
        return line.equals("*")
                || (line.length() % 4 == 0 && BASE64.matcher(line).matches());
    }

    /** The message-number in a well-formed line, 0 if there is none or none that can be. */
    static int messageNumber(Keyword keyword, String line) {
        return switch (keyword) {
            case RETR, DELE, TOP, LIST, UIDL ->
                messageNumber(line, keyword.name().length() + 1);
            default -> 0;
        };
    }

    /** The decimal number that is the word at an index, 0 if it is none or has too many digits. It makes no objects. */
    static int messageNumber(String line, int from) {
        int number = 0;
        for (int i = from; i < line.length() && line.charAt(i) != ' '; i++) {
            char digit = line.charAt(i);
            if (digit < '0' || digit > '9' || i - from == MOST_DIGITS) {
                return 0;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }
}
