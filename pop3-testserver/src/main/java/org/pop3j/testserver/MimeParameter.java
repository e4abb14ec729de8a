package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A parameter of a MIME header field whose value is free text, such as a file name (RFC 2183; RFC 2231). */
final class MimeParameter {
    private static final int LONGEST_QUOTED = 55;

    /** Room for a piece: the line has 76 characters, and the attribute and its number go before it. */
    private static final int PIECE = 54;

    private static final String ATTRIBUTE_PUNCTUATION = "!#$&+-.^_`{|}~";

    private MimeParameter() {}

    /** The words of {@code value; name=text}, ready to be folded. */
    static List<String> words(String value, String name, String text) {
        if (HeaderField.isPlain(text) && text.length() <= LONGEST_QUOTED) {
            return List.of(value + ';', name + "=\"" + text.replaceAll("([\\\\\"])", "\\\\$1") + '"');
        }
        List<String> pieces = pieces(text);
        List<String> words = new ArrayList<>();
        words.add(value + ';');
        for (int i = 0; i < pieces.size(); i++) {
            String number = pieces.size() == 1 ? "*=" : "*" + i + "*=";
            String end = i < pieces.size() - 1 ? ";" : "";
            words.add(name + number + pieces.get(i) + end);
        }
        return words;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder("UTF-8''");
        text.codePoints().mapToObj(MimeParameter::percentEncoded).forEach(encoded -> {
            if (piece.length() + encoded.length() > PIECE) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
            piece.append(encoded);
        });
        pieces.add(piece.toString());
        return pieces;
    }

    private static String percentEncoded(int codePoint) {
        boolean literal = (codePoint >= '0' && codePoint <= '9')
                || (codePoint >= 'A' && codePoint <= 'Z')
                || (codePoint >= 'a' && codePoint <= 'z')
                || ATTRIBUTE_PUNCTUATION.indexOf(codePoint) >= 0;
        if (literal) {
            return Character.toString(codePoint);
        }
        StringBuilder encoded = new StringBuilder();
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            encoded.append(String.format("%%%02X", octet));
        }
        return encoded.toString();
    }
}
