package org.pop3j.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pop3j.protocol.StatusLine;

/** Some servers repeat the command that they did not like, with the password in it. */
final class Mask {
    private static final String ASTERISKS = "****";
    private static final int MAX_OCTETS_PER_CHAR = 3;

    private Mask() {}

    /** The status line with all occurrences of the password masked, in any case: some servers shout back. */
    static StatusLine mask(StatusLine statusLine, char[] password) {
        ByteBuffer secret = ByteBuffer.allocate(MAX_OCTETS_PER_CHAR * password.length);
        try {
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .encode(CharBuffer.wrap(password), secret, true);
            secret.flip();
            return new StatusLine(statusLine.positive(), statusLine.code(), mask(statusLine.text(), secret));
        } finally {
            Arrays.fill(secret.array(), (byte) 0);
        }
    }

    private static String mask(String text, ByteBuffer secret) {
        trim(secret);
        int length = secret.remaining();
        StringBuilder masked = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (length > 0 && startsAt(text, at, secret)) {
                masked.append(ASTERISKS);
                at += length;
            } else {
                masked.append(text.charAt(at++));
            }
        }
        return masked.toString();
    }

    /** Outer spaces may have been lost on the way back. */
    private static void trim(ByteBuffer secret) {
        while (secret.hasRemaining() && secret.get(secret.position()) == ' ') {
            secret.get();
        }
        while (secret.hasRemaining() && secret.get(secret.limit() - 1) == ' ') {
            secret.limit(secret.limit() - 1);
        }
    }

    /** A character of the text is an octet that came from the server. */
    private static boolean startsAt(String text, int at, ByteBuffer secret) {
        if (at + secret.remaining() > text.length()) {
            return false;
        }
        for (int i = 0; i < secret.remaining(); i++) {
            char octet = (char) (secret.get(secret.position() + i) & 0xFF);
            if (Character.toLowerCase(octet) != Character.toLowerCase(text.charAt(at + i))) {
                return false;
            }
        }
        return true;
    }
}
