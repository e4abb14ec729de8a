package org.pop3j.servers;

import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.pop3j.interop.ChildProcess;

/** The process of an {@link AppServer}, with a bound for each wait. */
final class ServerProcess {
    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int TAIL = 60;

    private final String name;
    private final Supplier<ServerLog> log;
    private final Path console;
    private volatile @Nullable ChildProcess process;

    /**
     * @param log what to show when a wait was in vain
     * @param console where the process's own output goes
     */
    ServerProcess(String name, Supplier<ServerLog> log, Path console) {
        this.name = name;
        this.log = log;
        this.console = console;
    }

    void start(List<String> command, Map<String, String> environment) {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        process = ChildProcess.start(command, environment, console);
    }

    /** Runs a command of the server's to its end, such as one that stops it. */
    void run(List<String> command, Map<String, String> environment) {
        try (ChildProcess tool = ChildProcess.start(command, environment, console)) {
            if (!tool.awaitEnd(BOUND) || tool.exitValue() != 0) {
                throw new AssertionError(name + ": " + command + " failed\n" + tail());
            }
        }
    }

    /** Waits until the condition holds; fails at once if the process ends meanwhile. */
    void awaitUntil(String what, Callable<Boolean> condition) {
        ChildProcess waitedFor = running();
        try {
            await().atMost(BOUND)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> condition.call() || !waitedFor.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " did not " + what + " within " + BOUND + "\n" + tail(), e);
        }
        if (!waitedFor.isAlive()) {
            throw new AssertionError(
                    name + " ended with " + waitedFor.exitValue() + " and did not " + what + "\n" + tail());
        }
    }

    /** Has the process end by what {@code tell} does, and waits for it. */
    void stop(Runnable tell) {
        ChildProcess stopping = running();
        tell.run();
        if (!stopping.awaitEnd(BOUND)) {
            throw new AssertionError(name + " did not stop within " + BOUND + "\n" + tail());
        }
        close();
    }

    /** SIGTERM. */
    void terminate() {
        ProcessHandle.of(running().pid()).ifPresent(ProcessHandle::destroy);
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        running().kill();
        close();
    }

    boolean isRunning() {
        ChildProcess current = process;
        return current != null && current.isAlive();
    }

    /** The MBeans of the process, over an agent that is asked to begin in it. */
    @SuppressWarnings("BanJNDI") // the address is the one that the process has just told
    JMXConnector jmx() throws IOException {
        try {
            VirtualMachine machine =
                    VirtualMachine.attach(Long.toString(running().pid()));
            try {
                return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(name + " lets nobody attach", e);
        }
    }

    Path console() {
        return console;
    }

    String tail() {
        return log.get().tail(TAIL) + "\n" + ServerLog.of(console).tail(TAIL / 4);
    }

    void close() {
        ChildProcess ending = process;
        if (ending != null) {
            ending.close();
            process = null;
        }
    }

    private ChildProcess running() {
        ChildProcess current = process;
        if (current == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return current;
    }
}
