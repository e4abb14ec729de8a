package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.StatusLine;

class MaskTest {
    private static String masked(String text, String password) {
        StatusLine statusLine = new StatusLine(false, Optional.of(ResponseCode.AUTH), text);
        StatusLine masked = Mask.mask(statusLine, password.toCharArray());
        assertThat(masked.code()).contains(ResponseCode.AUTH);
        return masked.text();
    }

    @Test
    void everyOccurrenceIsMaskedInAnyCase() {
        assertThat(masked("PASS Tiger, TIGER or tigertiger", "Tiger")).isEqualTo("PASS ****, **** or ****");
    }

    @Test
    void passwordBeyondAsciiIsFoundAsTheOctetsThatWereSent() {
        String echo = new String("no: пароль!".getBytes(UTF_8), ISO_8859_1);
        assertThat(masked(echo, "пароль")).isEqualTo("no: ****!");
    }

    @Test
    void outerSpacesMayHaveBeenLost() {
        assertThat(masked("unknown: tiger", "  tiger ")).isEqualTo("unknown: ****");
    }

    @Test
    void aPieceOfEightOctetsIsEnough() {
        assertThat(masked("PASS a very long se", "a very long secret")).isEqualTo("PASS ****");
        assertThat(masked("...ry long secret!", "a very long secret")).isEqualTo("...****!");
        assertThat(masked("ry long", "a very long secret")).isEqualTo("ry long");
        assertThat(masked("very lonvery lon", "a very long secret")).isEqualTo("****");
    }

    @Test
    void searchTakesOnePassHoweverOftenTextAndSecretRepeatThemselves() {
        String repetition = "A".repeat(5000);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(masked("no: " + repetition + "!", repetition)).isEqualTo("no: ****!");
            assertThat(masked(repetition + "B" + repetition, "a".repeat(4999) + "c"))
                    .isEqualTo("****B****");
            assertThat(masked("ab".repeat(2500), "ba".repeat(2500))).isEqualTo("****");
        });
    }

    @Test
    void secretIsFoundAmongAllItsPieces() {
        String secret = IntStream.range(0, 3000).mapToObj(Integer::toString).collect(Collectors.joining());
        assertThat(masked("<" + secret.toUpperCase(Locale.ROOT) + ">", secret)).isEqualTo("<****>");
        assertThat(masked("<" + secret.substring(5000, 5008) + ">", secret)).isEqualTo("<****>");
        assertThat(masked("<" + secret.substring(5000, 5007) + ">", secret))
                .isEqualTo("<" + secret.substring(5000, 5007) + ">");
        assertThat(masked("<abcdefgh>", secret)).isEqualTo("<abcdefgh>");
    }

    @Test
    void characterBeyondAnOctetIsNoPartOfASecret() {
        assertThat(masked("tigertig\u0165r", "tigertiger")).isEqualTo("****\u0165r");
        assertThat(masked("tiger\u0174iger", "tigertiger")).isEqualTo("tiger\u0174iger");
    }

    @Test
    void whatLooksLikeAResponseCodeMayBeASecret() {
        StatusLine statusLine = new StatusLine(false, Optional.of(new ResponseCode("TIGER")), "no");
        assertThat(Mask.mask(statusLine, "tiger".toCharArray()).toString()).isEqualTo("-ERR [****] no");
        StatusLine across = new StatusLine(false, Optional.of(new ResponseCode("A")), "b");
        assertThat(Mask.mask(across, "[a]b".toCharArray()).toString()).isEqualTo("-ERR [****] ****");
    }

    @Test
    void textWithoutThePasswordStays() {
        assertThat(masked("tige is not it", "tiger")).isEqualTo("tige is not it");
        assertThat(masked("", "tiger")).isEmpty();
        assertThat(masked("a  b", "  ")).isEqualTo("a  b");
    }
}
