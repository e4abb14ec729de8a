package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The page about what is supported says what the tests say. */
class ProtocolSupportTest {
    private static final Path PAGE = Path.of("..", "docs", "protocol-support.md");
    private static final Pattern CLAUSE = Pattern.compile("[SC]-[A-Z][A-Z0-9]{1,2}-\\d\\d[abc]?");
    private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\"([^\"]*)\"\\)");
    private static final Path TEST_SERVER =
            Path.of("..", "pop3-testserver", "src", "test", "java", "org", "pop3j", "testserver");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

    @Test
    void eachClauseOnThePageIsInATestOfItsRowAndEachClauseOfThoseTestsIsOnThePage() throws Exception {
        Set<String> onThePage = new TreeSet<>();
        Set<String> tested = new TreeSet<>();
        for (String row : rows()) {
            Set<String> clauses = clauses(row.split("\\|")[1]);
            Set<String> ofTheRow = new TreeSet<>();
            for (String test :
                    TEST.matcher(row).results().map(match -> match.group(1)).toList()) {
                ofTheRow.addAll(clausesOfTests(test));
            }
            assertThat(ofTheRow).as(row).containsAll(clauses);
            onThePage.addAll(clauses);
            tested.addAll(ofTheRow);
        }
        assertThat(onThePage).hasSizeGreaterThan(100).isEqualTo(tested);
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| S-") || line.startsWith("| C-"))
                .toList();
    }

    private static Set<String> clausesOfTests(String test) throws ClassNotFoundException, IOException {
        Set<String> clauses = new TreeSet<>();
        boolean found = false;
        for (String folder : List.of("protocol", "auth", "client", "tool")) {
            if (Files.exists(Path.of("src", "test", "java", "org", "pop3j", folder, test + ".java"))) {
                Method[] methods =
                        Class.forName("org.pop3j." + folder + "." + test).getDeclaredMethods();
                Arrays.stream(methods)
                        .flatMap(method -> Stream.ofNullable(method.getAnnotation(DisplayName.class)))
                        .forEach(name -> clauses.addAll(clauses(name.value())));
                found = true;
            }
        }
        // Of a module that is built after this one: only its source is there.
        Path source = TEST_SERVER.resolve(test + ".java");
        if (Files.exists(source)) {
            DISPLAY_NAME
                    .matcher(Files.readString(source))
                    .results()
                    .forEach(name -> clauses.addAll(clauses(name.group(1))));
            found = true;
        }
        if (!found) {
            throw new ClassNotFoundException(test);
        }
        return clauses;
    }

    private static Set<String> clauses(String text) {
        return new TreeSet<>(
                CLAUSE.matcher(text).results().map(MatchResult::group).toList());
    }
}
