package org.pop3j.testserver;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What known servers say in their status lines: they differ in nothing but words, and clients go by these words.
 *
 * @param positive by keyword what follows {@code +OK}; {@code #} stands for the first number of the right line, {@code ##}
 *     for the second
 * @param negative by the text of the right line what follows {@code -ERR} and a response code
 */
record ProfileTexts(Map<String, String> positive, Map<String, String> negative) {
    private static final ProfileTexts RIGHT = new ProfileTexts(Map.of(), Map.of());
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final String WRONG = "wrong user name or password";
    private static final String IN_USE = "another session has the maildrop open";
    private static final String UNKNOWN = "unknown command";

    private static final ProfileTexts DOVECOT = new ProfileTexts(
            Map.ofEntries(
                    Map.entry("USER", ""),
                    Map.entry("PASS", "Logged in."),
                    Map.entry("AUTH", "Logged in."),
                    Map.entry("CAPA", ""),
                    Map.entry("STLS", "Begin TLS negotiation now."),
                    Map.entry("LIST", "# messages:"),
                    Map.entry("UIDL", ""),
                    Map.entry("TOP", ""),
                    Map.entry("DELE", "Marked to be deleted."),
                    Map.entry("RSET", ""),
                    Map.entry("QUIT", "Logging out.")),
            Map.of(
                    WRONG,
                    "Authentication failed.",
                    IN_USE,
                    "Mailbox is locked by another POP3 session",
                    UNKNOWN,
                    "Unknown command.",
                    "no such message",
                    "There's no message with that number."));

    private static final ProfileTexts GMAIL = new ProfileTexts(
            Map.ofEntries(
                    Map.entry("USER", "send PASS"),
                    Map.entry("PASS", "Welcome."),
                    Map.entry("AUTH", "Welcome."),
                    Map.entry("CAPA", "Capability list follows"),
                    Map.entry("LIST", "# messages (## bytes)"),
                    Map.entry("UIDL", ""),
                    Map.entry("RETR", "message follows"),
                    Map.entry("TOP", "message follows"),
                    Map.entry("DELE", "marked for deletion"),
                    Map.entry("QUIT", "Farewell.")),
            Map.of(
                    WRONG,
                    "Username and password not accepted.",
                    UNKNOWN,
                    "bad command",
                    "no such message",
                    "Message number out of range."));

    private static final ProfileTexts EXCHANGE = new ProfileTexts(
            Map.ofEntries(
                    Map.entry("USER", ""),
                    Map.entry("PASS", "User successfully logged on."),
                    Map.entry("AUTH", "User successfully logged on."),
                    Map.entry("CAPA", ""),
                    Map.entry("STLS", "Begin TLS negotiation."),
                    Map.entry("LIST", "# ##"),
                    Map.entry("UIDL", ""),
                    Map.entry("RETR", ""),
                    Map.entry("TOP", ""),
                    Map.entry("DELE", ""),
                    Map.entry("QUIT", "Microsoft Exchange Server POP3 server signing off.")),
            Map.of(
                    WRONG,
                    "Logon failure: unknown user name or bad password.",
                    UNKNOWN,
                    "Protocol error. 1",
                    "no such message",
                    "The specified message is out of range."));

    static ProfileTexts of(Profile profile) {
        return switch (profile) {
            case DOVECOT_LIKE -> DOVECOT;
            case GMAIL_LIKE -> GMAIL;
            case EXCHANGE_LIKE -> EXCHANGE;
            default -> RIGHT;
        };
    }

    String statusLine(String keyword, String right) {
        if (right.startsWith("+OK")) {
            boolean oneEntry = right.matches("\\+OK [0-9]+ \\S+") && !keyword.equals("RETR");
            String text = positive.get(keyword);
            return text == null || oneEntry ? right : ("+OK " + filled(text, right)).stripTrailing();
        }
        for (Map.Entry<String, String> entry : negative.entrySet()) {
            if (right.endsWith(entry.getKey())) {
                return right.substring(0, right.length() - entry.getKey().length()) + entry.getValue();
            }
        }
        return right;
    }

    private static String filled(String text, String right) {
        Matcher numbers = NUMBER.matcher(right);
        String first = numbers.find() ? numbers.group() : "";
        String second = numbers.find() ? numbers.group() : "";
        return text.replace("##", second).replace("#", first);
    }
}
