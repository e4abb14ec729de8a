package org.pop3j.samples.maildesk.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pop3j.ra.Pop3ActivationSpec;

/** What the README shows is what compiles. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path BEAN =
            Path.of("src", "test", "java", "org", "pop3j", "samples", "maildesk", "readme", "InvoiceBean.java");

    @Test
    void firstBeanInTheReadmeIsTheOneThatIsCompiled() throws IOException {
        String region = between(Files.readString(BEAN), "// region first-bean\n", "// endregion");
        assertThat(between(readme(), "```java\n", "```")).isEqualTo(region);
    }

    @Test
    void activationInTheReadmeSetsPropertiesThatExist() throws IOException, IntrospectionException {
        List<String> known = Stream.of(
                        Introspector.getBeanInfo(Pop3ActivationSpec.class).getPropertyDescriptors())
                .map(PropertyDescriptor::getName)
                .toList();
        List<String> shown = Pattern.compile("(\\w+)=\"")
                .matcher(between(readme(), "<properties.pop3.MailListener ", "/>"))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(shown).isNotEmpty().isSubsetOf(known);
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String between(String text, String start, String end) {
        assertThat(text).contains(start);
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
