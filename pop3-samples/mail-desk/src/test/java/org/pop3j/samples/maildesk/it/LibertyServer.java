package org.pop3j.samples.maildesk.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.pop3j.interop.ChildProcess;

/**
 * An Open Liberty in a process of its own, with the adapter and the mail desk on it, configured by the sample's own
 * {@code server.xml}. The process is started without the server's script, so that what is killed is the server and not a
 * shell. Not for use by several threads.
 *
 * <ol>
 *   <li>{@link #named} lays out an empty user directory {@code target/it/<name>}; {@link #with} sets variables.
 *   <li>{@link #start}, {@link #stop} and {@link #kill} may follow each other; what the server has stored stays.
 *   <li>After the last test of the class the process is ended. A failed test prints the end of the server's log.
 * </ol>
 */
final class LibertyServer implements AutoCloseable, AfterAllCallback, TestWatcher {
    private static final String SERVER = "mail-desk";
    private static final Duration START_BOUND = Duration.ofMinutes(2);
    private static final Duration STOP_BOUND = Duration.ofSeconds(90);
    private static final int TAIL = 40;

    /** Said when all applications have started, or have failed to. */
    private static final String READY = "CWWKF0011I";

    // Most of a start is class loading and one-time code, for which the optimising compiler is a loss.
    private static final List<String> ONE_COMPILER = List.of("-XX:TieredStopAtLevel=1");

    private static final Pattern HTTP_PORT =
            Pattern.compile("CWWKO0219I: TCP Channel defaultHttpEndpoint has been started.* port (\\d+)");

    private final Path userDirectory;
    private final String answering;
    private final Properties variables = new Properties();
    private final List<String> compilers = new ArrayList<>(ONE_COMPILER);
    private @Nullable ChildProcess process;
    private int runs;

    private LibertyServer(Path userDirectory, String answering) {
        this.userDirectory = userDirectory;
        this.answering = answering;
    }

    /** A server that has everything but variables; the HTTP port is left to the operating system. */
    static LibertyServer named(String name) {
        return of(name, Installation.serverConfiguration(), Installation.application(), "api/desk");
    }

    /**
     * As {@link #named}, with another application in place of the mail desk.
     *
     * @param configuration the directory of its {@code server.xml}
     * @param answering the path of what it answers to when it has started
     */
    static LibertyServer of(String name, Path configuration, Path application, String answering) {
        try {
            LibertyServer server = new LibertyServer(Installation.emptyWorkDirectory(name), answering);
            server.deploy(configuration, application);
            return server.with("http.port", 0).with("maildesk.embedded", false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deploy(Path configuration, Path application) throws IOException {
        Installation.copyTree(configuration, serverDirectory());
        Files.createDirectories(serverDirectory().resolve("variables"));
        copy(application, serverDirectory().resolve("apps"));
        Path resources = userDirectory.resolve("shared").resolve("resources");
        copy(Installation.adapter(), resources.resolve("rar"));
        copy(Installation.database(), resources.resolve("h2"));
    }

    private static void copy(Path file, Path toDirectory) throws IOException {
        Path copy = Files.createDirectories(toDirectory).resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Another archive of the same name in place of the one that is built; the next start sees it. */
    LibertyServer withAdapter(Path archive) throws IOException {
        copy(archive, userDirectory.resolve("shared").resolve("resources").resolve("rar"));
        return this;
    }

    /** For servers that are measured: their code is compiled as it would be in earnest. */
    LibertyServer withAllCompilers() {
        compilers.clear();
        return this;
    }

    /** Sets a variable of server.xml; the next start sees it. */
    LibertyServer with(String variable, Object value) {
        variables.setProperty(variable, value.toString());
        return this;
    }

    /**
     * Makes the mail desk poll the {@link Account} on a server every second.
     *
     * @param tls as the adapter's property of that name
     * @param trustedCertificates in PEM
     */
    LibertyServer polling(String tls, int port, String trustedCertificates) {
        try {
            Path trust = Files.writeString(userDirectory.resolve("trusted.pem"), trustedCertificates, UTF_8);
            return with("pop3.host", "localhost")
                    .with("pop3.port", port)
                    .with("pop3.tls", tls)
                    .with("pop3.user", Account.USER)
                    .with("pop3.password", Account.PASSWORD)
                    .with("pop3.trust", trust)
                    .with("pop3.poll", "PT1S")
                    .with("pop3.redelivery", "PT1S");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the mail desk poll the server of the test every second, under TLS. */
    LibertyServer polling(MailServer server) {
        return polling("IMPLICIT", server.pop3().tlsPort(), server.pop3().certificatePem());
    }

    /** Starts the server and returns when it says that it is ready and the mail desk answers. */
    LibertyServer start() {
        if (isRunning()) {
            throw new IllegalStateException("The server runs already");
        }
        try (Writer file = Files.newBufferedWriter(serverDirectory().resolve("variables/test.properties"))) {
            variables.store(file, null);
            putLogAside();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess started = launch(SERVER);
        process = started;
        awaitOrExplain("start", () -> log().contains(READY) || !started.isAlive());
        if (!started.isAlive()) {
            throw new AssertionError("Liberty ended with " + started.exitValue() + " while starting\n" + tail());
        }
        awaitOrExplain("answer", this::answers);
        return this;
    }

    private boolean answers() {
        try {
            return Http.get(uri().resolve(answering), START_BOUND).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** As the server would do itself, but a moment too late for somebody who reads its log from now on. */
    private void putLogAside() throws IOException {
        Path log = log().file();
        if (Files.exists(log)) {
            Files.move(log, log.resolveSibling("run-" + ++runs + ".log"));
        }
    }

    /** Stops the server as an operator would. Returns how long it took until the process was gone. */
    Duration stop() {
        ChildProcess stopping = running();
        long start = System.nanoTime();
        ChildProcess command = launch(SERVER, "--stop");
        boolean told = command.awaitEnd(STOP_BOUND);
        command.close();
        if (!told || command.exitValue() != 0 || !stopping.awaitEnd(STOP_BOUND)) {
            throw new AssertionError("Liberty did not stop within " + STOP_BOUND + "\n" + tail());
        }
        stopping.close();
        process = null;
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** SIGKILL, at once. */
    void kill() {
        ChildProcess killed = running();
        killed.kill();
        killed.close();
        process = null;
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    Desk desk() {
        return new Desk(uri());
    }

    /** Where the mail desk answers; another port after each start. */
    URI uri() {
        Optional<String> port = log().last(HTTP_PORT, 1);
        return URI.create(
                "http://localhost:" + port.orElseThrow(() -> new IllegalStateException("No HTTP port yet")) + "/");
    }

    /** What the server has said since its last start. */
    MessagesLog log() {
        return new MessagesLog(serverDirectory().resolve("logs").resolve("messages.log"));
    }

    /** Everything that the server has ever written for people to read: logs of all runs, traces, first failure data. */
    List<Path> everyLog() {
        try (Stream<Path> logs = Files.walk(serverDirectory().resolve("logs"));
                Stream<Path> console = Stream.of(console())) {
            return Stream.concat(logs, console).filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String tail() {
        return "----- the end of " + log().file() + "\n" + log().tail(TAIL) + "\n----- and of the console\n"
                + new MessagesLog(console()).tail(TAIL / 4) + "\n-----";
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        System.err.println(context.getDisplayName() + " failed\n" + tail());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    /** Ends the process, if there is one; its files stay for whoever wants to know what happened. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    private ChildProcess launch(String... arguments) {
        Path liberty = Installation.liberty();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + liberty.resolve("lib/platform/java/java9.options"),
                "-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"),
                "-Djava.awt.headless=true",
                "-Xmx512m"));
        command.addAll(compilers);
        command.addAll(
                List.of("-jar", liberty.resolve("bin/tools/ws-server.jar").toString()));
        command.addAll(List.of(arguments));
        return ChildProcess.start(command, Map.of("WLP_USER_DIR", userDirectory.toString()), console());
    }

    private void awaitOrExplain(String what, Callable<Boolean> condition) {
        try {
            await().atMost(START_BOUND).pollInterval(Duration.ofMillis(200)).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("Liberty did not " + what + " within " + START_BOUND + "\n" + tail(), e);
        }
    }

    private ChildProcess running() {
        if (process == null) {
            throw new IllegalStateException("The server does not run");
        }
        return process;
    }

    private Path serverDirectory() {
        return userDirectory.resolve("servers").resolve(SERVER);
    }

    private Path console() {
        return userDirectory.resolve("console.log");
    }
}
