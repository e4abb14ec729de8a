package org.pop3j.testserver.standalone;

/** Why the program cannot run, in words for the person who started it. */
final class Problem extends Exception {
    static final int CANNOT_RUN = 1;
    static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Problem(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command line is wrong. */
    static Problem usage(String message) {
        return new Problem(USAGE, message);
    }

    /** The command line may be right, but the machine does not allow it. */
    static Problem cannotRun(String message) {
        return new Problem(CANNOT_RUN, message);
    }

    int exitCode() {
        return exitCode;
    }

    /** The causes in one line; those that say nothing new are left out. */
    static String because(Throwable failure) {
        StringBuilder text = new StringBuilder(message(failure));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String more = message(cause);
            if (text.indexOf(more) < 0) {
                text.append(": ").append(more);
            }
        }
        return text.toString();
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        if (message == null) {
            return kind;
        }
        // Of a file's failure Java tells the name only, and says by the type what it is.
        return failure instanceof java.nio.file.FileSystemException ? message + " (" + kind + ")" : message;
    }
}
