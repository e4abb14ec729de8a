package org.pop3j.testserver;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Maildir: one file for each message in {@code new} and {@code cur}. */
final class Maildir {
    /** Seconds, then microseconds behind an M: {@code 1700000000.M52P11.host:2,S}. */
    private static final Pattern NAME = Pattern.compile("(\\d{1,12})\\.(?:[^.]*?M(\\d{1,6})(?!\\d))?.*");

    private static final List<String> FOLDERS = List.of("new", "cur");

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
            // A name that begins with a dot is none of a message.
            try (DirectoryStream<Path> files = Files.newDirectoryStream(
                    folder, file -> !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file))) {
                for (Path file : files) {
                    entries.add(Entry.of(file));
                }
            }
        }
        return entries.stream().sorted(Entry.IN_ORDER_OF_TIME).map(Entry::file).toList();
    }
}
