package org.pop3j.ra;

/** Says in one line why something failed. */
final class Reasons {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_LENGTH = 400;

    private Reasons() {}

    /** The cause at the bottom: containers wrap what a bean throws in exceptions that say nothing. */
    static String of(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
            root = root.getCause();
        }
        return line(root);
    }

    /** The failure itself, its message on one line. */
    static String line(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        String text = message == null || message.isBlank() ? name : name + ": " + message;
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
