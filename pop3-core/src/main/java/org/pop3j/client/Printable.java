package org.pop3j.client;

/** What comes from outside, in a form that can go into a message or a log: nothing but printable characters. */
final class Printable {
    private Printable() {}

    /** On one line, with question marks for what cannot be printed, cut if it is too long. */
    static String text(String text, int max) {
        String cut = text.length() > max ? text.substring(0, max - 3) + "..." : text;
        StringBuilder clean = new StringBuilder(cut.length());
        cut.chars().forEach(c -> clean.append(c < ' ' || (c >= 0x7F && c <= 0xA0) ? '?' : (char) c));
        return clean.toString();
    }
}
