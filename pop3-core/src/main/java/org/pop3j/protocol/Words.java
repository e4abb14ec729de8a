package org.pop3j.protocol;

/** Reads a line of a server word by word. Words are parted by any number of spaces and tabs, as real servers do it. */
final class Words {
    private final String line;
    private int position;

    Words(String line) {
        this.line = line;
    }

    /** The next word, empty at the end of the line. */
    String next() {
        skipBlanks();
        int start = position;
        while (position < line.length() && !blank(line.charAt(position))) {
            position++;
        }
        return line.substring(start, position);
    }

    /** All that was not read yet, without outer blanks. */
    String rest() {
        skipBlanks();
        int end = line.length();
        while (end > position && blank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(position, end);
    }

    private void skipBlanks() {
        while (position < line.length() && blank(line.charAt(position))) {
            position++;
        }
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }
}
