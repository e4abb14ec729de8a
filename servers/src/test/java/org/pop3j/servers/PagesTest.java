package org.pop3j.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the servers show what runs. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGES = ROOT.resolve("docs").resolve("servers");
    private static final List<Path> SOURCES = List.of(
            Path.of("src"),
            ROOT.resolve("pop3-samples").resolve("mail-desk").resolve("src").resolve("main"));
    // Of one server each, and of the tests.
    private static final Set<String> FOLDERS =
            Set.of("openliberty", "liberty", "wildfly", "glassfish", "payara", "tomee", "test");
    private static final Pattern SNIPPET = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    /** Of the table of messages. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    /** Up to the name that is looked up there. */
    private static final Pattern SYNTAX = Pattern.compile("^(\\$\\{[\\w.]+=?).*$");

    private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");

    /** A page and the suite of its server. */
    record Page(String file, Scenarios suite) {
        String text() throws IOException {
            return Files.readString(PAGES.resolve(file));
        }

        /** Not what other servers have, and no test. */
        boolean mayShow(Path source) {
            String folder = source.getName(0).toString();
            String server = file.replace(".md", "");
            // Payara reads GlassFish's descriptors.
            boolean own = server.endsWith(folder) || (server.equals("payara") && folder.equals("glassfish"));
            return own || !FOLDERS.contains(folder);
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static List<Page> pages() {
        return List.of(
                new Page("openliberty.md", new OpenLibertyIT()),
                new Page("wildfly.md", new WildFlyIT()),
                new Page("glassfish.md", new GlassFishIT()),
                new Page("payara.md", new PayaraIT()),
                new Page("tomee.md", new TomEEIT()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyPageAnswersTheSameQuestions(Page page) throws IOException {
        assertThat(HEADING.matcher(page.text()).results().map(heading -> heading.group(1)))
                .containsExactly(
                        "Install the RAR",
                        "Make the API visible",
                        "Bind the bean",
                        "Secrets",
                        "Pause and limits",
                        "Cluster and ledger DataSource",
                        "The \"it works\" check");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everySnippetIsInAFileThatTheSuiteOrTheDemoUses(Page page) throws IOException {
        List<String> files = files(page);
        List<String> snippets = SNIPPET.matcher(page.text())
                .results()
                .map((MatchResult match) -> lines(match.group(1)))
                .toList();

        assertThat(snippets).isNotEmpty().allSatisfy(snippet -> assertThat(files)
                .anyMatch(file -> file.contains(snippet)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMistakeIsOnThePageInTheWordsThatTheSuiteHasSeen(Page page) throws IOException {
        String text = page.text();
        for (Fault fault : Fault.values()) {
            String words = page.suite().verdict(fault).words();
            assertThat(words.isEmpty() ? fault.unsaid() : words)
                    .as(fault.toString())
                    .isNotEmpty()
                    .isSubstringOf(text);
        }
        for (Scenarios.OwnSyntax own : page.suite().ownSyntax()) {
            assertThat(own.properties().values())
                    .filteredOn(value -> value.startsWith("${"))
                    .isNotEmpty()
                    .allSatisfy(value ->
                            assertThat(text).contains(SYNTAX.matcher(value).replaceFirst("$1")));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMessageInTheTableIsOneThatTheSuiteHasSeen(Page page) throws IOException {
        List<String> messages = ROW.matcher(page.text())
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(messages).hasSizeGreaterThanOrEqualTo(5).allSatisfy(message -> assertThat(Fault.values())
                .anyMatch(fault -> page.suite().verdict(fault).words().contains(message)));
    }

    private static List<String> files(Page page) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> file.toString().matches(".*\\.(java|xml|cli|properties|txt|asadmin|sh|json)"))
                        .filter(file -> page.mayShow(source.relativize(file)))
                        .map(PagesTest::read)
                        .map(PagesTest::lines)
                        .forEach(texts::add);
            }
        }
        return texts;
    }

    /** However it is indented. */
    private static String lines(String text) {
        return text.strip().lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
