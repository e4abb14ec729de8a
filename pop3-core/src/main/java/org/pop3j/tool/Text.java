package org.pop3j.tool;

/** Words that come from outside in a form that a terminal can show. */
final class Text {
    private static final int MAX = 300;

    private Text() {}

    /** On one line, not long, and without control characters, which could make a terminal do things. */
    static String printable(String foreign) {
        String cut = foreign.length() > MAX ? foreign.substring(0, MAX - 3) + "..." : foreign;
        StringBuilder clean = new StringBuilder();
        cut.codePoints().forEach(c -> clean.appendCodePoint(unprintable(c) ? '?' : c));
        return clean.toString();
    }

    private static boolean unprintable(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** {@code 1 message}, {@code 2 messages}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
