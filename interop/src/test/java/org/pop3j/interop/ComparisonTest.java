package org.pop3j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The footnotes of docs/comparison.md and the tests that they name. */
class ComparisonTest {
    private static final Pattern NOTE = Pattern.compile("(?m)^\\[\\^(\\w+)]: `(\\w+\\.\\w+)`$");
    private static final Pattern MARK = Pattern.compile("\\[\\^(\\w+)](?!:)");

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("..", "docs", "comparison.md"));
    }

    @Test
    void eachFootnoteNamesATestAndEachTestHasAFootnote() {
        Set<String> tests = Stream.of(PeersTest.class, PeersLoginTest.class, PeersAndHostileServersTest.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method -> type.getSimpleName() + "." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found(NOTE, 2)).isEqualTo(tests);
    }

    @Test
    void eachFootnoteIsUsed() {
        assertThat(found(MARK, 1)).isEqualTo(found(NOTE, 1));
    }

    @Test
    void eachRowHasACellForEachClient() {
        assertThat(page.lines().filter(line -> line.startsWith("|")))
                .isNotEmpty()
                .allMatch(line -> line.chars().filter(c -> c == '|').count() == 6);
    }

    private static Set<String> found(Pattern pattern, int group) {
        return pattern.matcher(page)
                .results()
                .map((MatchResult match) -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
