package org.pop3j.ra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${env.NAME}}, {@code ${sys.name}} and {@code ${file:/path}} in a configured value, on every server alike.
 * Some servers hand over their own {@code ${…}} unreplaced; such a value is refused rather than sent to a mail server.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final int MAX_FILE_OCTETS = 64 * 1024;

    private Placeholders() {}

    /**
     * The value with every placeholder replaced.
     *
     * @throws IllegalArgumentException if a placeholder names nothing; the message names the placeholder, never a value
     */
    static String resolve(String value) {
        Matcher matcher = PLACEHOLDER.matcher(value);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(lookup(matcher.group(1))));
        }
        return matcher.appendTail(resolved).toString();
    }

    private static String lookup(String name) {
        if (name.startsWith("env.")) {
            return present(System.getenv(name.substring("env.".length())), name, "no such environment variable");
        }
        if (name.startsWith("sys.")) {
            return present(System.getProperty(name.substring("sys.".length())), name, "no such system property");
        }
        if (name.startsWith("file:")) {
            return read(name);
        }
        // The name is not repeated: in a password it may be a part of the secret itself.
        throw new IllegalArgumentException(
                "holds a ${...} that nobody has replaced: use ${env.NAME}, ${sys.name} or ${file:/path}");
    }

    private static String present(@Nullable String found, String name, String otherwise) {
        if (found == null) {
            throw new IllegalArgumentException("${" + name + "}: " + otherwise);
        }
        return found;
    }

    private static String read(String name) {
        Path file = Path.of(name.substring("file:".length()));
        try {
            if (Files.size(file) > MAX_FILE_OCTETS) {
                throw new IllegalArgumentException("${" + name + "}: larger than " + MAX_FILE_OCTETS + " octets");
            }
            // Editors and `echo` end a file with a line end that is not part of a password.
            return Files.readString(file).replaceFirst("\\R\\z", "");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "${" + name + "}: cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
