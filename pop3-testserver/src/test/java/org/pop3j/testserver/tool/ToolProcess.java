package org.pop3j.testserver.tool;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pop3j.client.Pop3Client;

/** The tool as its users run it: {@code java -jar}, in a process of its own, which ends with this object. */
final class ToolProcess implements AutoCloseable {
    static final String PASSWORD = "correct horse 7";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Path out;
    private final Path err;

    private ToolProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a process that has ended has said. */
    record Result(int exitCode, String out, String err) {}

    /** The jar that the build has made; it is where the client's classes come from, too. */
    static Path jar() {
        try {
            return Path.of(Pop3Client.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static ToolProcess start(Path work, String... words) {
        return start(work, PASSWORD, words);
    }

    private static ToolProcess start(Path work, String password, String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar().toString()));
        command.addAll(List.of(words));
        try {
            Path out = Files.createTempFile(work, "tool", ".out");
            Path err = Files.createTempFile(work, "tool", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("POP3_PASSWORD", password);
            return new ToolProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Result run(Path work, String... words) {
        return runAs(work, PASSWORD, words);
    }

    static Result runAs(Path work, String password, String... words) {
        try (ToolProcess tool = start(work, password, words)) {
            return tool.end();
        }
    }

    /** Sends a signal and waits for the end. */
    Result signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
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
                throw new AssertionError("the tool does not end; it said: " + Files.readString(err));
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
