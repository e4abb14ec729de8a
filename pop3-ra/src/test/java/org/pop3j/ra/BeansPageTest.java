package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.pop3j.ra.example.OrderBean;

/** What the guide shows is what compiles and can be activated. */
class BeansPageTest {
    @Test
    void theBeanOnThePageIsTheOneThatIsCompiled() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/pop3j/ra/example/OrderBean.java"));
        String page = Files.readString(Path.of("../docs/beans.md"));

        assertThat(between(page, "```java\n", "```")).isEqualTo(between(source, "// region handler\n", "// endregion"));
    }

    @Test
    void theBeanOnThePageCanBeActivated() throws Exception {
        Transactions transactions = new Transactions();
        assertThat(Endpoint.of(
                                StrictEndpointFactory.handler(new OrderBean(), transactions, method -> true),
                                transactions)
                        .listener())
                .isInstanceOf(Handlers.class);
    }

    private static String between(String text, String start, String end) {
        assertThat(text).contains(start);
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }
}
