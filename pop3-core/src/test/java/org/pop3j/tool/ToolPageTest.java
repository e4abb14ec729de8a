package org.pop3j.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.client.ScriptedServer;

/** The page about the tool says what the tool says. */
class ToolPageTest {
    private static final String MAILDROP = """
            C: LIST
            S: +OK
            S: 1 3
            S: .
            C: UIDL
            S: +OK
            S: 1 a
            S: .
            """;

    @TempDir
    private Path directory;

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "tool.md"));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void eachOptionIsOnThePageAndEachOptionOfThePageIsInTheHelp() throws Exception {
        String help = ToolRun.of("check", "--help").out()
                + ToolRun.of("fetch", "--help").out();

        assertThat(found("--[a-z]+(-[a-z]+)*", help))
                .hasSizeGreaterThan(10)
                .isEqualTo(found("--[a-z]+(-[a-z]+)*", page()));
    }

    @Test
    void exitCodesOfThePageAreThoseOfTheHelp() throws Exception {
        String help = ToolRun.of("--help").out();

        for (Outcome outcome : Outcome.values()) {
            assertThat(page()).contains("| " + outcome.exitCode() + " | " + outcome.meaning() + " |\n");
            assertThat(help).contains(outcome.exitCode() + "   " + outcome.meaning() + ".\n");
        }
        assertThat(found("\n[|] \\d [|]", page())).hasSize(Outcome.values().length);
    }

    @Test
    void eachFieldOfTheJsonIsOnThePage() throws Exception {
        String check = ScriptedServer.loggedIn("C: STAT\nS: +OK 1 3\n" + MAILDROP + "C: QUIT\nS: +OK\n");
        String fetch = ScriptedServer.loggedIn(MAILDROP + "C: RETR 1\nS: +OK\nS: x\nS: .\nC: QUIT\nS: +OK\n");
        try (ScriptedServer server = ScriptedServer.play(check, fetch)) {
            String json = ToolRun.at(server, "check", "--json").out()
                    + ToolRun.at(server, "fetch", "--json", "--to", directory.toString())
                            .out();
            Set<String> fields = found("\"[a-zA-Z]+\":", json);

            assertThat(fields).hasSizeGreaterThan(25);
            for (String field : fields) {
                assertThat(page()).contains("`" + field.substring(1, field.length() - 2) + "`");
            }
        }
    }

    @Test
    void eachStateOfTheJsonIsOnThePage() throws Exception {
        for (Entry.State state : Entry.State.values()) {
            assertThat(page()).contains("`" + state.name().toLowerCase(Locale.ROOT) + "`");
        }
        for (FetchReport.Deletion deletion : FetchReport.Deletion.values()) {
            assertThat(page()).contains("`" + deletion.name().toLowerCase(Locale.ROOT) + "`");
        }
    }

    @Test
    void jsonIsWrittenAsJson() {
        assertThat(Json.of(Map.of("a", List.of("\"\n\u0001\u009b", 1L, true, Optional.empty()))))
                .isEqualTo("{\n  \"a\": [\n    \"\\\"\\n\\u0001\\u009b\",\n    1,\n    true,\n    null\n  ]\n}");
    }
}
