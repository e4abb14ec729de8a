package org.pop3j.samples.maildesk.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that this test started, owns and ends: by its handle, and also if the test's JVM is told to end. */
final class ChildProcess implements AutoCloseable {
    private static final Duration TERMINATION_BOUND = Duration.ofMinutes(1);

    private final Process process;
    private final Thread endWithThisJvm;

    private ChildProcess(Process process) {
        this.process = process;
        this.endWithThisJvm = new Thread(process::destroyForcibly, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(endWithThisJvm);
    }

    /** Starts a command without standard input; what it prints is appended to {@code output}. */
    static ChildProcess start(List<String> command, Map<String, String> environment, Path output) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command.get(0), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    int exitValue() {
        return process.exitValue();
    }

    /** Whether the process ended by itself within the bound. */
    boolean awaitEnd(Duration bound) {
        try {
            return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + pid(), e);
        }
    }

    /** SIGKILL: the process gets no chance to tidy up. */
    void kill() {
        process.destroyForcibly();
        if (!awaitEnd(TERMINATION_BOUND)) {
            throw new IllegalStateException("Process " + pid() + " survived SIGKILL for " + TERMINATION_BOUND);
        }
    }

    /** SIGTERM, and SIGKILL if that does not help. */
    @Override
    public void close() {
        process.destroy();
        if (!awaitEnd(TERMINATION_BOUND)) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
    }
}
