package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<p>one</p><p>two</p>         | one\\n\\ntwo",
                "a<br>b<BR/>c                 | a\\nb\\nc",
                "<ul><li>x</li><li>y</li></ul>| • x\\n\\n• y",
                "1 &lt; 2 &amp;&amp; 3 &gt; 2 | 1 < 2 && 3 > 2",
                "&#8364;&#x20AC;&euro;        | €€€",
                "&unknown; & co               | &unknown; & co",
                "a < b and b > c              | a < b and b > c",
                "<scr<script>x</script>ipt>   | xipt>",
                "x<!-- no --> y               | x y",
                "a<b                          | a<b",
            })
    void markUpBecomesWords(String html, String text) {
        assertThat(HtmlText.of(html)).isEqualTo(text.replace("\\n", "\n"));
    }

    @Test
    void scriptsAndStylesAreNotWords() {
        assertThat(HtmlText.of("<style>p{}</style><SCRIPT>alert(1)</SCRIPT >words<script>never closed"))
                .isEqualTo("words");
    }

    @Test
    void lettersWhoseLowerCaseIsLongerDoNotShiftTheText() {
        assertThat(HtmlText.of("İİİİ<b>İ</b>!")).isEqualTo("İİİİİ!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<a ", "<!--", "<script>", "&", "&#", "</", "<a>", " \n"})
    void hostileRepetitionTakesNoLongerThanItsLength(String piece) {
        String html = piece.repeat(400_000 / piece.length());
        CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> HtmlText.of(html));
        assertThatCode(() -> text.get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS))
                .doesNotThrowAnyException();
    }
}
