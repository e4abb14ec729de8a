package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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
