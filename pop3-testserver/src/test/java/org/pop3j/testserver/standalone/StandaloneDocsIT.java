package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;

/** What docs/standalone.md says can be done, done: its requests by curl, and its tables against the program. */
class StandaloneDocsIT {
    private static final String BASE = "http://localhost:$controlPort";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @TempDir
    private Path work;

    private static String text() throws IOException {
        return Files.readString(Path.of("../docs/standalone.md"));
    }

    /** The requests of the section on the control. */
    private static List<String> requests() throws IOException {
        return text().lines()
                .filter(line -> line.startsWith("    curl ") && line.contains(BASE))
                .map(String::strip)
                .toList();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    /** As curl would do it, of whose options it knows those that the page has. */
    private HttpRequest.Builder request(ControlClient control, String line) throws IOException {
        String method = "GET";
        BodyPublisher body = BodyPublishers.noBody();
        List<String> fields = new ArrayList<>();
        String path = "";
        for (Iterator<String> words = words(line).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "curl" -> {}
                case "-H" -> fields.addAll(List.of(words.next().split(": ", 2)));
                case "-X" -> method = words.next();
                case "-d" -> {
                    method = "POST";
                    body = BodyPublishers.ofString(words.next());
                }
                case "--data-binary" -> {
                    method = "POST";
                    body = BodyPublishers.ofByteArray(
                            Files.readAllBytes(work.resolve(words.next().substring(1))));
                }
                default -> {
                    assertThat(word).startsWith(BASE);
                    path = word.substring(BASE.length());
                }
            }
        }
        HttpRequest.Builder request = control.request(path).method(method, body);
        return fields.isEmpty() ? request : request.headers(fields.toArray(String[]::new));
    }

    @Test
    void eachRequestOnThePageIsGranted() throws IOException {
        Files.writeString(work.resolve("one.eml"), "Subject: x\n\n");
        try (ServerProcess server = ServerProcess.start(work, "--control", "0")) {
            ControlClient control = new ControlClient(server.port("controlPort"));
            List<Integer> statuses = new ArrayList<>();
            for (String line : requests()) {
                HttpResponse<String> answer = control.send(request(control, line));
                assertThat(answer.statusCode()).as(line + ": " + answer.body()).isBetween(200, 299);
                statuses.add(answer.statusCode());
            }
            assertThat(statuses).containsExactly(200, 201, 201, 200, 200, 200);
        }
    }

    /** The lines of the page for a shell, where a server that was killed has left its file. */
    private int shell(String port, Path said) throws Exception {
        Files.writeString(work.resolve("pop3.ports"), "server=pop3-testserver\nport=1\ntlsPort=1\n");
        String script = text().lines()
                .dropWhile(line -> !line.startsWith("    rm -f pop3.ports"))
                .takeWhile(line -> line.startsWith("    "))
                .map(line -> line.replaceFirst("java -jar \\S+", "\"\\$JAVA\" -jar \"\\$JAR\"")
                        .replace("--port 0", "--port " + port)
                        // Not everybody who builds this has curl.
                        .replaceFirst("curl .*", "echo \"\\$tlsPort\"; cat \"\\$ca\""))
                .collect(Collectors.joining("\n"));
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("JAVA", ServerProcess.java());
        builder.environment().put("JAR", ServerProcess.jar().toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("the shell ends")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theShellFindsTheServerThatRunsAndNoneThatWasKilled() throws Exception {
        Path said = work.resolve("said");

        assertThat(shell("0", said)).as(Files.readString(said)).isZero();

        assertThat(Files.readAllLines(said))
                .anyMatch(line -> line.matches("[0-9]{4,5}"))
                .contains("-----BEGIN CERTIFICATE-----")
                .doesNotContain("1");
    }

    @Test
    void theShellDoesNotWaitForAServerThatCannotStart() throws Exception {
        Path said = work.resolve("said");

        assertThat(shell("70000", said)).isEqualTo(1);

        assertThat(Files.readString(said)).contains("a port is a number from 0 to 65535");
    }

    @Test
    void eachRouteOfTheControlIsInItsTableAndEachThereIsARoute() throws IOException {
        Options options = new Options();
        try (Pop3TestServer server = Pop3TestServer.builder().build()) {
            List<String> routes = Control.routes(server, new Seed(options, server)).stream()
                    .map(route -> route.method() + " " + route.path())
                    .filter(route -> !route.equals("GET /"))
                    .sorted()
                    .toList();

            assertThat(Pattern.compile("(?m)^\\| `([A-Z]+ /api/[^ `?]*)`")
                            .matcher(text())
                            .results()
                            .map(row -> row.group(1).replaceAll("/[A-Z-]+(?=/|$)", "/*"))
                            .sorted())
                    .isEqualTo(routes)
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void eachExitCodeOfTheHelpIsInTheTable() throws IOException {
        ServerProcess.Result help = ServerProcess.run(work, "--help");
        Map<String, String> codes =
                new TreeMap<>(Map.of(Integer.toString(help.exitCode()), "help or the version was asked for"));
        help.out()
                .lines()
                .dropWhile(line -> !line.equals("Exit codes:"))
                .map(Pattern.compile(" *([0-9]+) +(.*)")::matcher)
                .filter(Matcher::matches)
                .forEach(code -> codes.put(code.group(1), code.group(2)));
        // These two share a row.
        String ended = codes.remove("130") + codes.remove("143").replace("ended", ",");
        codes.put("130, 143", ended);

        assertThat(text().lines()
                        .dropWhile(line -> !line.startsWith("| exit code |"))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("| "))
                        .map(line -> line.split(" *\\| *"))
                        .collect(Collectors.toMap(row -> row[1], row -> row[2])))
                .isEqualTo(codes)
                .hasSizeGreaterThan(3);
    }

    @Test
    void eachOptionIsOnThePageAndEachOnThePageIsAnOption() throws IOException {
        Pattern option = Pattern.compile("--[a-z-]+");
        List<String> inHelp = option.matcher(ServerProcess.run(work, "--help").out())
                .results()
                .map(found -> found.group())
                .filter(name -> !name.equals("--help") && !name.equals("--version"))
                .distinct()
                .sorted()
                .toList();

        assertThat(text().lines()
                        .filter(line -> line.startsWith("| `--"))
                        .map(line -> words(line.substring(3)).get(0).replaceAll("`.*", ""))
                        .sorted())
                .isEqualTo(inHelp)
                .hasSizeGreaterThan(8);
    }
}
