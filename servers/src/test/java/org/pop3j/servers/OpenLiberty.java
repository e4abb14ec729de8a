package org.pop3j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;

/** Open Liberty, with a user directory of its own. Applications come and go as files that add to its server.xml. */
final class OpenLiberty implements AppServer {
    private static final Pattern VERSION = Pattern.compile("product = Open Liberty (\\S+)");
    private static final String ID = "openliberty";
    private static final String SERVER = "suite";

    /** Said when all applications have started, or have failed to. */
    private static final String READY = "CWWKF0011I";

    private static final Pattern HTTP_PORT =
            Pattern.compile("CWWKO0219I: TCP Channel defaultHttpEndpoint has been started.* port (\\d+)");

    private static final String WAR = """
            <server>
              <webApplication id="%s" name="%s" location="%s">
                <!-- The application sees the adapter's types, and has no copy of its own. -->
                <classloader classProviderRef="pop3" />
              </webApplication>
            </server>
            """;
    private static final String EAR = """
            <server>
              <enterpriseApplication id="%s" name="%s" location="%s" />
            </server>
            """;
    private static final String ADAPTER =
            "<resourceAdapter id=\"pop3\" location=\"${shared.resource.dir}/rar/pop3-ra.rar\" />\n";
    private static final Pattern NOTICED = Pattern.compile("(?s)CWWKG0016I.*CWWKG001[78]I");

    private final Path userDirectory = Installation.work().resolve(ID);
    private final Jdk jdk = Jdk.current();
    private final ServerProcess process =
            new ServerProcess("Open Liberty", this::log, userDirectory.resolve("console.log"));
    private final Map<String, String> environment = new HashMap<>();
    /** The applications that have started. */
    private final Set<String> running = new HashSet<>();

    private int runs;

    @Override
    public String name() {
        return "Open Liberty";
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
        environment.put("WLP_USER_DIR", userDirectory.toString());
        try {
            Installation.emptyWorkDirectory(ID);
            Installation.copyTree(Installation.configuration(ID), serverDirectory());
            Files.createDirectories(overrides());
            Path resources = userDirectory.resolve("shared").resolve("resources");
            Installation.copy(Installation.adapter(), resources.resolve("rar"));
            Installation.copy(Installation.database(), resources.resolve("h2"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        putLogAside();
        process.start(command(SERVER), environment);
        process.awaitUntil("start", () -> log().contains(READY));
    }

    /** As the server would do itself, but a moment too late for somebody who reads its log from now on. */
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

    @Override
    public void stop() {
        process.stop(() -> process.run(command(SERVER, "--stop"), environment));
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
        String application = application(archive.getFileName().toString());
        ServerLog said = log().fromNow();
        Path file = overrides().resolve(application + ".xml");
        String element = archive.toString().endsWith(".ear") ? EAR : WAR;
        replace(archive);
        change(
                "deploy " + archive,
                () -> Files.writeString(file, element.formatted(application, application, archive.getFileName())));
        String started = "CWWKZ0001I: Application " + application + " started";
        String failed = "CWWKZ0002E: An exception occurred while starting the application " + application;
        process.awaitUntil("deploy " + archive, () -> said.contains(started) || said.contains(failed));
        if (said.contains(started)) {
            running.add(application);
        }
        return said.contains(started);
    }

    @Override
    public void undeploy(String fileName) {
        String application = application(fileName);
        ServerLog said = log().fromNow();
        Path file = overrides().resolve(application + ".xml");
        if (Files.exists(file)) {
            change("undeploy " + fileName, () -> Files.delete(file));
        }
        if (running.remove(application)) {
            String stopped = "CWWKZ0009I: The application " + application + " has stopped";
            process.awaitUntil("stop " + application, () -> said.contains(stopped));
        }
    }

    /** Some change of a file. */
    private interface Change {
        void make() throws IOException;
    }

    /** Returns when the server has taken notice: it begins with CWWKG0016I, and ends with the one or the other. */
    private void change(String what, Change change) {
        ServerLog said = log().fromNow();
        try {
            change.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.awaitUntil(
                what, () -> NOTICED.matcher(String.join("\n", said.lines())).find());
    }

    /** The server looks every half second whether the file has changed. */
    @Override
    public boolean redeploy(Path archive) {
        String application = application(archive.getFileName().toString());
        ServerLog said = log().fromNow();
        replace(archive);
        String updated = "CWWKZ0003I: The application " + application + " updated";
        String failed = "CWWKZ0004E: An exception occurred while starting the application " + application;
        process.awaitUntil("redeploy " + archive, () -> said.contains(updated) || said.contains(failed));
        return said.contains(updated);
    }

    /** In one step: what is half written would be deployed. */
    private void replace(Path archive) {
        Path applications = serverDirectory().resolve("apps");
        try {
            Path written = Files.createDirectories(applications).resolve("written");
            Files.copy(archive, written);
            Files.move(written, applications.resolve(archive.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void removeAdapter() {
        changeServerXml("remove the adapter", ADAPTER, "");
    }

    @Override
    public void addAdapter() {
        changeServerXml("add the adapter", "</server>", ADAPTER + "</server>");
    }

    private void changeServerXml(String what, String old, String replacement) {
        Path file = serverDirectory().resolve("server.xml");
        change(what, () -> {
            String text = Files.readString(file);
            if (!text.contains(old)) {
                throw new IllegalStateException(file + " has no " + old);
            }
            Files.writeString(file, text.replace(old, replacement));
        });
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + log().last(HTTP_PORT, 1).orElseThrow() + "/");
    }

    @Override
    public ServerLog log() {
        return ServerLog.of(serverDirectory().resolve("logs").resolve("messages.log"));
    }

    @Override
    public List<Path> everyLog() {
        try (Stream<Path> logs = Files.walk(serverDirectory().resolve("logs"))) {
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

    private List<String> command(String... arguments) {
        Path liberty = Installation.unpacked(ID).resolve("wlp");
        List<String> command = new ArrayList<>(List.of(
                jdk.java(),
                "@" + liberty.resolve("lib/platform/java/java9.options"),
                "-javaagent:" + liberty.resolve("bin/tools/ws-javaagent.jar"),
                "-Djava.awt.headless=true",
                "-Xmx512m",
                // Most of a start is code that runs once.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                liberty.resolve("bin/tools/ws-server.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String application(String fileName) {
        return fileName.substring(0, fileName.lastIndexOf('.'));
    }

    private Path serverDirectory() {
        return userDirectory.resolve("servers").resolve(SERVER);
    }

    private Path overrides() {
        return serverDirectory().resolve("configDropins").resolve("overrides");
    }
}
