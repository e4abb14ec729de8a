package org.pop3j.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a server keeps what it needs: a fresh directory of {@code /tmp}, because the path must be short enough for sockets in
 * it, and the users that a server changes to must be allowed to go there. Removed in the end.
 */
public final class StateDirectory {
    private static final int LOG_LINES = 60;

    private StateDirectory() {}

    static Path create(String server) throws IOException {
        Path directory = Files.createTempDirectory("pop3j-" + server);
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Deletes a directory and what is in it, if it is there. */
    public static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            List<Path> deepestFirst;
            try (Stream<Path> tree = Files.walk(directory)) {
                deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** The end of a log, for the message of a test that failed. */
    static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        // Decoding by hand: a line being written may end within a character.
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }
}
