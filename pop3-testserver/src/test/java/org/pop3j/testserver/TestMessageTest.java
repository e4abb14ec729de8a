package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the builder writes, compared with octets that are written out here or taken apart by other means. */
class TestMessageTest {
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]+)\\?=");

    @Test
    void aPlainMessageIsWrittenOut() {
        String message = text(TestMessage.builder()
                .from("Alice <alice@example.org>")
                .to("bob@example.org")
                .to("\"Doe, Jane\" <jane@example.org>")
                .subject("Hello")
                .date(OffsetDateTime.parse("2026-09-05T08:07:06+02:00"))
                .header("Message-ID", "<1@example.org>")
                .header("X-Mail-Desk-Fail", "throw 2")
                .text("Hello, Bob\nbye")
                .build());

        assertThat(message).isEqualTo("""
                        From: Alice <alice@example.org>
                        To: bob@example.org, "Doe, Jane" <jane@example.org>
                        Subject: Hello
                        Date: Sat, 5 Sep 2026 08:07:06 +0200
                        Message-ID: <1@example.org>
                        X-Mail-Desk-Fail: throw 2
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: 7bit

                        Hello, Bob
                        bye
                        """.replace("\n", "\r\n"));
    }

    @Test
    void anInstantIsToldInUtc() {
        assertThat(text(TestMessage.builder()
                        .date(Instant.parse("2026-01-02T03:04:05Z"))
                        .build()))
                .contains("\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\n");
    }

    @Test
    void everyMessageHasAnIdOfItsOwn() {
        TestMessage.Builder builder = TestMessage.builder();

        assertThat(field(builder.build(), "Message-ID")).isNotEqualTo(field(builder.build(), "Message-ID"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grüße",
                "Drucker brennt – im 3. Stock, und zwar schon seit gestern; bitte kommen Sie sofort (wirklich sofort)!",
                "日本語の件名はとても長いので、一つの符号化語には収まりません。だから何行にも分けられます。",
                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
                "=?UTF-8?Q?not_an_encoded_word?=",
                "  spaces   that    folding would eat ",
                "tab\there"
            })
    void aSubjectOfAnyLanguageComesBackFromEncodedWords(String subject) {
        TestMessage message = TestMessage.builder().subject(subject).build();

        assertThat(decoded(field(message, "Subject"))).isEqualTo(subject);
        assertLinesFit(message);
    }

    @Test
    void encodedWordsKeepTheirLengthAndCutNoCharacter() {
        TestMessage message = TestMessage.builder().subject("é€😀".repeat(40)).build();

        Matcher words = ENCODED_WORD.matcher(text(message));
        int count = 0;
        while (words.find()) {
            count++;
            assertThat(words.group()).hasSizeLessThanOrEqualTo(75);
            byte[] octets = Base64.getDecoder().decode(words.group(1));
            assertThat(new String(octets, StandardCharsets.UTF_8)).doesNotContain("\uFFFD");
        }
        assertThat(count).isGreaterThan(5);
    }

    @Test
    void aLongPlainSubjectIsFoldedAtASpace() {
        String subject = "word ".repeat(40).strip();
        TestMessage message = TestMessage.builder().subject(subject).build();

        assertThat(field(message, "Subject").replace("\r\n ", " ")).isEqualTo(subject);
        assertLinesFit(message);
    }

    @Test
    void aWordLongerThanALineMayBeIsEncoded() {
        String subject = "x".repeat(3000);
        TestMessage message = TestMessage.builder().subject(subject).build();

        assertThat(decoded(field(message, "Subject"))).isEqualTo(subject);
        assertLinesFit(message);
    }

    @Test
    void aNameOfAnyLanguageStandsBeforeAPlainAddress() {
        String from =
                field(TestMessage.builder().from("Zoë Müller <zoe@example.org>").build(), "From");

        assertThat(from).isEqualTo("=?UTF-8?B?Wm/DqyBNw7xsbGVy?= <zoe@example.org>");
    }

    @Test
    void aNameWithSpecialsIsQuoted() {
        String from = field(
                TestMessage.builder()
                        .from("Dr. \"Q\" O'Neil, Jr. <q@example.org>")
                        .build(),
                "From");

        assertThat(from).isEqualTo("\"Dr. \\\"Q\\\" O'Neil, Jr.\" <q@example.org>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nobody", "@example.org", "zoë@example.org", "a b@example.org", "a@b, c@d", "A <a@b> x"})
    void whatIsNoMailboxIsRefused(String mailbox) {
        assertThatThrownBy(() -> TestMessage.builder().from(mailbox)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b"})
    void lineEndsInHeadersAreRefused(String value) {
        TestMessage.Builder builder = TestMessage.builder();

        assertThatThrownBy(() -> builder.subject(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header("X-Test", value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header(value, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.from(value + " <a@example.org>")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.to("a@example.org" + value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.attachment(value, "text/plain", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.attachment("x", "text/plain; a=" + value, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject", "from", "MIME-Version", "Content-Type", "a:b", "a b", "ü", ""})
    void fieldsOfTheBuilderAndWhatIsNoNameAreRefused(String name) {
        assertThatThrownBy(() -> TestMessage.builder().header(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textWithSomeForeignLettersIsQuotedPrintable() {
        String message = text(TestMessage.builder()
                .text("Grüße = Gruß \nzweite Zeile\t\r\n" + "x".repeat(75) + "ü" + "y".repeat(100))
                .build());

        assertThat(message).contains("\r\nContent-Transfer-Encoding: quoted-printable\r\n");
        assertThat(body(message))
                .isEqualTo("Gr=C3=BC=C3=9Fe =3D Gru=C3=9F=20\r\nzweite Zeile=09\r\n"
                        + "x".repeat(75) + "=\r\n=C3=BC" + "y".repeat(69) + "=\r\n"
                        + "y".repeat(31) + "\r\n");
    }

    @Test
    void textOfForeignLettersIsBase64() {
        String text = "日本語".repeat(50) + "\r\nend";
        String message = text(TestMessage.builder().text(text).build());

        assertThat(message).contains("\r\nContent-Transfer-Encoding: base64\r\n");
        assertThat(new String(Base64.getMimeDecoder().decode(body(message)), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void aLineTooLongForMailIsEncoded() {
        TestMessage message = TestMessage.builder().text("x".repeat(999)).build();

        assertThat(text(message)).contains("quoted-printable");
        assertLinesFit(message);
    }

    @Test
    void textAndHtmlAreAlternativesTheBetterOneLast() {
        List<String> parts = parts(
                text(TestMessage.builder().text("plain").html("<p>rich</p>").build()), "multipart/alternative");

        assertThat(parts)
                .containsExactly(
                        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\nplain",
                        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n<p>rich</p>");
    }

    @Test
    void attachmentsStandBehindTheAlternatives() {
        byte[] octets = new byte[300];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        List<String> parts = parts(
                text(TestMessage.builder()
                        .text("plain")
                        .html("<p>rich</p>")
                        .attachment("all octets.bin", "application/octet-stream", octets)
                        .build()),
                "multipart/mixed");

        assertThat(parts).hasSize(2);
        assertThat(parts(parts.get(0), "multipart/alternative")).hasSize(2);
        assertThat(parts.get(1)).startsWith("""
                        Content-Type: application/octet-stream
                        Content-Transfer-Encoding: base64
                        Content-Disposition: attachment; filename="all octets.bin"

                        """.replace("\n", "\r\n"));
        assertThat(Base64.getMimeDecoder().decode(body(parts.get(1)))).isEqualTo(octets);
    }

    @Test
    void aFileNameOfAnyLanguageIsToldAsRfc2231Demands() {
        TestMessage message = TestMessage.builder()
                .attachment("Übersicht 1.pdf", "application/pdf", new byte[1])
                .build();

        assertThat(text(message)).contains("filename*=UTF-8''%C3%9Cbersicht%201.pdf\r\n");
    }

    @Test
    void aLongFileNameIsToldInPieces() {
        String name = "Übersicht über alle Vorgänge des Jahres 2026 – Entwurf 😀 «endgültig».pdf";
        TestMessage message = TestMessage.builder()
                .attachment(name, "application/pdf", new byte[1])
                .build();

        Matcher piece = Pattern.compile("filename\\*(\\d+)\\*=([^;\r]*)").matcher(text(message));
        StringBuilder value = new StringBuilder();
        for (int i = 0; piece.find(); i++) {
            assertThat(piece.group(1)).isEqualTo(Integer.toString(i));
            value.append(piece.group(2));
        }
        assertThat(value).startsWith("UTF-8''");
        assertThat(URLDecoder.decode(value.substring(7), StandardCharsets.UTF_8))
                .isEqualTo(name);
        assertLinesFit(message);
    }

    @Test
    void anAttachedMessageIsNotEncoded() {
        List<String> parts = parts(
                text(TestMessage.builder()
                        .text("bounce")
                        .attachment(
                                "original.eml",
                                "message/rfc822",
                                "Subject: ü\n\nbody\n".getBytes(StandardCharsets.UTF_8))
                        .build()),
                "multipart/mixed");

        assertThat(parts.get(1)).contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n");
        assertThat(body(parts.get(1))).isEqualTo("Subject: \u00c3\u00bc\r\n\r\nbody\r\n");
    }

    @Test
    void theWholeAdmitsTheEightBitOctetsOfAPart() {
        String message = text(TestMessage.builder()
                .attachment("a.eml", "message/rfc822", new byte[] {(byte) 0xE9})
                .build());

        assertThat(message.substring(0, message.indexOf("\r\n\r\n"))).contains("Content-Transfer-Encoding: 8bit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text/", "multipart/mixed", "text/plain/x", "text/plain, x"})
    void whatIsNoTypeForAFileIsRefused(String type) {
        assertThatThrownBy(() -> TestMessage.builder().attachment("x", type, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rawOctetsStayAsTheyAre() {
        byte[] octets = {'a', '\n', 0, (byte) 0xFF, '\r'};

        assertThat(TestMessage.builder().raw(octets).build().content()).isEqualTo(octets);
    }

    @Test
    void contentIsACopy() {
        TestMessage message = TestMessage.builder().build();
        message.content()[0] = 0;

        assertThat(message.content()[0]).isEqualTo((byte) 'F');
    }

    private static void assertLinesFit(TestMessage message) {
        assertThat(text(message).split("\r\n"))
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(76).matches("[ -~]*"));
    }

    private static String text(TestMessage message) {
        return new String(message.content(), StandardCharsets.ISO_8859_1);
    }

    private static String field(TestMessage message, String name) {
        Matcher matcher =
                Pattern.compile("(?m)^" + name + ": ?(.*+(?:\r\n .*+)*+)\r\n").matcher(text(message));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String decoded(String field) {
        Matcher words = ENCODED_WORD.matcher(field);
        StringBuilder text = new StringBuilder();
        while (words.find()) {
            text.append(new String(Base64.getDecoder().decode(words.group(1)), StandardCharsets.UTF_8));
        }
        assertThat(words.replaceAll("").isBlank()).isTrue();
        return text.toString();
    }

    private static String body(String entity) {
        return entity.substring(entity.indexOf("\r\n\r\n") + 4);
    }

    private static List<String> parts(String entity, String type) {
        Matcher boundary = Pattern.compile(Pattern.quote(type) + ";\r\n boundary=\"([^\"]+)\"|" + Pattern.quote(type)
                        + "; boundary=\"([^\"]+)\"")
                .matcher(entity);
        assertThat(boundary.find()).isTrue();
        String delimiter = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        String body = body(entity);
        assertThat(body).startsWith(delimiter + "\r\n");
        int end = body.indexOf("\r\n" + delimiter + "--\r\n");
        return List.of(body.substring(delimiter.length() + 2, end).split("\r\n" + Pattern.quote(delimiter) + "\r\n"));
    }
}
