package org.pop3j.protocol;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Octets in which everything that could be mistaken for something else is frequent. One octet, one character. */
final class OctetSoups {
    private OctetSoups() {}

    /** Messages: dots, line ends of every kind, NUL, 8-bit, long lines, with and without final CRLF, empty. */
    static Arbitrary<String> messages() {
        Arbitrary<String> pieces = Arbitraries.of(
                ".",
                "..",
                "\r\n",
                "\r\n",
                "\r\n.",
                "\r\n.\r\n",
                "\r\n\r\n",
                "\r",
                "\n",
                "\n.\n",
                "\r.\r",
                "\0",
                "\u00ff\u0080",
                "+OK",
                "-ERR",
                "text",
                "Subject: x\r\n");
        return soup(pieces, 25);
    }

    /** What a client could send, and what it should not. */
    static Arbitrary<String> commands() {
        Arbitrary<String> pieces = Arbitraries.of(
                "USER alice\r\n",
                "PASS secret\r\n",
                "STAT\r\n",
                "LIST\r\n",
                "RETR 1\r\n",
                "TOP 1 1\r\n",
                "DELE 1\r\n",
                "RSET\r\n",
                "UIDL\r\n",
                "CAPA\r\n",
                "NOOP\r\n",
                "STLS\r\n",
                "QUIT\r\n",
                "USER",
                "PASS",
                "RETR",
                "TOP",
                " ",
                "1",
                "0",
                "-",
                "4294967297",
                "\r\n",
                "\r",
                "\n",
                "\0",
                "\u00ff",
                "\t",
                "x".repeat(254));
        return soup(pieces, 40);
    }

    /** What a server could answer, and what it should not. */
    static Arbitrary<String> answers() {
        Arbitrary<String> pieces = Arbitraries.of(
                "+OK\r\n",
                "+OK\n",
                "-ERR\r\n",
                "+OK text",
                "\r\n",
                "\n",
                "\r",
                ".",
                "..",
                ".\r\n",
                ".\n",
                "1 120\r\n",
                "x",
                "\0",
                "\u00ff",
                "\r\n.\r\n",
                "\n.\n",
                "y".repeat(1100));
        return soup(pieces, 40);
    }

    /** Once in a while a piece is longer than any buffer of the engines. */
    private static Arbitrary<String> soup(Arbitrary<String> pieces, int most) {
        Arbitrary<String> longPiece = Arbitraries.just("x".repeat(9000));
        return Arbitraries.frequencyOf(Tuple.of(80, pieces), Tuple.of(1, longPiece))
                .list()
                .ofMaxSize(most)
                .map(OctetSoups::concatenate);
    }

    private static String concatenate(List<String> pieces) {
        return String.join("", pieces);
    }
}
