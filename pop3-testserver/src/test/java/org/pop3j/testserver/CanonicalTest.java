package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
    private static final String CASES = """
            ''                , ''
            a                 , a~
            a~                , a~
            a~b               , a~b~
            a<LF>b<LF>        , a~b~
            a<CR>b<CR>        , a~b~
            <CR><CR><LF>      , ~~
            <LF><CR>          , ~~
            <CR>.<CR>c        , ~.~c~
            <LF>.<LF>c        , ~.~c~
            ~~                , ~~
            a~~~              , a~~~
            <LF><LF>~         , ~~~
            a<CR>~b           , a~~b~
            x<NUL>y           , x<NUL>y~
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void everyLineEndBecomesCrlf(String message, String canonical) {
        assertThat(Canonical.of(octets(message))).isEqualTo(octets(canonical));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void itDoesNotMatterHowTheOctetsWereCut(String message, String canonical) throws IOException {
        byte[] octets = octets(message);
        for (int cut = 0; cut <= octets.length; cut++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (Canonical target = new Canonical(out)) {
                target.write(octets, 0, cut);
                target.write(octets, cut, octets.length - cut);
            }
            assertThat(out.toByteArray()).as("cut at %d", cut).isEqualTo(octets(canonical));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void octetByOctetIsTheSame(String message, String canonical) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Canonical target = new Canonical(out)) {
            for (byte octet : octets(message)) {
                target.write(octet);
            }
        }
        assertThat(out.toByteArray()).isEqualTo(octets(canonical));
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void whatIsCanonicalStaysAsItIs(String message, String canonical) {
        assertThat(Canonical.of(Canonical.of(octets(message)))).isEqualTo(octets(canonical));
    }

    private static byte[] octets(String notation) {
        return notation.replace("~", "\r\n")
                .replace("<CR>", "\r")
                .replace("<LF>", "\n")
                .replace("<NUL>", "\0")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
