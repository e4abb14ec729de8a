package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The page about the quirks of servers says what the tests say. */
class QuirksPageTest {
    private static final Path PAGE = Path.of("..", "docs", "quirks.md");
    private static final Pattern QUIRK = Pattern.compile("quirk (\\d+)");
    private static final Pattern TEST = Pattern.compile("`(\\w+QuirksTest)`");

    @Test
    void eachQuirkHasARowAndATestThatNamesIt() throws Exception {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
        assertThat(rows)
                .extracting(row -> Integer.valueOf(row.split("\\|")[1].strip()))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 37).boxed().toList());
        Set<Integer> tested = new TreeSet<>();
        for (String row : rows) {
            Set<Integer> ofTheRow = new TreeSet<>();
            for (MatchResult test : TEST.matcher(row).results().toList()) {
                ofTheRow.addAll(quirks(Class.forName("org.pop3j.client." + test.group(1))));
            }
            assertThat(ofTheRow).as(row).contains(Integer.valueOf(row.split("\\|")[1].strip()));
            tested.addAll(ofTheRow);
        }
        assertThat(tested).hasSize(rows.size());
    }

    private static Set<Integer> quirks(Class<?> test) {
        return Arrays.stream(test.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(DisplayName.class)))
                .flatMap(name -> QUIRK.matcher(name.value()).results())
                .map(match -> Integer.valueOf(match.group(1)))
                .collect(Collectors.toSet());
    }
}
