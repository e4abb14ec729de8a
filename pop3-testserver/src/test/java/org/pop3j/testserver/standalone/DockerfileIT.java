package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Tls;

/** The Dockerfile, as far as it can be tried without Docker: what it copies is there, and what it runs runs. */
class DockerfileIT {
    private static final Path FILE = Path.of("Dockerfile").toAbsolutePath();

    @TempDir
    private Path work;

    /** The words behind the only instruction of that name. */
    private static String instruction(String name) throws IOException {
        List<String> found = Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    /** The array of the exec form, whose words have no quotes in them. */
    private static List<String> entrypoint() throws IOException {
        String array = instruction("ENTRYPOINT");
        assertThat(array).matches("\\[\"[^\"]+\"(, \"[^\"]+\")*\\]");
        return List.of(array.substring(2, array.length() - 2).split("\", \""));
    }

    @Test
    void theJarThatItCopiesIsTheOneThatTheBuildMakes() throws IOException {
        String[] words = instruction("COPY").split(" ");
        Path pattern = FILE.resolveSibling(words[0]);
        try (Stream<Path> files = Files.list(pattern.getParent())) {
            assertThat(files.filter(FileSystems.getDefault().getPathMatcher("glob:" + pattern)::matches))
                    .containsExactly(ServerProcess.jar());
        }
        assertThat(entrypoint()).startsWith("java").contains(words[1]);
        assertThat(instruction("USER")).doesNotStartWith("0").doesNotContain("root");
        assertThat(instruction("FROM")).matches("[a-z-]+:[0-9._]+-jre-[a-z]+");
    }

    @Test
    void thePortsThatItOpensAreThoseOfItsCommandLine() throws IOException {
        assertThat(entrypoint())
                .containsAll(Arrays.stream(instruction("EXPOSE").split(" "))
                        .map(port -> port.equals("8110") ? "0.0.0.0:8110" : port)
                        .toList());
    }

    /** On free ports, because others may have those of the file here. */
    @Test
    void itsCommandLineStartsAServerWithAllPorts() throws IOException {
        List<String> command = new ArrayList<>();
        for (String word : entrypoint()) {
            command.add(
                    switch (word) {
                        case "java" -> ServerProcess.java();
                        case "/pop3-testserver.jar" -> ServerProcess.jar().toString();
                        case "1110", "1995" -> "0";
                        case "0.0.0.0:8110" -> "0.0.0.0:0";
                        default -> word;
                    });
        }
        command.addAll(List.of("--user", "bob:pw", "--port-file", "ports"));
        try (ServerProcess server = ServerProcess.launch(work, command)) {
            server.awaitPorts();

            for (Tls tls : Tls.values()) {
                try (Maildrop maildrop = server.client(tls).connect().login("bob", "pw".toCharArray())) {
                    maildrop.quit();
                }
            }
            assertThat(new ControlClient(server.port("controlPort"))
                            .get("/api/maildrops")
                            .body())
                    .contains("\"user\":\"bob\",\"messages\":0,\"updates\":3");
        }
    }
}
