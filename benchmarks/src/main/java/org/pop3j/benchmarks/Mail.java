package org.pop3j.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Mails made of nothing but their number and size, so that server and clients agree on them without talking. */
final class Mail {
    private static final int LINE_OCTETS = 76;
    private static final int CRLF_OCTETS = 2;

    private Mail() {}

    /** A mail of just so many octets, CRLF at each line's end; some lines are short, some start with a dot. */
    static byte[] of(int number, int octets) {
        Random random = new Random(number);
        StringBuilder mail = new StringBuilder(octets)
                .append("From: Sender <sender@example.org>\r\nTo: maildrop@example.com\r\n")
                .append("Subject: mail " + number + " of the benchmark\r\n")
                .append("Message-ID: <" + number + "@example.org>\r\n")
                .append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        while (mail.length() < octets) {
            line(mail, random, octets - mail.length());
        }
        return mail.toString().getBytes(US_ASCII);
    }

    /** A line that leaves nothing, or enough for another one. */
    private static void line(StringBuilder mail, Random random, int space) {
        int kind = random.nextInt(20);
        int length = space - CRLF_OCTETS;
        if (length > LINE_OCTETS) {
            length = kind == 1 ? random.nextInt(LINE_OCTETS) : LINE_OCTETS;
            length = Math.min(length, space - 2 * CRLF_OCTETS);
        }
        for (int i = 0; i < length; i++) {
            mail.append(i == 0 && kind == 0 ? '.' : (char) ('!' + random.nextInt(94)));
        }
        mail.append("\r\n");
    }

    /** As it is sent: dots stuffed. */
    static byte[] stuffed(byte[] mail) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream(mail.length + mail.length / 32);
        int previous = '\n';
        for (byte octet : mail) {
            if (octet == '.' && previous == '\n') {
                stuffed.write('.');
            }
            stuffed.write(octet);
            previous = octet;
        }
        return stuffed.toByteArray();
    }
}
