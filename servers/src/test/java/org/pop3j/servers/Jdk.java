package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK on this machine. */
record Jdk(Path home, int feature) {
    private static final Path PLACE = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");

    /** The one that runs the tests. */
    static Jdk current() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /**
     * One that is new enough: {@code -Dservers.jdk}, or the one that runs the tests, or that of {@code JAVA_HOME}, or one in {@code
     * /usr/lib/jvm}.
     */
    static Jdk atLeast(int feature) {
        return between(feature, Integer.MAX_VALUE);
    }

    /** As {@link #atLeast}, for servers that do not run on any later one. */
    static Jdk between(int first, int last) {
        String chosen = System.getProperty("servers.jdk", "");
        return Stream.concat(chosen.isEmpty() ? Stream.empty() : of(Path.of(chosen)).stream(), candidates())
                .filter(jdk -> jdk.feature() >= first && jdk.feature() <= last)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A JDK " + first
                        + (last == Integer.MAX_VALUE ? " or later" : " to " + last)
                        + " is needed: install one, such as Debian's openjdk-21-jdk-headless, or name its home with"
                        + " -Dservers.jdk=<home>" + (chosen.isEmpty() ? "" : "; " + chosen + " is none")));
    }

    private static Stream<Jdk> candidates() {
        Stream<Path> home = Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).stream();
        return Stream.concat(
                Stream.of(current()),
                Stream.concat(home, installed().stream()).map(Jdk::of).flatMap(Optional::stream));
    }

    private static List<Path> installed() {
        if (!Files.isDirectory(PLACE)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(PLACE)) {
            return homes.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing if there is no JDK. */
    private static Optional<Jdk> of(Path home) {
        try {
            if (!Files.isExecutable(home.resolve("bin/java"))) {
                return Optional.empty();
            }
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find()
                    ? Optional.of(new Jdk(home, Integer.parseInt(Objects.requireNonNull(version.group(1)))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    String java() {
        return home.resolve("bin").resolve("java").toString();
    }
}
