package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.Profile;

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
        // Not by a pattern: COPY cannot give one name to the jars of two versions.
        assertThat(FILE.resolveSibling(words[0])).isEqualTo(ServerProcess.jar()).isRegularFile();
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
    private static List<String> command(String... further) throws IOException {
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
        command.addAll(List.of("--port-file", "ports"));
        command.addAll(List.of(further));
        return command;
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void eachProfileCanBeAFurtherOption(Profile profile) throws IOException {
        try (ServerProcess server = ServerProcess.launch(work, command("--profile", profile.toString()))) {
            server.awaitPorts();

            boolean stls = !profile.unknown().contains(Keyword.STLS);
            assertThat(server.said().contains("with STLS")).isEqualTo(stls);
            assertThat(server.said().contains("warning: --stls has no effect: the profile does not know it."))
                    .isEqualTo(!stls);
        }
    }

    @Test
    void aFurtherOptionCountsMoreThanTheSameOneOfTheFile() throws IOException {
        try (ServerProcess server =
                ServerProcess.launch(work, command("--bind", "127.0.0.1", "--port=0", "--control", "127.0.0.2:0"))) {
            server.awaitPorts();

            assertThat(server.said())
                    .contains("POP3       127.0.0.1:", "control    http://127.0.0.2:")
                    .doesNotContain("warning", "0.0.0.0");
        }
    }

    @Test
    void itsCommandLineStartsAServerWithAllPorts() throws IOException {
        try (ServerProcess server = ServerProcess.launch(work, command("--user", "bob:pw"))) {
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
