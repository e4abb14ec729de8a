package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Mails with what goes wrong between servers and clients: dots, long lines, octets that are no ASCII, odd ends. */
final class Mails {
    private Mails() {}

    /** Each differs from all the others; all line ends are CRLF. */
    static List<byte[]> all() {
        return List.of(
                mail("Subject: plain\r\n\r\nhello\r\n"),
                mail("Subject: dots\r\n\r\n.\r\n..\r\n...\r\n.text\r\n.\r\n"),
                mail("Subject: no body\r\n\r\n"),
                mail("Subject: empty lines at the end\r\n\r\n\r\n\r\n\r\n"),
                mail("Subject: octets\r\n\r\ngr\u00fc\u00df \u0080\u00ff\u00fe\r\n"),
                mail("Subject: From\r\n\r\nFrom here\r\n>From there\r\n"),
                mail("Subject: a line of 998\r\n\r\n" + "x".repeat(998) + "\r\n"),
                mail("Subject: a longer line\r\n\r\n." + "y".repeat(20_000) + "\r\n"),
                mail("Subject: folded\r\n and\r\n\tmore\r\n\r\nbody\r\n"),
                large());
    }

    /** Some hundred kilobytes of lines, every third of which begins with a dot. */
    private static byte[] large() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        for (int line = 0; line < 9000; line++) {
            text.append(line % 3 == 0 ? "." : "");
            for (int i = random.nextInt(76); i > 0; i--) {
                text.append((char) random.nextInt(' ', 0x7F));
            }
            text.append("\r\n");
        }
        return mail(text.toString());
    }

    private static byte[] mail(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
