package org.pop3j.ra;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one JSON object (RFC 8259) as far as an answer of a token endpoint needs it: members whose values are texts, numbers or
 * truth values. Objects and arrays in it are passed over. Strict; what is wrong is never repeated, as it may hold a secret.
 */
final class JsonObject {
    private static final int MAX_DEPTH = 16;
    private static final String DIGITS = "0123456789";

    private final CharBuffer text;

    private JsonObject(CharBuffer text) {
        this.text = text;
    }

    /**
     * The members of the object, the last one of each name; without null, objects and arrays.
     *
     * @throws IllegalArgumentException if the octets are no such object
     */
    static Map<String, String> members(byte[] octets) {
        try {
            JsonObject object =
                    new JsonObject(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)));
            Map<String, String> members = new HashMap<>();
            object.skipSpace();
            object.object(members, 0);
            object.skipSpace();
            require(!object.text.hasRemaining());
            return members;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("no JSON object", e);
        }
    }

    private void object(Map<String, String> into, int depth) {
        expect('{');
        if (endsAt('}')) {
            return;
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            value(name, into, depth);
        } while (another('}'));
    }

    private void array(int depth) {
        expect('[');
        if (endsAt(']')) {
            return;
        }
        do {
            value("", new HashMap<>(), depth);
        } while (another(']'));
    }

    private void value(String name, Map<String, String> into, int depth) {
        require(depth < MAX_DEPTH);
        skipSpace();
        switch (peek()) {
            case '{' -> object(new HashMap<>(), depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> into.put(name, string());
            case 't' -> into.put(name, word("true"));
            case 'f' -> into.put(name, word("false"));
            case 'n' -> word("null");
            default -> into.put(name, number());
        }
    }

    private String string() {
        expect('"');
        StringBuilder value = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            require(c >= ' ');
            value.append(c == '\\' ? escaped() : c);
        }
        return value.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw wrong();
        };
    }

    private char hexadecimal() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            require(digit >= 0);
            value = value * 16 + digit;
        }
        return (char) value;
    }

    private String word(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return word;
    }

    private String number() {
        StringBuilder number = new StringBuilder();
        while (text.hasRemaining() && (DIGITS + "+-.eE").indexOf(peek()) >= 0) {
            number.append(next());
        }
        require(number.toString().matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"));
        return number.toString();
    }

    /** Whether the object or array is empty; then its end is read. */
    private boolean endsAt(char end) {
        skipSpace();
        if (peek() != end) {
            return false;
        }
        next();
        return true;
    }

    /** Whether a comma follows, or the end. */
    private boolean another(char end) {
        skipSpace();
        char c = next();
        require(c == ',' || c == end);
        return c == ',';
    }

    private void skipSpace() {
        while (text.hasRemaining() && " \t\r\n".indexOf(peek()) >= 0) {
            next();
        }
    }

    private char peek() {
        require(text.hasRemaining());
        return text.get(text.position());
    }

    private char next() {
        require(text.hasRemaining());
        return text.get();
    }

    private void expect(char wanted) {
        require(next() == wanted);
    }

    private static void require(boolean right) {
        if (!right) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("no JSON object");
    }
}
