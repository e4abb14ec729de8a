package org.pop3j.samples.maildesk.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A log that a running server writes: read anew at each question. */
record MessagesLog(Path file) {
    private static final Pattern ADAPTER_MESSAGE = Pattern.compile("POP3J\\d{4}");

    List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            // Decoding by hand: a line being written may end within a character.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(String text) {
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    /** What the adapter has said, oldest first. */
    List<String> adapterLines() {
        return lines().stream()
                .filter(line -> ADAPTER_MESSAGE.matcher(line).find())
                .toList();
    }

    Optional<String> last(Pattern pattern, int group) {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<MatchResult> match =
                    pattern.matcher(lines.get(i)).results().findFirst();
            if (match.isPresent()) {
                return Optional.of(match.get().group(group));
            }
        }
        return Optional.empty();
    }

    String tail(int count) {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
}
