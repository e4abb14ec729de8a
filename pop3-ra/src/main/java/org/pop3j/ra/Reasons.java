package org.pop3j.ra;

/** Says in one line why something failed. */
final class Reasons {
    private static final int MAX_DEPTH = 20;
    private static final int MAX_LENGTH = 400;

    private Reasons() {}

    /** The cause at the bottom: containers wrap what a bean throws in exceptions that say nothing. */
    static String of(Throwable failure) {
        return line(root(failure));
    }

    /** The failure and, where it says more, the cause at the bottom: what was done, and what was wrong. */
    static String withRoot(Throwable failure) {
        String line = line(failure);
        String root = of(failure);
        String message = root(failure).getMessage();
        return message == null || line.contains(message) ? line : line + " (" + root + ")";
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String line(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        String text = message == null || message.isBlank() ? name : name + ": " + message;
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
    }
}
