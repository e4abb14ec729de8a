package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as people write them, and what is wrong with the others. */
class Pop3UrlTest {
    @Test
    @DisplayName("C-URL-01 pop:// with a user, a mechanism, a host and a port is read; it never means clear text")
    void wholeUrlIsTakenApart() {
        Pop3Url url = Pop3Url.parse("pop://rg;AUTH=SCRAM-SHA-1@Mail.Eudora.com:8110");

        assertThat(url)
                .isEqualTo(new Pop3Url(
                        Tls.STLS,
                        "mail.eudora.com",
                        OptionalInt.of(8110),
                        Optional.of("rg"),
                        Optional.of("SCRAM-SHA-1")));
    }

    @ParameterizedTest
    @DisplayName("C-URL-01 the scheme decides about TLS and the default port")
    @CsvSource({
        "pop://h, STLS, 110",
        "pop3://h, STLS, 110",
        "POP3://h, STLS, 110",
        "pops://h, IMPLICIT, 995",
        "pop3s://h/, IMPLICIT, 995"
    })
    void schemeDecides(String text, Tls tls, int port) {
        Pop3Url url = Pop3Url.parse(text);

        assertThat(url.tls()).isEqualTo(tls);
        assertThat(url.port()).isEmpty();
        assertThat(url.client().build()).hasToString("POP3 h:" + port + " TLS " + tls);
    }

    @Test
    @DisplayName("C-URL-01 names are percent-encoded UTF-8")
    void userIsDecoded() {
        assertThat(Pop3Url.parse("pop3s://al%69ce%40ex%2Fample%3A%C3%A9+x@h").user())
                .contains("alice@ex/ample:é+x");
    }

    @ParameterizedTest
    @CsvSource({
        "pop3s://[::1], ::1",
        "pop3s://[2001:DB8::7]:2995, 2001:db8::7",
        "pop3s://u@[::ffff:1.2.3.4]/, ::ffff:1.2.3.4"
    })
    void ipv6AddressesStandInBrackets(String text, String host) {
        assertThat(Pop3Url.parse(text).host()).isEqualTo(host);
        assertThat(Pop3Url.parse(Pop3Url.parse(text).toString())).isEqualTo(Pop3Url.parse(text));
    }

    @Test
    @DisplayName("C-URL-02 AUTH= names exactly one mechanism, in any case; * and nothing leave the choice")
    void authIsOneMechanismOrTheChoice() {
        assertThat(Pop3Url.parse("pop://u;auth=plain@h").auth()).contains("PLAIN");
        assertThat(Pop3Url.parse("pop://u;AUTH=+APOP@h").auth()).contains("+APOP");
        assertThat(Pop3Url.parse("pop://u;AUTH=%2Bapop@h").auth()).contains("+APOP");
        assertThat(Pop3Url.parse("pop://u;AUTH=*@h").auth()).isEmpty();
        assertThat(Pop3Url.parse("pop://u@h").auth()).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("C-URL-01 a password is refused and not repeated")
    @ValueSource(
            strings = {
                "pop3s://alice:tiger-9@host",
                "pop3s://alice:tiger-9@ho@st",
                "pop3s://alice:tig/er-9@host",
                "pop3s://alice;AUTH=PLAIN:tiger-9@host",
                "alice:tiger-9@host",
                "tiger-9://alice@host",
                "pop3s://alice;tiger-9@host",
                "pop3s://alice;AUTH=tiger-9!@host",
                "pop3s://host:tiger-9",
                "pop3s://alice@host/tiger-9"
            })
    void nothingOfABadUrlIsRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pop3Url.parse(text))
                .withMessageNotContaining("tiger")
                .withMessageNotContaining("tig")
                .withNoCause();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.org             | character 1: it has to begin with pop3s:// (implicit TLS) or pop3:// (STLS)
            http://host                  | character 1: it has to begin with pop3s:// (implicit TLS) or pop3:// (STLS)
            pop3s://alice:x@host         | character 14: a password must not be in it; a colon in the user's name is written %3A
            pop3s://alice@work@host      | character 14: an @ in the user's name is written %40
            pop3s://@host                | character 9: the user's name is empty, too long, or has control characters
            pop3s://;AUTH=PLAIN@host     | character 9: the user's name is empty, too long, or has control characters
            pop3s://al%0Dice@host        | character 9: the user's name is empty, too long, or has control characters
            pop3s://al%2@host            | character 11: behind % there are two hexadecimal digits
            pop3s://al%+1ice@host        | character 11: behind % there are two hexadecimal digits
            pop3s://%FF@host             | character 9: the encoded octets are not UTF-8
            pop3s://al ice@host          | character 11: a character that is to be encoded
            pop3s://a;AUTH=@host         | character 16: AUTH= is a SASL mechanism, +APOP, or *
            pop3s://a;AUTH=+KPOP@host    | character 16: AUTH= is a SASL mechanism, +APOP, or *
            pop3s://a;TYPE=x@host        | character 10: between the user's name and @ there can only be ;AUTH=
            pop3s://                     | character 9: the host is missing or not a host name, and only a port may follow it
            pop3s://a@                   | character 11: the host is missing or not a host name, and only a port may follow it
            pop3s://host/INBOX           | character 9: the host is missing or not a host name, and only a port may follow it
            pop3s://host?x               | character 9: the host is missing or not a host name, and only a port may follow it
            pop3s://höst                 | character 9: the host is missing or not a host name, and only a port may follow it
            pop3s://::1                  | character 9: an IPv6 address has to stand in brackets
            pop3s://[fe80::1%25eth0]     | character 9: only an IPv6 address without a zone may stand in brackets
            pop3s://[:::]                | character 9: only an IPv6 address without a zone may stand in brackets
            pop3s://host:                | character 14: a port is a number from 1 to 65535
            pop3s://host:0               | character 14: a port is a number from 1 to 65535
            pop3s://host:65536           | character 14: a port is a number from 1 to 65535
            pop3s://host:4294968291      | character 14: a port is a number from 1 to 65535
            pop3s://host:-1              | character 14: a port is a number from 1 to 65535
            """)
    void messageSaysWhatIsWrongAndWhere(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pop3Url.parse(text))
                .withMessage("POP3 URL, " + message);
    }

    @Test
    void lengthIsBounded() {
        String longest = "u".repeat(Pop3Url.MAX_USER);

        assertThat(Pop3Url.parse("pop3s://" + longest + "@h").user()).contains(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> Pop3Url.parse("pop3s://" + longest + "u@h"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pop3Url.parse("pop3s://h" + "a".repeat(5000)))
                .withMessageContaining("longer than 2048");
    }

    @Test
    void whatIsPrintedIsReadAsTheSame() {
        Pop3Url url = new Pop3Url(
                Tls.IMPLICIT, "mail.example.org", OptionalInt.of(2995), Optional.of("a@b:c;d é"), Optional.of("plain"));

        assertThat(url).hasToString("pop3s://a%40b%3Ac%3Bd%20%C3%A9;AUTH=PLAIN@mail.example.org:2995");
        assertThat(Pop3Url.parse(url.toString())).isEqualTo(url);
    }

    @Test
    void componentsAreChecked() {
        Optional<String> none = Optional.empty();
        OptionalInt noPort = OptionalInt.empty();

        assertThatIllegalArgumentException().isThrownBy(() -> new Pop3Url(Tls.NONE, "h", noPort, none, none));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pop3Url(Tls.STLS, "h h", noPort, none, none));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pop3Url(Tls.STLS, "h", OptionalInt.of(0), none, none));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pop3Url(Tls.STLS, "h", noPort, Optional.of("a\nb"), none));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pop3Url(Tls.STLS, "h", noPort, none, Optional.of("PLAIN")));
    }
}
