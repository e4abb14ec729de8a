package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import org.pop3j.interop.ChildProcess;

/**
 * A server of the family of GlassFish, with a domain of its own that only this machine can reach. Its {@code setup.asadmin} is
 * carried out when it runs for the first time.
 */
abstract class AsadminServer implements AppServer {
    private static final Pattern VERSION = Pattern.compile("(?:GlassFish|Payara Server) +(\\S+) .*startup time");
    private static final String DOMAIN = "suite";
    private static final String JMS_ON_THIS_MACHINE_ONLY = """
            <jms-service type="EMBEDDED" default-jms-host="default_JMS_host">
              <jms-host name="default_JMS_host" host="127.0.0.1" port="\\${JMS_PROVIDER_PORT}" />
            </jms-service>
            """;
    private static final Duration COMMAND_BOUND = Duration.ofMinutes(3);

    /** Said when commands are answered; what is deployed may still be loading. */
    private static final String READY = "startup time";

    // Where create-domain puts the ports of a domain, from its base on.
    private static final int ADMIN = 48;
    private static final int HTTP = 80;
    private static final int LAST_PORT = 86;

    private final String id;
    private final String home;
    private final Path work;
    private final ServerProcess process;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<String> deployed = new HashSet<>();
    private int portBase;
    private int runs;
    private boolean setUp;

    /**
     * @param id as the folder under {@code src} is called
     * @param home what the zip has at its root
     */
    AsadminServer(String id, String home) {
        this.id = id;
        this.home = home;
        this.work = Installation.work().resolve(id);
        this.process = new ServerProcess(name(), this::log, work.resolve("console.log"));
    }

    @Override
    public final String version() {
        return Installation.version(id);
    }

    @Override
    public final Pattern ownVersion() {
        return VERSION;
    }

    private static Jdk java() {
        return Jdk.atLeast(21);
    }

    @Override
    public final void install(Map<String, String> variables) {
        environment.putAll(variables);
        environment.put("AS_JAVA", java().home().toString());
        try {
            Installation.emptyWorkDirectory(id);
            portBase = freePorts();
            run(
                    "create-domain",
                    "--user",
                    "admin",
                    "--nopassword",
                    "--domaindir",
                    domains().toString(),
                    "--portbase",
                    Integer.toString(portBase),
                    DOMAIN);
            Path configuration = domain().resolve("config").resolve("domain.xml");
            Files.writeString(configuration, onThisMachineOnly(Files.readString(configuration)));
            Installation.copy(Installation.database(), domain().resolve("lib"));
            Installation.copyTree(Installation.configuration(id), work.resolve("setup"));
            Installation.copy(Installation.adapter(), work.resolve("setup"));
            Files.writeString(
                    work.resolve("setup").resolve("maildrop.password"),
                    "AS_ADMIN_ALIASPASSWORD=" + variables.get("SUITE_PASSWORD") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Otherwise all ports are open to the network, one for JMS without being asked for, and Payara looks for others there. */
    private static String onThisMachineOnly(String configuration) {
        return configuration
                .replace("\"0.0.0.0\"", "\"127.0.0.1\"")
                .replaceAll("<network-listener (?![^>]*address=)", "<network-listener address=\"127.0.0.1\" ")
                .replaceFirst("<http-service>", JMS_ON_THIS_MACHINE_ONLY + "<http-service>")
                .replace(
                        "<hazelcast-config-specific-configuration",
                        "<hazelcast-config-specific-configuration enabled=\"false\"");
    }

    private static int freePorts() {
        return IntStream.iterate(20_000, base -> base < 32_000, base -> base + 100)
                .filter(base -> IntStream.rangeClosed(base, base + LAST_PORT).allMatch(AsadminServer::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public final void start() {
        putLogAside();
        process.start(launchCommand(), environment);
        process.awaitUntil("start", () -> log().contains(READY));
        for (String application : deployed) {
            process.awaitUntil(
                    "load " + application, () -> log().contains("Loading application " + application + " done in"));
        }
        if (!setUp) {
            setUp();
            setUp = true;
        }
    }

    /** Each line on its own: {@code multimode} goes on after one that has failed, and tells only what came of the last. */
    private void setUp() {
        try {
            for (String line : Files.readAllLines(work.resolve("setup").resolve("setup.asadmin"))) {
                if (!line.startsWith("#")) {
                    List<String> arguments = new ArrayList<>(List.of("--passwordfile", "maildrop.password"));
                    arguments.addAll(words(line));
                    if (remote(arguments) != 0) {
                        throw new AssertionError(line + " failed\n" + process.tail());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code asadmin} itself reads a line: quotation marks keep together what is between them. */
    private static List<String> words(String line) {
        return List.of(line.replace("\"", "").split(" "));
    }

    private void putLogAside() {
        Path log = log().file();
        try {
            if (Files.exists(log)) {
                Files.move(log, log.resolveSibling("run-" + ++runs + ".log"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code asadmin start-domain} would run: so that the process is the server, and nobody's grandchild. */
    private List<String> launchCommand() {
        Path dump = work.resolve("launch.txt");
        try {
            Files.deleteIfExists(dump);
            int result = execute(
                    dump,
                    command(List.of(
                            "start-domain",
                            "--dry-run",
                            "--domaindir",
                            domains().toString(),
                            DOMAIN)));
            List<String> lines = Files.readAllLines(dump);
            int first = lines.indexOf("Dump of JVM Invocation line that would be used to launch:") + 1;
            List<String> command = lines.subList(first, lines.size()).stream()
                    .takeWhile(line -> !line.isBlank() && !line.startsWith("Command start-domain"))
                    .toList();
            if (result != 0 || first == 0 || command.isEmpty()) {
                throw new AssertionError(name() + " does not tell how it is launched: " + lines);
            }
            return command;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final void stop() {
        process.stop(() -> run("stop-domain", "--domaindir", domains().toString(), DOMAIN));
    }

    @Override
    public final void kill() {
        process.kill();
    }

    @Override
    public final boolean isRunning() {
        return process.isRunning();
    }

    @Override
    public final boolean deploy(Path archive) {
        String application = application(archive.getFileName().toString());
        boolean done = remote(List.of(
                        "deploy", "--force", "--name", application, "--contextroot", application, archive.toString()))
                == 0;
        if (done) {
            deployed.add(application);
        }
        return done;
    }

    @Override
    public final void undeploy(String fileName) {
        String application = application(fileName);
        if (deployed.remove(application) && remote(List.of("undeploy", application)) != 0) {
            throw new AssertionError(name() + " did not undeploy " + application + "\n" + process.tail());
        }
    }

    @Override
    public final void removeAdapter() {
        if (remote(List.of("undeploy", "pop3-ra")) != 0) {
            throw new AssertionError(name() + " does not let go of the adapter\n" + process.tail());
        }
    }

    @Override
    public final void addAdapter() {
        if (remote(List.of("deploy", "--name", "pop3-ra", Installation.adapter().toString())) != 0) {
            throw new AssertionError(name() + " does not take the adapter\n" + process.tail());
        }
    }

    @Override
    public final Path databases() {
        return domain().resolve("data");
    }

    @Override
    public final boolean redeploy(Path archive) {
        return deploy(archive);
    }

    @Override
    public final URI uri() {
        return URI.create("http://localhost:" + (portBase + HTTP) + "/");
    }

    @Override
    public final ServerLog log() {
        return ServerLog.of(domain().resolve("logs").resolve("server.log"));
    }

    @Override
    public final List<Path> everyLog() {
        try (Stream<Path> logs = Files.walk(domain().resolve("logs"))) {
            return Stream.concat(logs, Stream.of(process.console()))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public final JMXConnector jmx() throws IOException {
        return process.jmx();
    }

    @Override
    public final void close() {
        process.close();
    }

    private int remote(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("--port", Integer.toString(admin()), "--interactive=false"));
        all.addAll(arguments);
        return execute(process.console(), command(all));
    }

    private void run(String... arguments) {
        if (execute(process.console(), command(List.of(arguments))) != 0) {
            throw new AssertionError("asadmin " + List.of(arguments) + " failed\n" + process.tail());
        }
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\""));
        command.add(
                Files.isDirectory(work.resolve("setup")) ? work.resolve("setup").toString() : work.toString());
        command.add(
                Installation.unpacked(id).resolve(home).resolve("bin/asadmin").toString());
        command.addAll(arguments);
        return command;
    }

    private int execute(Path output, List<String> command) {
        try (ChildProcess tool = ChildProcess.start(command, toolEnvironment(), output)) {
            if (!tool.awaitEnd(COMMAND_BOUND)) {
                throw new AssertionError(command + " did not end within " + COMMAND_BOUND + "\n" + process.tail());
            }
            return tool.exitValue();
        }
    }

    /** What {@code asadmin} keeps for its user, it keeps here. */
    private Map<String, String> toolEnvironment() {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("JAVA_TOOL_OPTIONS", "-Duser.home=\"" + work + "\"");
        return variables;
    }

    private static String application(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }

    private int admin() {
        return portBase + ADMIN;
    }

    private Path domains() {
        return work.resolve("domains");
    }

    private Path domain() {
        return domains().resolve(DOMAIN);
    }
}
