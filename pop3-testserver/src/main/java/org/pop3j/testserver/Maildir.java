package org.pop3j.testserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maildir: one file for each message in {@code new} and {@code cur}. Others may read it meanwhile: a message then moves from
 * {@code new} to {@code cur}, and what is behind the colon of its name changes. One that moves while the files are listed may
 * be in the list twice. Not thread-safe.
 */
final class Maildir {
    /** Seconds, then microseconds behind an M: {@code 1700000000.M52P11.host:2,S}. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,12})\\.(?:[^.]*?M(\\d{1,6})(?!\\d))?.*");

    private static final String CUR = "cur";
    private static final List<String> FOLDERS = List.of("new", CUR);

    private final List<Path> files;
    private final Set<String> opened = new HashSet<>();

    private Maildir(List<Path> files) {
        this.files = files;
    }

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
            Instant modified = modified(file).toInstant();
            return new Entry(file, modified.getEpochSecond(), modified.get(ChronoField.MICRO_OF_SECOND));
        }

        /** A move does not change it. */
        private static FileTime modified(Path file) throws IOException {
            try {
                return Files.getLastModifiedTime(file);
            } catch (NoSuchFileException e) {
                return Files.getLastModifiedTime(moved(file).orElseThrow(() -> e));
            }
        }
    }

    static boolean is(Path folder) {
        return FOLDERS.stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
    }

    /** Lists the files of the messages, in order of the time in their names; of the last change where a name tells none. */
    static Maildir list(Path maildir) throws IOException {
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
        return new Maildir(
                entries.stream().sorted(Entry.IN_ORDER_OF_TIME).map(Entry::file).toList());
    }

    List<Path> files() {
        return files;
    }

    /**
     * Opens one of the files, wherever it is now; to be called once for each, in their order.
     *
     * @return empty if the message was opened by another name, or will be
     * @throws NoSuchFileException if the message is gone
     */
    Optional<InputStream> open(Path file) throws IOException {
        String message = message(file);
        try {
            InputStream in = Files.newInputStream(file);
            opened.add(message);
            return Optional.of(in);
        } catch (NoSuchFileException e) {
            // Only the last entry of a message looks for it: what it finds may have moved again behind all of them.
            if (opened.contains(message) || isListedBehind(file, message)) {
                return Optional.empty();
            }
            return Optional.of(Files.newInputStream(moved(file).orElseThrow(() -> e)));
        }
    }

    private boolean isListedBehind(Path file, String message) {
        return files.subList(files.indexOf(file) + 1, files.size()).stream()
                .anyMatch(other -> message(other).equals(message));
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
