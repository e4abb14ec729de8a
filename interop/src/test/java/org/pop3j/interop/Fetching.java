package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pop3j.client.Tls;
import org.pop3j.testserver.Pop3TestServer;

/**
 * What a client is to fetch, and a folder of its own to do it in.
 *
 * @param messages how many there are
 * @param authority a PEM file with the certificate to trust, none other
 */
record Fetching(
        Pop3TestServer server, Tls tls, String user, String password, int messages, Path folder, Path authority) {
    private static final Duration BOUND = Duration.ofMinutes(1);
    static final String HOST = "localhost";

    int port() {
        return tls == Tls.IMPLICIT ? server.tlsPort() : server.port();
    }

    /** Where messages are to be put, a file each. */
    Path out() throws IOException {
        return Files.createDirectories(folder.resolve("out"));
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, UTF_8);
    }

    /** Runs a program to its end, which must be a good one. */
    void run(DebianPackage program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.executable().toString()));
        command.addAll(arguments);
        Path log = folder.resolve("log");
        try (ChildProcess process = ChildProcess.start(command, Map.of("HOME", folder.toString()), log)) {
            boolean ended = process.awaitEnd(BOUND);
            assertThat(ended ? process.exitValue() : -1)
                    .as("%s, which said:%n%s%nand the server heard:%n%s", command, tail(log), server.sessions())
                    .isZero();
        }
    }

    private static String tail(Path log) throws IOException {
        return StateDirectory.tail(log);
    }

    /** The files under a folder. */
    static List<String> files(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.filter(Files::isRegularFile).sorted().toList();
        }
        List<String> contents = new ArrayList<>();
        for (Path file : files) {
            contents.add(Files.readString(file, ISO_8859_1));
        }
        return contents;
    }
}
