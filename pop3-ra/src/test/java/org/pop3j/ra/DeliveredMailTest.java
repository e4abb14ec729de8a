package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jakarta.mail.internet.InternetAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.ra.ledger.Delivered;

/** What a bean sees of a mail, of good ones and of such as break the rules. */
class DeliveredMailTest {
    private static final MaildropAddress MAILDROP = new MaildropAddress("mail.example", 995, "orders");

    private static DeliveredMail mail(byte[] octets) {
        SpooledMail spooled = new SpooledMail(
                new Delivered("uid-1", "f".repeat(43), octets.length),
                new Octets.InMemory(octets, new SpoolMemory()),
                1,
                Optional.empty(),
                new SpooledMail.Owner() {
                    @Override
                    public void letGo(String uniqueId) {
                        throw new AssertionError("nobody lets go");
                    }

                    @Override
                    public boolean mayForget(Instant asked) {
                        throw new AssertionError("nobody lets go");
                    }

                    @Override
                    public void fetchAgainWithin(Duration delay) {
                        throw new AssertionError("nobody lets go");
                    }
                });
        return new DeliveredMail(spooled, MAILDROP, 1);
    }

    private static DeliveredMail mail(String... lines) {
        return mail(String.join("\r\n", lines).getBytes(UTF_8));
    }

    private static String read(AttachedFile file) throws IOException {
        try (InputStream in = file.open()) {
            return new String(in.readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void headersAreUnfoldedAndDecoded() throws Exception {
        MailHeaders headers = mail(
                        "subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?= =?ISO-8859-1?B?YXVzIEv2bG4=?=,",
                        "\tfolded",
                        "From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>",
                        "To: a@example.org, \"B, c\" <b@example.org>",
                        "Cc: c@example.org",
                        "X-Twice: one",
                        "X-Twice: two",
                        "",
                        "Subject: in the body")
                .headers();

        assertThat(headers.subject()).isEqualTo("Grüßeaus Köln, folded");
        assertThat(headers.from()).containsExactly(new InternetAddress("j@example.org"));
        assertThat(headers.from().get(0).getPersonal()).isEqualTo("Jürgen");
        assertThat(headers.to())
                .extracting(InternetAddress::getAddress)
                .containsExactly("a@example.org", "b@example.org", "c@example.org");
        assertThat(headers.all("x-twice")).containsExactly("one", "two");
        assertThat(headers.first("Missing")).isEmpty();
    }

    @Test
    void bareUtf8AndBareLatin1AreUnderstoodInHeadersWhateverTheBodyIs() throws Exception {
        assertThat(mail("Subject: Größe", "", "body").headers().subject()).isEqualTo("Größe");
        assertThat(mail("Subject: Gr\u00f6\u00dfe\r\n\r\nbody".getBytes(ISO_8859_1))
                        .headers()
                        .subject())
                .isEqualTo("Größe");
        byte[] mixed = mix("Subject: Größe\r\n\r\n".getBytes(UTF_8), "\u00f6".getBytes(ISO_8859_1));
        assertThat(mail(mixed).headers().subject()).isEqualTo("Größe");
    }

    private static byte[] mix(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void anEncodedLineEndCannotBecomeASecondHeader() throws Exception {
        MailHeaders headers = mail(
                        "Subject: =?utf-8?q?hello=0D=0ABcc:_victim@example.org?=",
                        "From: =?utf-8?q?a=0D=0Ab?= <a@example.org>",
                        "",
                        "")
                .headers();

        assertThat(headers.subject()).isEqualTo("hello Bcc: victim@example.org");
        assertThat(headers.from().get(0).getPersonal()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "\r\n\r\n",
                ":",
                "no colon at all",
                " begins with a fold\r\n",
                "Content-Type: (\r\n\r\nbody",
                "Content-Type: multipart/mixed\r\n\r\nno boundary",
                "Content-Type: multipart/mixed; boundary=x\r\n\r\nno part",
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nnever closed",
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--\r\n",
                "Content-Type: text/plain; charset=no-such\r\n\r\nbody",
                "Content-Type: text/plain; charset=\"\r\n\r\nbody",
                "Content-Transfer-Encoding: no-such\r\n\r\nbody",
                "Content-Transfer-Encoding: base64\r\n\r\n****\r\n",
                "Content-Disposition: ;;;\r\n\r\nbody",
                "Subject: =?no-such?q?x?=\r\nFrom: <<<@@>,\r\nTo: (\r\n\r\nbody",
            })
    void whateverIsWrongWithAMailItCanBeRead(String octets) throws Exception {
        DeliveredMail mail = mail(octets.getBytes(UTF_8));

        assertThat(mail.headers().subject()
                        + mail.headers().from()
                        + mail.headers().to())
                .isNotNull();
        assertThat(mail.origin().mayBeAnswered()).isTrue();
        String text = mail.content().text();
        if (octets.endsWith("body")) {
            assertThat(text).isEqualTo("body");
        }
        for (AttachedFile file : mail.content().attachments()) {
            read(file);
        }
        assertThat(mail.open().readAllBytes()).isEqualTo(octets.getBytes(UTF_8));
    }

    @Test
    void aTextWhoseEncodingBreaksIsGivenAsItStands() throws Exception {
        assertThat(mail("Content-Transfer-Encoding: base64", "", "V2VsdA==", "*not base64*")
                        .content()
                        .text())
                .contains("*not base64*");
    }

    @Test
    void thePlainTextIsTheText() throws Exception {
        MailContent content = mail(
                        "Content-Type: multipart/alternative; boundary=b",
                        "",
                        "--b",
                        "Content-Type: text/plain; charset=iso-8859-1",
                        "Content-Transfer-Encoding: quoted-printable",
                        "",
                        "Gr=FC=DFe",
                        "--b",
                        "Content-Type: text/html; charset=utf-8",
                        "",
                        "<p>Grüße</p>",
                        "--b--",
                        "")
                .content();

        assertThat(content.text()).isEqualTo("Grüße");
        assertThat(content.html()).isEqualTo("<p>Grüße</p>");
        assertThat(content.attachments()).isEmpty();
    }

    @Test
    void withoutAPlainTextTheWordsOfTheHtmlAre() throws Exception {
        MailContent content = mail("Content-Type: text/html", "", "<style>p{}</style><p>1 &lt; 2</p>")
                .content();

        assertThat(content.text()).isEqualTo("1 < 2");
    }

    @Test
    void whatIsNotTheTextIsAttached() throws Exception {
        MailContent content = mail(
                        "Content-Type: multipart/mixed; boundary=outer",
                        "",
                        "--outer",
                        "Content-Type: multipart/related; boundary=inner",
                        "",
                        "--inner",
                        "",
                        "text",
                        "--inner",
                        "Content-Type: IMAGE/png",
                        "Content-ID: <logo@example.org>",
                        "Content-Transfer-Encoding: base64",
                        "",
                        "AAH/",
                        "--inner--",
                        "--outer",
                        "Content-Type: text/plain; name=\"=?utf-8?q?..=2Fetc=2FB=C3=A4r.txt?=\"",
                        "",
                        "a text, but a file",
                        "--outer",
                        "Content-Type: application/pdf",
                        "Content-Disposition: attachment; filename*=UTF-8''%E2%82%AC.pdf",
                        "",
                        "pdf",
                        "--outer",
                        "Content-Type: message/rfc822",
                        "",
                        "Subject: another mail",
                        "",
                        "its text",
                        "--outer--",
                        "")
                .content();

        assertThat(content.text()).isEqualTo("text");
        List<String> seen = new ArrayList<>();
        for (AttachedFile file : content.attachments()) {
            seen.add(file.name() + "|" + file.type() + "|" + file.contentId() + "|" + read(file));
        }
        assertThat(seen)
                .containsExactly(
                        "|image/png|logo@example.org|\u0000\u0001\u00ff",
                        "Bär.txt|text/plain||a text, but a file",
                        "€.pdf|application/pdf||pdf",
                        "|message/rfc822||Subject: another mail\r\n\r\nits text");
    }

    @Test
    void aTextBeyondTheBoundIsRefusedAndNotCut() throws Exception {
        byte[] head = "Subject: long\r\n\r\n".getBytes(UTF_8);
        byte[] octets = new byte[head.length + MimeContent.MAX_TEXT + 1];
        System.arraycopy(head, 0, octets, 0, head.length);
        MailContent content = mail(octets).content();

        assertThatThrownBy(content::text).isInstanceOf(IOException.class).hasMessageContaining("16777216");
    }

    @Test
    void aMailOfManyPartsIsRefusedWhoeverNestsThem() {
        String part = "--b\r\n\r\nx\r\n";
        DeliveredMail mail = mail(
                ("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(MimeContent.MAX_PARTS) + "--b--\r\n")
                        .getBytes(UTF_8));

        assertThatThrownBy(mail::content).isInstanceOf(IOException.class).hasMessageContaining("1000 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type: multipart/mixed; boundary=b", "Content-Type: multipart/mixed"})
    void hundredsOfThousandsOfEmptyPartsTakeNoHeap(String type) {
        DeliveredMail mail = mail((type + "\r\n\r\n" + "--b\r\n\r\n".repeat(200_000)).getBytes(UTF_8));
        ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(mail::content).isInstanceOf(IOException.class).hasMessageContaining("1000 parts");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8_000_000);
    }

    @Test
    void aMailNestedWithoutEndDoesNotFillTheStack() throws Exception {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 900; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
            nested.append(i).append("\r\n");
        }
        assertThat(mail(nested.append("\r\nx").toString().getBytes(UTF_8))
                        .content()
                        .text())
                .contains("--b899");
    }

    @Test
    void attachmentsEndWithTheCallOfTheBean() throws Exception {
        DeliveredMail mail = mail("Content-Type: application/pdf", "", "pdf");
        AttachedFile file = mail.content().attachments().get(0);
        InputStream kept = file.open();
        mail.close();

        assertThatThrownBy(kept::read).isInstanceOf(IOException.class);
    }

    @Test
    void theEnvelopeIsGuessedFromTheHeader() throws Exception {
        MailOrigin origin = mail(
                        "Return-Path: <bounces+7@example.org>",
                        "Delivered-To: inner@example.org",
                        "X-Original-To: <alias@example.org>",
                        "Delivered-To: inner@example.org",
                        "",
                        "Delivered-To: body@example.org")
                .origin();

        assertThat(origin.returnPath()).contains("bounces+7@example.org");
        assertThat(origin.deliveredTo()).containsExactly("inner@example.org", "alias@example.org");
        assertThat(origin.mayBeAnswered()).isTrue();
    }

    /** Each line: a header, then whether it is auto-submitted, a delivery report, bulk, and may be answered. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Auto-Submitted: no                        | false | false | false | true",
                "Auto-Submitted: no (a person wrote it)    | false | false | false | true",
                "Auto-Submitted: auto-replied              | true  | false | false | false",
                "AUTO-SUBMITTED: Auto-Generated; x=y       | true  | false | false | false",
                "Return-Path: <>                           | false | false | false | false",
                "Return-Path: <a@example.org>              | false | false | false | true",
                "Precedence: bulk                          | false | false | true  | false",
                "Precedence: first-class                   | false | false | false | true",
                "List-Id: <l.example.org>                  | false | false | true  | false",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b         | true | true | false | false",
                "Content-Type: Multipart/Report; boundary=b; Report-Type=\"delivery-status\"     | true | true | false | false",
                "Content-Type: multipart/report; report-type=disposition-notification            | true | false | false | false",
                "Content-Type: multipart/mixed; boundary=\"multipart/report\"                    | false | false | false | true",
            })
    void automaticMailIsKnownByItsHeader(
            String header, boolean autoSubmitted, boolean report, boolean bulk, boolean mayBeAnswered)
            throws Exception {
        MailOrigin origin = mail(header, "", "body").origin();

        assertThat(origin.autoSubmitted()).isEqualTo(autoSubmitted);
        assertThat(origin.deliveryReport()).isEqualTo(report);
        assertThat(origin.bulk()).isEqualTo(bulk);
        assertThat(origin.mayBeAnswered()).isEqualTo(mayBeAnswered);
    }

    @Test
    void aHeaderWithoutEndIsReadToABound() throws Exception {
        InputStream endless =
                new ByteArrayInputStream("X: y\r\n".repeat(200_000).getBytes(UTF_8));

        assertThat(mail(endless.readAllBytes()).headers().all("X"))
                .hasSizeLessThanOrEqualTo(HeaderFields.MAX_OCTETS / 6 + 1);
    }
}
