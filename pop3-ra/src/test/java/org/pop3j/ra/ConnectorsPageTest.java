package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the rules of Connectors and the failure windows names tests that are there and are run. */
class ConnectorsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "connectors.md");
    private static final List<Path> MODULES = Stream.of("pop3-ra", "interop", "pop3-samples/mail-desk", "servers")
            .map(module -> Path.of("..", module, "src", "test", "java"))
            .toList();
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static List<String> rows(String letter) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| " + letter + "\\d+ \\|.*"))
                .toList();
    }

    private static String cell(String row, int number) {
        return row.split("\\|", -1)[number].strip();
    }

    @Test
    void thePageHasEveryRuleAndEveryWindowInOrder() throws IOException {
        assertThat(rows("C"))
                .extracting(row -> cell(row, 1))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 60).mapToObj(i -> "C" + i).toList());
        assertThat(rows("W"))
                .extracting(row -> cell(row, 1))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 22).mapToObj(i -> "W" + i).toList());
    }

    @Test
    void everyRowNamesATestOrSaysWhyThereIsNone() throws IOException {
        for (String row : all()) {
            assertThat(row.split("\\|", -1)).as(row).hasSize(5);
            assertThat(cell(row, 2)).as(row).isNotEmpty();
            assertThat(cell(row, 3)).as(row).containsPattern("`\\w+#\\w+`|gap: \\w+");
        }
    }

    @Test
    void everyTestThatIsNamedIsThereAndIsRun() throws IOException {
        int named = 0;
        for (String row : all()) {
            for (MatchResult test : TEST.matcher(cell(row, 3)).results().toList()) {
                named++;
                assertThat(isRun(source(test.group(1)), test.group(2)))
                        .as(test.group() + " of " + cell(row, 1))
                        .isTrue();
            }
        }
        assertThat(named).isGreaterThan(80);
    }

    private static List<String> all() throws IOException {
        return Stream.concat(rows("C").stream(), rows("W").stream()).toList();
    }

    private static String source(String testClass) throws IOException {
        for (Path module : MODULES) {
            try (Stream<Path> files = Files.walk(module)) {
                List<Path> found = files.filter(
                                file -> file.getFileName().toString().equals(testClass + ".java"))
                        .toList();
                if (!found.isEmpty()) {
                    return Files.readString(found.get(0));
                }
            }
        }
        throw new AssertionError("no test class " + testClass);
    }

    private static boolean isRun(String source, String test) {
        int method = source.indexOf(" void " + test + "(");
        // What stands before a method, up to the empty line, are its annotations.
        boolean isTest = method >= 0
                && source.substring(source.lastIndexOf("\n\n", method), method)
                        .matches("(?s).*\\n    @(Test|ParameterizedTest|Property)\\b.*");
        Pattern rule = Pattern.compile("@ArchTest\\s+static final ArchRule " + test + "\\b");
        return !source.contains("@Disabled") && (isTest || rule.matcher(source).find());
    }
}
