package org.pop3j.testserver.fault;

/** The words, texts in quotes and signs of which the text of a fault is made. Not thread-safe. */
final class Tokens {
    private final String text;
    private int at;

    Tokens(String text) {
        this.text = text;
        skipSpace();
    }

    /** Where the next one begins, from 1. */
    int column() {
        return at + 1;
    }

    /** Tells what was expected where, and what is there. */
    IllegalArgumentException expected(String what, int column) {
        int from = Math.min(column - 1, text.length());
        String found =
                from == text.length() ? "the end" : '"' + text.substring(from, Math.max(from + 1, end(from))) + '"';
        return new IllegalArgumentException(
                "expected " + what + " at column " + column + ", found " + found + ": " + text);
    }

    String word(String what) {
        int end = end(at);
        if (end == at) {
            throw expected(what, column());
        }
        String word = text.substring(at, end);
        moveTo(end);
        return word;
    }

    boolean peek(String regex) {
        return text.substring(at, end(at)).matches(regex);
    }

    boolean takeWord(String word) {
        boolean there = text.substring(at, end(at)).equals(word);
        if (there) {
            moveTo(end(at));
        }
        return there;
    }

    void requireWord(String word) {
        int column = column();
        if (!takeWord(word)) {
            throw expected(word, column);
        }
    }

    boolean take(char sign) {
        boolean there = at < text.length() && text.charAt(at) == sign;
        if (there) {
            moveTo(at + 1);
        }
        return there;
    }

    void require(char sign, String what) {
        if (!take(sign)) {
            throw expected(what, column());
        }
    }

    void requireEnd(String what) {
        if (at < text.length()) {
            throw expected(what, column());
        }
    }

    long number(String what) {
        int column = column();
        String word = word(what);
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            throw expected(what, column);
        }
    }

    long positive(String what) {
        int column = column();
        long number = number(what);
        if (number < 1) {
            throw expected(what, column);
        }
        return number;
    }

    int integer(String what) {
        int column = column();
        long number = number(what);
        if (number != (int) number) {
            throw expected(what, column);
        }
        return (int) number;
    }

    double fraction() {
        int column = column();
        try {
            return Double.parseDouble(word("a probability"));
        } catch (NumberFormatException e) {
            throw expected("a probability", column);
        }
    }

    String textOrWord(String what) {
        return at < text.length() && text.charAt(at) == '"' ? text(what) : word(what);
    }

    /** In quotes. */
    String text(String what) {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw expected(what, column());
        }
        StringBuilder octets = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            boolean escaped = text.charAt(i) == '\\';
            boolean hex = escaped && text.startsWith("x", i + 1);
            octets.append(hex ? hex(i) : escaped ? unescaped(i) : text.charAt(i));
            i += hex ? 4 : escaped ? 2 : 1;
        }
        if (i >= text.length()) {
            throw expected("a quote that ends the text", text.length() + 1);
        }
        moveTo(i + 1);
        return octets.toString();
    }

    private char hex(int backslash) {
        String digits = text.substring(backslash + 2, Math.min(text.length(), backslash + 4));
        if (!digits.matches("[0-9a-fA-F]{2}")) {
            throw escape(backslash);
        }
        return (char) Integer.parseInt(digits, 16);
    }

    private char unescaped(int backslash) {
        int which = backslash + 1 < text.length() ? "rnt\"\\".indexOf(text.charAt(backslash + 1)) : -1;
        if (which < 0) {
            throw escape(backslash);
        }
        return "\r\n\t\"\\".charAt(which);
    }

    private IllegalArgumentException escape(int backslash) {
        return expected("one of \\r \\n \\t \\\" \\\\ \\xHH", backslash + 1);
    }

    private int end(int from) {
        int end = from;
        while (end < text.length() && " \t\r\n,:\"".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private void moveTo(int index) {
        at = index;
        skipSpace();
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
