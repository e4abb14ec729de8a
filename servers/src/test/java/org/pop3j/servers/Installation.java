package org.pop3j.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.pop3j.interop.StateDirectory;

/** Where the build put what the tests deploy and run; failsafe hands the places over as system properties. */
final class Installation {
    private Installation() {}

    /** Where a server was unpacked; never written to, if the server can keep what it writes elsewhere. */
    static Path unpacked(String server) {
        return existing("servers.unpacked").resolve(server);
    }

    static String version(String server) {
        return property("servers." + server + ".version");
    }

    /** The files in {@code src/<server>}. */
    static Path configuration(String server) {
        return Path.of("src", server).toAbsolutePath();
    }

    static Path adapter() {
        return existing("servers.deployed").resolve("pop3-ra.rar");
    }

    /** The adapter's classes, which belong into no application. */
    static Path adapterJar() {
        return existing("servers.deployed").resolve("pop3-ra.jar");
    }

    static Path database() {
        return existing("servers.deployed").resolve("h2.jar");
    }

    static Path application() {
        return existing("servers.application");
    }

    /** Of the adapter's archive: the same for the same sources, whoever builds them. */
    static String digest() throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(adapter()));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An empty directory for one server: {@code target/servers/<name>}. */
    static Path emptyWorkDirectory(String name) throws IOException {
        Path directory = work().resolve(name);
        StateDirectory.delete(directory);
        return Files.createDirectories(directory);
    }

    /** {@code target/servers}. */
    static Path work() {
        return Path.of(property("servers.work")).toAbsolutePath();
    }

    static void copy(Path file, Path toDirectory) throws IOException {
        Files.copy(file, Files.createDirectories(toDirectory).resolve(file.getFileName()));
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
            throw new IllegalStateException(path + " is missing: run ./mvnw -Pservers verify");
        }
        return path;
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("System property " + name + " is missing: run ./mvnw -Pservers verify");
        }
        return value;
    }
}
