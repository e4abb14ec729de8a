package org.pop3j.samples.maildesk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Mails such as a ticket desk gets: clean ones, old ones, hostile ones, broken ones. Octet for octet the same at each
 * call; every line ends with CRLF.
 */
public final class SeedMails {
    private static final List<String> NAMES = List.of(
            "plain",
            "alternative",
            "pdf-invoice",
            "png-screenshot",
            "csv-export",
            "calendar-invitation",
            "encoded-words",
            "rfc2231-file-name",
            "iso-8859-1-8bit",
            "utf-8-8bit",
            "quoted-printable",
            "format-flowed",
            "forwarded",
            "bounce",
            "auto-reply",
            "hostile-html",
            "dots",
            "empty-body",
            "no-subject",
            "folded-headers",
            "longest-lines",
            "broken-boundary",
            "broken-encodings",
            "newsletter");
    private static final int LARGE_CONTENT = 5 * 1024 * 1024 / 78 * 57;

    private SeedMails() {}

    /** All of them, the large one (5 MB) last. */
    public static List<byte[]> all() {
        List<byte[]> mails = new ArrayList<>();
        NAMES.forEach(name -> mails.add(resource(name)));
        mails.add(large());
        return mails;
    }

    private static byte[] resource(String name) {
        try (InputStream mail = SeedMails.class.getResourceAsStream("/seed/" + name + ".eml")) {
            if (mail == null) {
                throw new IllegalStateException("The seed " + name + " is missing");
            }
            return mail.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] large() {
        String head = """
                From: Warehouse <warehouse@example.org>
                To: Support <support@example.com>
                Subject: Stock movements of the year (5 MB)
                Date: Tue, 03 Nov 2026 18:00:00 +0000
                Message-ID: <stock-2026@example.org>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="large"

                --large
                Content-Type: text/plain; charset=us-ascii

                The movements of the whole year are attached. Sorry for the size.

                --large
                Content-Type: text/csv; charset=us-ascii; name="stock-movements.csv"
                Content-Disposition: attachment; filename="stock-movements.csv"
                Content-Transfer-Encoding: base64

                """;
        String body = Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encodeToString(movements());
        return (head.replace("\n", "\r\n") + body + "\r\n--large--\r\n").getBytes(US_ASCII);
    }

    private static byte[] movements() {
        Random random = new Random(1939);
        StringBuilder csv = new StringBuilder(LARGE_CONTENT + 100).append("movement,article,quantity\r\n");
        for (int i = 1; csv.length() < LARGE_CONTENT; i++) {
            csv.append(i).append(",A-").append(10_000 + random.nextInt(90_000)).append(',');
            csv.append(random.nextInt(1_000) - 500).append("\r\n");
        }
        return csv.substring(0, LARGE_CONTENT).getBytes(US_ASCII);
    }
}
