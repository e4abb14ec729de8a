package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maildir: one file for each message in {@code new} and {@code cur}. Others may read it meanwhile: a message then moves from
 * {@code new} to {@code cur}, and what is behind the colon of its name changes.
 */
final class Maildir {
    /** Seconds, then microseconds behind an M: {@code 1700000000.M52P11.host:2,S}. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,12})\\.(?:[^.]*?M(\\d{1,6})(?!\\d))?.*");

    private static final String CUR = "cur";
    private static final List<String> FOLDERS = List.of("new", CUR);

    private Maildir() {}

    /** A file and when it was delivered. */
    private record Entry(Path file, long seconds, long micros) {
        private static final Comparator<Entry> IN_ORDER_OF_TIME = Comparator.comparingLong(Entry::seconds)
                .thenComparingLong(Entry::micros)
                .thenComparing(entry -> entry.file().getFileName());

        static Entry of(Path file) throws IOException {
            Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                String micros = name.group(2);
                return new Entry(file, Long.parseLong(name.group(1)), micros == null ? 0 : Long.parseLong(micros));
            }
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            return new Entry(file, modified.getEpochSecond(), modified.get(ChronoField.MICRO_OF_SECOND));
        }
    }

    static boolean is(Path folder) {
        return FOLDERS.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
    }

    /** The files of the messages, in order of the time in their names; of the last change where a name tells none. */
    static List<Path> files(Path maildir) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String name : FOLDERS) {
            Path folder = maildir.resolve(name);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            // A name that begins with a dot is none of a message. What has moved since is no folder, and is kept.
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    folder, file -> !file.getFileName().toString().startsWith(".") && !Files.isDirectory(file))) {
                for (Path file : files) {
                    entries.add(Entry.of(file));
                }
            }
        }
        return entries.stream().sorted(Entry.IN_ORDER_OF_TIME).map(Entry::file).toList();
    }

    /**
     * Opens one of the files, wherever it is now.
     *
     * @param all what was listed with it
     * @return empty if the message has moved while it was listed, so that it is in the list once more
     * @throws NoSuchFileException if the message is gone
     */
    static Optional<InputStream> open(Path file, List<Path> all) throws IOException {
        try {
            return Optional.of(Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            String message = message(file);
            if (all.stream()
                    .anyMatch(other -> !other.equals(file) && message(other).equals(message))) {
                return Optional.empty();
            }
            return Optional.of(Files.newInputStream(moved(file).orElseThrow(() -> e)));
        }
    }

    private static Optional<Path> moved(Path file) throws IOException {
        Path cur = file.resolveSibling(Path.of("..", CUR)).normalize();
        String message = message(file);
        if (!Files.isDirectory(cur)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(cur, other -> message(other).equals(message))) {
            Iterator<Path> found = files.iterator();
            return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
        }
    }

    /** What stays of the name of a message, whatever is done to it. */
    private static String message(Path file) {
        String name = file.getFileName().toString();
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
