package org.pop3j.tool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What went wrong in words for the user, and the exit code it deserves. */
final class ToolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    ToolException(Outcome outcome, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    static ToolException usage(String message) {
        return new ToolException(Outcome.USAGE, message, null);
    }

    static ToolException local(String message, IOException cause) {
        return new ToolException(Outcome.LOCAL, message + ": " + reason(cause) + ".", cause);
    }

    /** The reason alone: the JDK's messages begin with the file's name, or are nothing else. */
    private static String reason(IOException cause) {
        return switch (cause.getClass().getSimpleName()) {
            case "AccessDeniedException" -> "permission denied";
            case "NoSuchFileException" -> "no such file or directory";
            case "FileAlreadyExistsException" -> "there is another file of that name";
            case "FileSystemException" -> {
                String told = ((java.nio.file.FileSystemException) cause).getReason();
                yield told == null ? "the file system refuses" : told;
            }
            default -> String.valueOf(cause.getMessage());
        };
    }

    Outcome outcome() {
        return outcome;
    }
}
