package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;

/** Quoted-printable of text (RFC 2045, section 6.7). */
final class QuotedPrintable {
    /** Lines have at most 76 characters, the "=" of a soft line break included. */
    private static final int LINE = 76;

    private final StringBuilder encoded = new StringBuilder();
    private int column;

    private QuotedPrintable() {}

    /** Encodes text whose line ends are CRLF. */
    static String encode(String text) {
        QuotedPrintable encoder = new QuotedPrintable();
        String[] lines = text.split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            encoder.line(lines[i].getBytes(StandardCharsets.UTF_8));
            if (i < lines.length - 1) {
                encoder.encoded.append("\r\n");
                encoder.column = 0;
            }
        }
        return encoder.encoded.toString();
    }

    private void line(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            boolean last = i == octets.length - 1;
            int octet = octets[i] & 0xFF;
            // White space at the end of a line gets lost on the way.
            boolean space = octet == ' ' || octet == '\t';
            boolean literal = space ? !last : octet > 0x20 && octet < 0x7F && octet != '=';
            append(literal ? String.valueOf((char) octet) : String.format("=%02X", octet), last);
        }
    }

    private void append(String piece, boolean last) {
        int reserved = last ? 0 : 1;
        if (column + piece.length() + reserved > LINE) {
            encoded.append("=\r\n");
            column = 0;
        }
        encoded.append(piece);
        column += piece.length();
    }
}
