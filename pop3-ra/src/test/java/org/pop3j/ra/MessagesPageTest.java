package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the messages says what the code says. */
class MessagesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "messages.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^### (POP3J[0-9]{4})$");
    private static final Pattern IN_CODE = Pattern.compile("\"(POP3J[0-9]{4})[ \"]");

    @Test
    void everyNumberOfTheCodeIsOnThePageAndNoOther() throws IOException {
        TreeSet<String> inCode = new TreeSet<>();
        Map<String, Long> times = new TreeMap<>();
        for (String source : sources()) {
            numbers(IN_CODE, source).forEach(number -> {
                inCode.add(number);
                times.merge(number, 1L, Long::sum);
            });
        }

        List<String> onPage = numbers(HEADING, Files.readString(PAGE));
        assertThat(onPage).isSorted().doesNotHaveDuplicates().containsExactlyElementsOf(inCode);
        assertThat(times)
                .as("one number is one message")
                .allSatisfy((number, count) -> assertThat(count).as(number).isEqualTo(1));
    }

    @Test
    void everyMessageHasACauseAnEffectAndWhatToDo() throws IOException {
        String page = Files.readString(PAGE);
        List<MatchResult> headings = HEADING.matcher(page).results().toList();
        assertThat(headings).isNotEmpty();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
            assertThat(page.substring(headings.get(i).end(), end))
                    .as(headings.get(i).group(1))
                    .containsPattern("\\A\n\n\\*\\*Cause\\.\\*\\* \\S[\\s\\S]+\\*\\*Effect\\.\\*\\* \\S[\\s\\S]+"
                            + "\\*\\*What to do\\.\\*\\* \\S");
        }
    }

    @Test
    void everyKindOfTroubleIsOnThePage() throws IOException {
        String page = Files.readString(PAGE);
        for (Trouble trouble : Trouble.values()) {
            // INTERNAL is POP3J0901.
            assertThat(page).contains("\n| `" + trouble + "` | " + trouble.inWords() + " |");
        }
    }

    private static List<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(MessagesPageTest::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> numbers(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toList());
    }
}
