package org.pop3j.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.client.ScriptedServer;

/** The command line itself, and where the password comes from. */
class MainTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bogus                                               | There is no such command. Say check or fetch.
            check                                               | Missing required parameter: 'URL'
            fetch pop3s://alice@h                               | Missing required option: '--to=DIR'
            fetch pop3s://h --to x                              | There is no user in the URL
            fetch pop3s://alice@h --to x --limit 0              | --limit is 1 or more.
            check pop3s://alice:tiger@h                         | a password must not be in it
            check pop3s://alice@h --password tiger              | There is no option for the password
            check pop3s://alice@h --password=tiger              | There is no option for the password
            check pop3s://alice@h -ptiger                       | There is no option for the password
            check pop3s://alice@h --shout=tiger                 | There is no option --shout.
            check pop3s://alice@h tiger                         | There are too many words on the command line.
            check pop3s://alice@h --tls tiger                   | --tls is implicit, stls or none.
            check pop3s://alice@h --timeout 0                   | --timeout is a number of seconds
            check pop3s://alice@h --deadline 99999999           | --deadline is a number of seconds
            check pop3s://alice@h --mechanism ROT13             | There is no mechanism ROT13. There are USER, SCRAM-SHA-256
            check pop3s://alice;AUTH=ROT13@h                    | There is no mechanism ROT13.
            """)
    void misuseIsExplainedAndNothingThatWasTypedIsRepeated(String words, String message) {
        ToolRun run = ToolRun.of(words.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message).doesNotContain("tiger", "\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void noCommandIsMisuse() {
        assertThat(ToolRun.of().exitCode()).isEqualTo(2);
        assertThat(ToolRun.of("nonsense").exitCode()).isEqualTo(2);
    }

    @Test
    void versionAndHelpAreResults() {
        assertThat(ToolRun.of("--version").out()).startsWith("pop3j ").doesNotContain("$", "null");
        assertThat(ToolRun.of("--help").out()).contains("check", "fetch", "Exit codes:", "Examples:");
        assertThat(ToolRun.of("fetch", "--help").exitCode()).isZero();
    }

    @Test
    void withoutAPasswordOrATerminalTheUserIsToldWhereToPutIt() {
        ToolRun none = ToolRun.of(Map.of(), "check", "pop3s://alice@localhost:1");
        ToolRun empty = ToolRun.of(Map.of("POP3_PASSWORD", ""), "check", "pop3s://alice@localhost:1");

        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("POP3_PASSWORD", "--password-file");
        assertThat(empty.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"' secret ', ' secret '", "'secret\n', secret", "'secret\r\n', secret", "'secret\n\n', 'secret\n'"})
    void passwordFileIsTakenWithoutItsLineEnd(String content, String password) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), content);

        char[] read = Secret.read(Optional.of(file), Surroundings.ofThisProcess(), "alice");

        assertThat(new String(read)).isEqualTo(password);
    }

    @Test
    void passwordFileComesBeforeTheEnvironment() throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "of the file\n");
        String script = "S: +OK\nC: CAPA\nS: -ERR\nC: USER alice\nS: +OK\nC: PASS of the file\nS: -ERR\n! hold\n";
        try (ScriptedServer server = ScriptedServer.play(script)) {
            ToolRun run = ToolRun.at(server, "check", "--password-file", file.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out() + run.err()).doesNotContain("of the file");
        }
    }

    @Test
    void passwordFileThatCannotBeReadIsTold() {
        ToolRun run = ToolRun.of(
                "check",
                "pop3s://alice@h",
                "--password-file",
                directory.resolve("none").toString());

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("none cannot be read: no such file or directory");
    }

    @Test
    void passwordThatTheLocaleHasSpoiltIsNotSent() {
        ToolRun run = ToolRun.of(Map.of("POP3_PASSWORD", "tiger\uFFFD"), "check", "pop3://alice@127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--password-file", "LC_ALL").doesNotContain("tiger");
    }

    @Test
    void emptyDirectoryIsMisuse() {
        ToolRun run = ToolRun.of("fetch", "pop3://alice@127.0.0.1:1", "--to", "");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--to is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--timeout=60"})
    void resultThatCannotBeWrittenIsNotASuccess(String option) throws Exception {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("full");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new PrintStream(full, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                false);
        try (ScriptedServer server = ScriptedServer.play("S: +OK\nC: CAPA\nS: -ERR\nC: QUIT\nS: +OK\n")) {
            int exitCode =
                    Main.run(surroundings, "check", "pop3://127.0.0.1:" + server.port(), "--tls", "none", option);

            assertThat(exitCode).isEqualTo(6);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot be written");
        }
    }

    @Test
    void passwordThatCannotBeSentIsMisuse() {
        ToolRun run = ToolRun.of(Map.of("POP3_PASSWORD", "tiger\nDELE 1"), "check", "pop3://alice@127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("tiger");
    }
}
