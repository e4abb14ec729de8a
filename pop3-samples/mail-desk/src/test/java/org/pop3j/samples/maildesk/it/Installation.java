package org.pop3j.samples.maildesk.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.pop3j.interop.StateDirectory;

/** Where the build put what the tests deploy and run; failsafe hands the places over as system properties. */
final class Installation {
    private Installation() {}

    /** The unpacked Open Liberty, never written to: each server has a user directory of its own. */
    static Path liberty() {
        return existing("it.liberty");
    }

    static Path adapter() {
        return existing("it.deployed").resolve("pop3-ra.rar");
    }

    static Path database() {
        return existing("it.deployed").resolve("h2.jar");
    }

    static Path application() {
        return existing("it.application");
    }

    static Path serverConfiguration() {
        return Path.of("src", "main", "liberty", "config").toAbsolutePath();
    }

    /** An empty directory under {@code target/it} for one test class. */
    static Path emptyWorkDirectory(String name) throws IOException {
        Path directory = Path.of(property("it.work"), name);
        StateDirectory.delete(directory);
        return Files.createDirectories(directory);
    }

    static void copyTree(Path from, Path to) throws IOException {
        List<Path> parentsFirst;
        try (Stream<Path> tree = Files.walk(from)) {
            parentsFirst = tree.toList();
        }
        for (Path path : parentsFirst) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
    }

    private static Path existing(String property) {
        Path path = Path.of(property(property)).toAbsolutePath();
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing: run the container tests with ./mvnw verify");
        }
        return path;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("System property " + name + " is missing: run ./mvnw verify");
        }
        return value;
    }
}
