package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status lines and response codes (RFC 2449, section 8; RFC 3206). */
class StatusLineTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-ERR [IN-USE] Do you have another POP session running? | IN-USE | Do you have another POP session running?",
                "-ERR [in-use] busy        | IN-USE       | busy",
                "-ERR [SYS/TEMP]           | SYS/TEMP     | ''",
                "-ERR[AUTH]wrong           | AUTH         | wrong",
                "+OK [X-A/b/C]  two spaces | X-A/B/C      | ' two spaces'",
                "-ERR []                   | ''           | []",
                "-ERR [a b] no code        | ''           | [a b] no code",
                "-ERR [a//b] no code       | ''           | [a//b] no code",
                "-ERR [open                | ''           | [open",
                "-ERR text [AUTH]          | ''           | text [AUTH]",
            })
    @DisplayName("C-GEN-15")
    void codesAreSplitFromTheTextAndAnythingElseIsText(String line, String code, String text) {
        StatusLine parsed = Objects.requireNonNull(StatusLine.parse(line));
        assertThat(parsed.code().map(ResponseCode::value).orElse("")).isEqualTo(code);
        assertThat(parsed.text()).isEqualTo(text);
    }

    @Test
    @DisplayName("C-GEN-15")
    void unknownDetailsOfACodeAreIgnored() {
        ResponseCode detailed = new ResponseCode("sys/temp/disk");
        assertThat(detailed.is(ResponseCode.SYS_TEMP)).isTrue();
        assertThat(detailed.is(new ResponseCode("Sys"))).isTrue();
        assertThat(detailed.is(detailed)).isTrue();
        assertThat(detailed.is(ResponseCode.SYS_PERM)).isFalse();
        assertThat(new ResponseCode("SYSTEM").is(new ResponseCode("SYS"))).isFalse();
        assertThat(ResponseCode.SYS_TEMP.is(detailed)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "A/", "/A", "A B", "A]", "\u00e9", "A\r\n"})
    void whatIsNoCodeCannotBeMade(String value) {
        assertThatThrownBy(() -> new ResponseCode(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itShowsAsItIsSent() {
        StatusLine refused = new StatusLine(false, Optional.of(ResponseCode.AUTH), "wrong");
        assertThat(refused).hasToString("-ERR [AUTH] wrong");
        assertThat(StatusLine.parse(refused.toString())).isEqualTo(refused);
        assertThat(StatusLine.ok("")).hasToString("+OK");
    }
}
