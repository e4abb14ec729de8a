package org.pop3j.interop;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A process that this test started, owns and ends: by its handle, and also if the test's JVM is told to end. */
public final class ChildProcess implements AutoCloseable {
    private static final Duration TERMINATION_BOUND = Duration.ofMinutes(1);
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final Process process;
    private final Thread endWithThisJvm;

    private ChildProcess(Process process) {
        this.process = process;
        this.endWithThisJvm = new Thread(process::destroyForcibly, "end-" + process.pid());
        Runtime.getRuntime().addShutdownHook(endWithThisJvm);
    }

    /** Starts a command without standard input; what it prints is appended to {@code output}. */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path output) {
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

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public int exitValue() {
        return process.exitValue();
    }

    /** Whether the process ended by itself within the bound. */
    public boolean awaitEnd(Duration bound) {
        try {
            return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for process " + pid(), e);
        }
    }

    /** What a server has to say of itself if it does not start. */
    interface Log {
        String text() throws IOException;
    }

    /** Waits until a POP3 server greets at the port; ends it if it does not. */
    void awaitGreeting(int port, Log log) throws IOException {
        try {
            await().atMost(START_BOUND).until(() -> !isAlive() || greets(port));
        } catch (ConditionTimeoutException e) {
            close();
            throw new AssertionError("The server did not start\n" + log.text(), e);
        }
        if (!isAlive()) {
            throw new AssertionError("The server ended with " + exitValue() + "\n" + log.text());
        }
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    /** SIGKILL: the process gets no chance to tidy up. */
    public void kill() {
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
