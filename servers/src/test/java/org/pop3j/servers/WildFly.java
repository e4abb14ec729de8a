package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import org.jspecify.annotations.Nullable;
import org.pop3j.interop.Ports;

/** WildFly, with a base directory of its own. */
final class WildFly implements AppServer {
    private static final Pattern VERSION = Pattern.compile("WFLYSRV002[56]: WildFly (?:Full )?(\\S+) \\(");
    private static final String ID = "wildfly";
    private static final String ADAPTER = "pop3-ra.rar";

    /** Said when the server has started, with errors or without. */
    private static final Pattern READY = Pattern.compile("WFLYSRV002[56]");

    // As bin/standalone.sh has them.
    private static final List<String> OPTIONS = List.of(
            "-Djava.awt.headless=true",
            "-Djava.net.preferIPv4Stack=true",
            "-Djboss.modules.system.pkgs=org.jboss.byteman",
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    private final Path base = Installation.work().resolve(ID);
    private final Jdk jdk = Jdk.current();
    private final Map<String, String> environment = new HashMap<>();
    private final ServerProcess process = new ServerProcess("WildFly", this::log, base.resolve("console.log"));
    private @Nullable WildFlyManagement management;
    private volatile @Nullable URI uri;
    private volatile ServerLog log = ServerLog.of(base.resolve("log").resolve("server.log"));

    @Override
    public String name() {
        return "WildFly";
    }

    @Override
    public String version() {
        return Installation.version(ID);
    }

    @Override
    public Pattern ownVersion() {
        return VERSION;
    }

    @Override
    public void install(Map<String, String> variables) {
        environment.putAll(variables);
        environment.put("JBOSS_HOME", home().toString());
        try {
            Installation.emptyWorkDirectory(ID);
            Installation.copyTree(home().resolve("standalone"), base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path setUp = Installation.configuration(ID).resolve("setup.cli");
        process.run(command(List.of(), "org.jboss.as.cli", "--file=" + setUp), environment);
        openManagement();
    }

    /** Nobody but this machine reaches it; a user would have to prove who they are. */
    private void openManagement() {
        Path file = base.resolve("configuration").resolve("standalone.xml");
        try {
            String configuration = Files.readString(file);
            String proof = " http-authentication-factory=\"management-http-authentication\"";
            if (!configuration.contains(proof)) {
                throw new IllegalStateException(file + " has another management interface than it had");
            }
            Files.writeString(file, configuration.replace(proof, ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        log = log.fromNow();
        int port = Ports.free();
        int managementPort = Ports.free();
        uri = URI.create("http://localhost:" + port + "/");
        management = new WildFlyManagement(URI.create("http://localhost:" + managementPort + "/"));
        process.start(
                command(
                        List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                        "org.jboss.as.standalone",
                        "-c=standalone.xml",
                        "-Djboss.http.port=" + port,
                        "-Djboss.https.port=0",
                        "-Djboss.management.http.port=" + managementPort),
                environment);
        process.awaitUntil("start", () -> log().last(READY, 0).isPresent());
        if (!management().isDeployed(ADAPTER)) {
            addAdapter();
        }
    }

    @Override
    public void addAdapter() {
        if (!management().deploy(Installation.adapter())) {
            throw new AssertionError("WildFly does not take the adapter\n" + process.tail());
        }
    }

    @Override
    public void removeAdapter() {
        if (!management().undeploy(ADAPTER)) {
            throw new AssertionError("WildFly does not let go of the adapter\n" + process.tail());
        }
    }

    @Override
    public void stop() {
        process.stop(process::terminate);
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    @Override
    public boolean deploy(Path archive) {
        return management().deploy(archive);
    }

    @Override
    public void undeploy(String fileName) {
        management().undeploy(fileName);
    }

    @Override
    public boolean redeploy(Path archive) {
        return management().redeploy(archive);
    }

    @Override
    public URI uri() {
        return Objects.requireNonNull(uri, "WildFly has not been started");
    }

    @Override
    public ServerLog log() {
        return log;
    }

    @Override
    public List<Path> everyLog() {
        try (Stream<Path> logs = Files.walk(base.resolve("log"))) {
            return Stream.concat(logs, Stream.of(process.console()))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JMXConnector jmx() throws IOException {
        return process.jmx();
    }

    @Override
    public void close() {
        process.close();
    }

    private WildFlyManagement management() {
        return Objects.requireNonNull(management, "WildFly has not been started");
    }

    private List<String> command(List<String> options, String module, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk.java()));
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of(
                "-Djboss.home.dir=" + home(),
                "-Djboss.server.base.dir=" + base,
                "-Dorg.jboss.boot.log.file=" + base.resolve("log").resolve("server.log"),
                "-Dlogging.configuration=file:" + base.resolve("configuration").resolve("logging.properties"),
                "-jar",
                home().resolve("jboss-modules.jar").toString(),
                "-mp",
                home().resolve("modules").toString(),
                module));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path home() {
        return Installation.unpacked(ID).resolve("wildfly-" + version());
    }
}
