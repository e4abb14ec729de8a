package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Tls;
import org.pop3j.client.Trust;

/** The standalone jar as its users run it, in a process of its own with an empty environment. It ends with this object. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Path out;
    private final Path err;
    private final Path portFile;

    private ServerProcess(Process process, Path out, Path err, Path portFile) {
        this.process = process;
        this.out = out;
        this.err = err;
        this.portFile = portFile;
    }

    /** What a process that has ended has said. */
    record Result(int exitCode, String out, String err) {}

    /** The jar that the build has made. */
    static Path jar() {
        return Path.of(System.getProperty("it.standalone"));
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs it with these words, which bring it to an end. */
    static Result run(Path work, String... words) {
        try (ServerProcess server = launch(work, words)) {
            return server.end();
        }
    }

    /** Starts it on free ports, and waits until it accepts. */
    static ServerProcess start(Path work, String... words) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--port-file", "ports"));
        all.addAll(List.of(words));
        ServerProcess server = launch(work, all.toArray(String[]::new));
        server.awaitPorts();
        return server;
    }

    static ServerProcess launch(Path work, String... words) {
        return launch(work, command("-XX:TieredStopAtLevel=1", words));
    }

    /** Starts it as {@link #start} does, with an option of the JVM. */
    static ServerProcess startWith(String jvmOption, Path work, String... words) {
        List<String> command = command(jvmOption, "--port", "0", "--port-file", "ports");
        command.addAll(List.of(words));
        ServerProcess server = launch(work, command);
        server.awaitPorts();
        return server;
    }

    private static List<String> command(String jvmOption, String... words) {
        List<String> command = new ArrayList<>(List.of(java(), jvmOption, "-jar", jar().toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** Starts any command line. */
    static ServerProcess launch(Path work, List<String> command) {
        try {
            Path out = Files.createTempFile(work, "server", ".out");
            Path err = Files.createTempFile(work, "server", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(work.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            return new ServerProcess(builder.start(), out, err, work.resolve("ports"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void awaitPorts() {
        await("the port file")
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(() -> (Files.exists(portFile) && said().endsWith("Ctrl-C ends it.\n")) || !process.isAlive());
        assertThat(portFile).as(said()).exists();
    }

    /** What it has said so far, on both ways. */
    String said() {
        try {
            return Files.readString(err) + Files.readString(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The lines of the port file. Values have nothing that a shell would mind. */
    Map<String, String> ports() {
        try {
            return Files.readAllLines(portFile).stream()
                    .map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    int port(String name) {
        return Integer.parseInt(ports().getOrDefault(name, "-1"));
    }

    /** A client on localhost which trusts what the port file says. */
    Pop3Client client(Tls tls) throws IOException {
        Pop3Client.Builder builder = Pop3Client.builder("localhost")
                .tls(tls)
                .port(port(tls == Tls.IMPLICIT ? "tlsPort" : "port"))
                .readTimeout(Duration.ofSeconds(20));
        if (tls != Tls.NONE) {
            builder.trust(Trust.pem(Path.of(ports().getOrDefault("ca", ""))));
        }
        return builder.build();
    }

    Result signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            return end();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Result end() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the server does not end; it said: " + said());
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
