package org.pop3j.testserver.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Fault;

/** Every block of Java in the guides is a region of a test in this package. */
class SnippetsTest {
    private static final Path SOURCES = Path.of("src", "test", "java", "org", "pop3j", "testserver", "docs");
    private static final Pattern REGION = Pattern.compile("// region [a-z-]+\\n(.*?)\\n *// endregion", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"testing.md", "migrating-from-greenmail.md"})
    void everySnippetOfAGuideIsARegionOfATest(String guide) throws IOException {
        List<String> snippets = blocks(BLOCK, Files.readString(Path.of("..", "docs", guide)));

        assertThat(snippets).isNotEmpty().isSubsetOf(regions());
    }

    @Test
    void everyFaultThatHasANameIsInTheGuide() throws IOException {
        List<String> names = Stream.of(Fault.class.getMethods())
                .filter(method -> method.getReturnType() == Fault.class
                        && Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0)
                .map(method -> "| `" + method.getName() + "()` |")
                .toList();

        assertThat(names).hasSizeGreaterThan(20);
        assertThat(Files.readString(Path.of("..", "docs", "testing.md"))).contains(names);
    }

    private static List<String> regions() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.flatMap(file -> blocks(REGION, read(file)).stream())
                    .map(region -> region.stripIndent() + "\n")
                    .toList();
        }
    }

    private static List<String> blocks(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
