package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A log that a running server writes, from one octet on: read anew at each question.
 *
 * @param from the octet before which nothing counts
 */
record ServerLog(Path file, long from) {
    /** Beyond this a log is not read: a server that writes more than that in a few minutes is out of its mind. */
    private static final int MOST_OCTETS = 64 << 20;

    static ServerLog of(Path file) {
        return new ServerLog(file, 0);
    }

    /** What will be written from now on. */
    ServerLog fromNow() {
        try {
            return new ServerLog(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> lines() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(Math.min(from, Files.size(file)));
            // Decoding by hand: a line being written may end within a character.
            return new String(in.readNBytes(MOST_OCTETS), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean contains(String text) {
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    /** What the group has found in the last line that has the pattern. */
    Optional<String> last(Pattern pattern, int group) {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher matcher = pattern.matcher(lines.get(i));
            if (matcher.find()) {
                return Optional.of(matcher.group(group));
            }
        }
        return Optional.empty();
    }

    /** The end of it, for the message of a test that failed. */
    String tail(int count) {
        List<String> lines = lines();
        return "----- the end of " + file + "\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size())) + "\n-----";
    }
}
