package org.pop3j.samples.maildesk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pop3j.samples.maildesk.MailContent.Attachment;

class MailReaderTest {
    static MailContent read(byte[] mail) throws MessagingException {
        return MailReader.read(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail)));
    }

    private static MailContent read(String mail) throws MessagingException {
        return read(mail.replace("\n", "\r\n").getBytes(UTF_8));
    }

    /** The seed whose octets contain the text. */
    private static MailContent seed(String containing) throws MessagingException {
        return read(SeedMails.all().stream()
                .filter(mail -> new String(mail, ISO_8859_1).contains(containing))
                .findFirst()
                .orElseThrow());
    }

    @Test
    void thePlainTextIsPreferredToTheHtml() throws MessagingException {
        MailContent mail = seed("room 2.14");
        assertThat(mail.text()).contains("The heating in room 2.14 stays cold").doesNotContain("<");
        assertThat(mail.attachments()).isEmpty();
    }

    @Test
    void htmlAloneBecomesItsWords() throws MessagingException {
        assertThat(seed("News of November").text())
                .contains("Cable tray 2 m", "€ 19.90", "“while stocks last”")
                .doesNotContain("padding");
    }

    @Test
    void whatIsAttachedComesWithItsOctets() throws MessagingException {
        assertThat(seed("Invoice 2026-1187").attachments()).singleElement().satisfies(pdf -> {
            assertThat(pdf.name()).isEqualTo("invoice-2026-1187.pdf");
            assertThat(pdf.type()).isEqualTo("application/pdf");
            assertThat(pdf.content()).startsWith("%PDF-1.4".getBytes(UTF_8)).hasSize((int) pdf.octets());
        });
        assertThat(seed("stock-movements.csv").attachments()).singleElement().satisfies(csv -> assertThat(csv.content())
                .hasSize((int) csv.octets()));
    }

    @Test
    void namesAreDecodedWhicheverWayTheyAreEncoded() throws MessagingException {
        MailContent mail = seed("Three ways to name a file");
        assertThat(mail.attachments())
                .extracting(Attachment::name)
                .containsExactly(
                        "€ rates (draft).txt",
                        "A rather long name that was split into pieces by the sender's program.txt",
                        "Prüfprotokoll.txt");
    }

    @Test
    void subjectAndSenderAreDecoded() throws MessagingException {
        MailContent mail = seed("=?UTF-8?B?S3VuZGVuZGllbnN0IE3DvG5jaGVu?=");
        assertThat(mail.subject()).isEqualTo("Rückfrage zu Auftrag 40118: Größe und Farbe für die Bürostühle");
        assertThat(mail.sender()).isEqualTo("Kundendienst München <kundendienst@example.org>");
    }

    @Test
    void bareUtf8InHeadersIsUnderstood() throws MessagingException {
        MailContent mail = seed("bare UTF-8 in the header");
        assertThat(mail.subject()).isEqualTo("Zażółć gęślą jaźń – bare UTF-8 in the header");
        assertThat(mail.sender()).contains("Büro Łódź");
        assertThat(mail.text()).contains("日本語のテキスト", "🙂");
    }

    @Test
    void aForwardedMailIsAttachedAsItCame() throws MessagingException {
        assertThat(seed("Can you take this one?").attachments()).singleElement().satisfies(mail -> {
            assertThat(mail.name()).isEqualTo("attachment-1.eml");
            assertThat(new String(mail.content(), UTF_8)).contains("Subject: Where is my parcel?");
        });
    }

    @Test
    void aBodyWithAnotherBoundaryIsShownAsItStands() throws MessagingException {
        assertThat(seed("never-appears").text()).contains("A mail program shows what is there.");
    }

    @Test
    void brokenPartsLeaveTheOthersReadable() throws MessagingException {
        MailContent mail = seed("klingon-1");
        assertThat(mail.sender()).isEqualTo("undisclosed sender");
        assertThat(mail.text()).contains("neither does the encoding");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly("pass_wd_", "attachment-2.bin");
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd, passwd",
        "C:\\\\boot\\\\x.exe, x.exe",
        ".htaccess, htaccess",
        "a\u202Egpj.exe, agpj.exe",
        "'  ', attachment-1.bin",
        "'x/', attachment-1.bin",
    })
    void fileNamesAreOnePathElement(String given, String shown) throws MessagingException {
        MailContent mail = read("Content-Type: application/octet-stream; name=\"" + given + "\"\n\nx\n");
        assertThat(mail.attachments()).extracting(Attachment::name).containsExactly(shown);
    }

    @Test
    void nestingWithoutEndEnds() throws MessagingException {
        StringBuilder mail = new StringBuilder("Subject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 500; i++) {
            mail.append("--b" + i + "\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + "\n\n");
        }
        assertThat(read(mail.toString()).subject()).isEqualTo("deep");
    }

    @Test
    void thousandsOfPartsAreCutOff() throws MessagingException {
        String part = "--b\nContent-Disposition: attachment; filename=f\n\nx\n";
        MailContent mail = read("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(5_000) + "--b--\n");
        assertThat(mail.attachments()).hasSizeBetween(50, 100);
    }

    @Test
    void whatIsTooLargeIsCountedAndNotKept() throws MessagingException {
        String large = "0123456789abcde\n".repeat(MailReader.MAX_KEPT / 16 + 1);
        MailContent mail = read("Content-Type: application/octet-stream\n\n" + large);
        assertThat(mail.attachments()).singleElement().satisfies(attachment -> {
            assertThat(attachment.octets()).isGreaterThan(MailReader.MAX_KEPT);
            assertThat(attachment.content()).isNull();
        });
    }

    @Test
    void textSubjectAndSenderAreCutWhereTheDatabaseEnds() throws MessagingException {
        MailContent mail = read("From: \"" + "s".repeat(5_000) + "\" <a@example.org>\nSubject: " + "x".repeat(5_000)
                + "\n\n" + "text\0 ".repeat(50_000));
        assertThat(mail.sender()).hasSizeLessThanOrEqualTo(MailReader.MAX_HEADER);
        assertThat(mail.subject()).hasSizeLessThanOrEqualTo(MailReader.MAX_HEADER);
        assertThat(mail.text()).hasSizeLessThanOrEqualTo(MailReader.MAX_TEXT).doesNotContain("\0");
    }

    @Test
    void nothingAtAllIsAMailToo() throws MessagingException {
        assertThat(read("")).usingRecursiveComparison().isEqualTo(MailContent.UNREADABLE);
    }
}
