package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import org.pop3j.interop.Ports;
import org.pop3j.interop.StateDirectory;

/** Apache TomEE Plus, with a {@code CATALINA_BASE} of its own. Applications come and go as files in its {@code webapps}. */
final class TomEE implements AppServer {
    private static final Pattern VERSION =
            Pattern.compile("Starting Servlet engine: \\[Apache Tomcat \\(TomEE\\)/\\S+ \\(([^)]+)\\)\\]");
    private static final String ID = "tomee";

    // What its start script opens to it.
    private static final List<String> OPENED = List.of(
            "java.base/java.lang",
            "java.base/java.io",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.rmi/sun.rmi.transport");

    private final Path base = Installation.work().resolve(ID);
    private final Path console = base.resolve("console.log");
    private final ServerProcess process = new ServerProcess(name(), this::log, console);
    private final Map<String, String> environment = new HashMap<>();
    private int port;
    private ServerLog run = ServerLog.of(console);

    @Override
    public String name() {
        return "TomEE";
    }

    @Override
    public String version() {
        return Installation.version(ID);
    }

    @Override
    public Pattern ownVersion() {
        return VERSION;
    }

    /** From JDK 24 on it ends at its start: "Setting a system-wide Policy object is not supported". */
    private static Jdk java() {
        return Jdk.between(17, 23);
    }

    @Override
    public String dataSource(String name) {
        return "openejb:Resource/jdbc/" + name;
    }

    @Override
    public void install(Map<String, String> variables) {
        environment.putAll(variables);
        try {
            Installation.emptyWorkDirectory(ID);
            Installation.copyTree(home().resolve("conf"), base.resolve("conf"));
            replaceTree(Installation.configuration(ID), base);
            for (String directory : List.of("logs", "temp", "webapps")) {
                Files.createDirectories(base.resolve(directory));
            }
            Installation.copy(Installation.adapter(), apps());
            unpackJars(Installation.adapter(), Files.createDirectories(base.resolve("lib")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in this folder is looked for when the server starts. */
    @Override
    public void removeAdapter() {
        stop();
        try {
            StateDirectory.delete(apps());
            Files.createDirectory(apps());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    @Override
    public void addAdapter() {
        stop();
        try {
            Installation.copy(Installation.adapter(), apps());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    private Path apps() {
        return base.resolve("apps");
    }

    @Override
    public Path databases() {
        return base.resolve("data");
    }

    private static void replaceTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void unpackJars(Path archive, Path to) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(archive);
                Stream<Path> entries = Files.list(zip.getPath("/"))) {
            for (Path jar :
                    entries.filter(entry -> entry.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, to.resolve(jar.getFileName().toString()));
            }
        }
    }

    @Override
    public void start() {
        port = Ports.free();
        run = ServerLog.of(console).fromNow();
        process.start(command(), environment);
        process.awaitUntil("start", () -> log().contains("Server startup in ["));
    }

    /** SIGTERM, as a system's service manager does it: the port for the same purpose is off. */
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
        ServerLog said = log().fromNow();
        Path war = webapp(archive.getFileName().toString());
        try {
            // First under another name: what is half written would be deployed. Newer than the one before, so that it
            // counts.
            Path written = Files.copy(
                    archive, war.resolveSibling(war.getFileName() + ".tmp"), StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(written, FileTime.from(Instant.now().plusSeconds(2)));
            Files.move(written, war, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.toString().endsWith(".ear") ? awaitEar(war, said) : awaitWar(war, said);
    }

    private boolean awaitWar(Path war, ServerLog said) {
        String finished = "Deployment of web application archive [" + war + "] has finished";
        process.awaitUntil("deploy " + war, () -> said.contains(finished));
        return !said.contains("Error deploying web application archive [" + war + "]");
    }

    private boolean awaitEar(Path ear, ServerLog said) {
        String deployed = "Deployed Application(path=" + unpacked(ear) + ")";
        String failed = "Error deploying application " + ear;
        process.awaitUntil("deploy " + ear, () -> said.contains(deployed) || said.contains(failed));
        return said.contains(deployed);
    }

    /** The folder beside it, into which the server unpacks an archive. */
    private static Path unpacked(Path archive) {
        String name = archive.getFileName().toString();
        return archive.resolveSibling(name.substring(0, name.lastIndexOf('.')));
    }

    @Override
    public void undeploy(String fileName) {
        Path archive = webapp(fileName);
        Path unpacked = unpacked(archive);
        ServerLog said = log().fromNow();
        try {
            if (!Files.deleteIfExists(archive)) {
                return;
            }
            boolean ear = fileName.endsWith(".ear");
            // Of a web application that could not be deployed it only says the latter.
            String words =
                    ear ? "Undeploying app: " + unpacked : "Undeploying context [/" + unpacked.getFileName() + "]";
            // Of an EAR that could not be deployed it says nothing.
            if (!ear || log().contains("Deployed Application(path=" + unpacked + ")")) {
                process.awaitUntil("undeploy " + fileName, () -> said.contains(words));
            }
            if (ear) {
                // The server leaves it there.
                StateDirectory.delete(unpacked);
            }
            process.awaitUntil("undeploy " + fileName, () -> !Files.exists(unpacked));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean redeploy(Path archive) {
        return deploy(archive);
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + port + "/");
    }

    /** On the console is all that is in its files, and nothing twice. */
    @Override
    public ServerLog log() {
        return run;
    }

    @Override
    public List<Path> everyLog() {
        try (Stream<Path> logs = Files.walk(base.resolve("logs"))) {
            return Stream.concat(logs, Stream.of(console))
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

    private Path home() {
        return Installation.unpacked(ID).resolve("apache-tomee-plus-" + version());
    }

    private Path webapp(String fileName) {
        return base.resolve("webapps").resolve(fileName);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(java().java()));
        OPENED.forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-javaagent:" + home().resolve("lib/openejb-javaagent.jar"),
                "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
                "-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"),
                "-Dcatalina.home=" + home(),
                "-Dcatalina.base=" + base,
                "-Djava.io.tmpdir=" + base.resolve("temp"),
                "-Dhttp.port=" + port,
                // TomEE replaces ${env.SUITE_POP3_PORT} in a bean by itself, and knows no better than the property of
                // that name.
                "-Denv.SUITE_POP3_PORT=" + environment.get("SUITE_POP3_PORT"),
                "-Xmx512m",
                // Most of a start is code that runs once.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                home().resolve("bin/bootstrap.jar") + ":" + home().resolve("bin/tomcat-juli.jar"),
                "org.apache.catalina.startup.Bootstrap",
                "start"));
        return command;
    }
}
