package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "*, any, true",
        "'', '', true",
        "'', a, false",
        "abc, ABC, true",
        "abc, abcd, false",
        "a*, b, false",
        "*.pdf, a.PDF, true",
        "*.pdf, a.pdf.exe, false",
        "a*a, a, false",
        "a*a, aa, true",
        "a*b*c, a-b-c, true",
        "a*b*c, a-c-b, false",
        "*ab*ab*, ab, false",
        "*ab*ab*, xabab, true",
        "a.c, abc, false",
        "**, '', true",
    })
    void aStarIsAnyCharacters(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatASenderWritesDoesNotTakeForEver() {
        assertThat(Glob.of("*a*a*a*a*a*a*a*a*b").matches("a".repeat(200_000))).isFalse();
        assertThat(Glob.of("*a*a*a*a*a*a*a*a*c*").matches("a".repeat(200_000))).isFalse();
    }
}
