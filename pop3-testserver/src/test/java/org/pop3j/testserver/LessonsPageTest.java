package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** docs/lessons.md and the tests that it names. */
class LessonsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "lessons.md");
    private static final Path TESTS = Path.of("src", "test", "java", "org", "pop3j", "testserver");
    private static final Pattern LESSON = Pattern.compile("(?<![-\\w])[DGIJMOV]\\d{1,2}(?!\\w)");
    private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\"([^\"]*)\"\\)");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
    private static final List<String> CLASSES = List.of("LessonsTest", "MaildropLessonsTest", "FurtherLessonsTest");

    @Test
    void eachRowNamesTestsThatAreThereAndEachLessonOfATestIsOnThePage() throws IOException {
        TreeMap<String, Set<String>> onThePage = new TreeMap<>();
        CLASSES.forEach(name -> onThePage.put(name, new TreeSet<>()));
        for (String row : rows()) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            assertThat(named).as(row).isNotEmpty();
            for (MatchResult test : named) {
                if (test.group(2) == null) {
                    onThePage
                            .computeIfAbsent(test.group(1), name -> new TreeSet<>())
                            .addAll(lessons(row.split("\\|")[1]));
                } else {
                    assertThat(source(test.group(1))).as(row).contains("void " + test.group(2) + "(");
                }
            }
        }
        for (String name : CLASSES) {
            Set<String> tested = DISPLAY_NAME
                    .matcher(source(name))
                    .results()
                    .flatMap(displayed -> lessons(displayed.group(1)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(tested).as(name).isEqualTo(onThePage.get(name));
        }
    }

    @Test
    void noneOfGreenMailsRulesIsMissing() throws IOException {
        Set<String> onThePage = new TreeSet<>();
        for (String row : rows()) {
            onThePage.addAll(lessons(row.split("\\|")[1]));
        }
        assertThat(onThePage)
                .containsAll(IntStream.rangeClosed(1, 24)
                        .mapToObj(number -> "G" + number)
                        .toList());
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]\\d+ .*"))
                .toList();
    }

    private static String source(String test) throws IOException {
        return Files.readString(TESTS.resolve(test + ".java"));
    }

    private static Set<String> lessons(String text) {
        return LESSON.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
