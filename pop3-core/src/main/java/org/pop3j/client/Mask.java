package org.pop3j.client;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.StatusLine;

/**
 * Some servers repeat the command that they did not like, with the password in it, perhaps cut off. {@link Pieces#OCTETS} octets
 * are as much of a secret as may not be shown; of a shorter one it is all of it.
 */
final class Mask {
    private static final String ASTERISKS = "****";
    private static final int MAX_OCTETS_PER_CHAR = 3;

    private final String whole;
    private final boolean[] hidden;

    private Mask(String whole) {
        this.whole = whole;
        this.hidden = new boolean[whole.length()];
    }

    /** The status line with the secret masked. */
    static StatusLine mask(StatusLine statusLine, char[] secret) {
        return mask(statusLine, List.of(secret));
    }

    /**
     * The status line with all pieces of the secrets masked, in any case: some servers shout back. What looks like a response
     * code may be the beginning of a secret, too.
     */
    static StatusLine mask(StatusLine statusLine, Collection<char[]> secrets) {
        String code = statusLine.code().map(c -> "[" + c.value() + "]").orElse("");
        Mask mask = new Mask(code + statusLine.text());
        for (char[] secret : secrets) {
            mask.hide(secret);
        }
        boolean codeHidden = mask.shown(0, code.length()).contains(ASTERISKS);
        Optional<ResponseCode> shownCode = codeHidden ? Optional.of(new ResponseCode(ASTERISKS)) : statusLine.code();
        return new StatusLine(statusLine.positive(), shownCode, mask.shown(code.length(), mask.whole.length()));
    }

    private void hide(char[] secret) {
        ByteBuffer octets = ByteBuffer.allocate(MAX_OCTETS_PER_CHAR * secret.length);
        try {
            StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .encode(CharBuffer.wrap(secret), octets, true);
            octets.flip();
            trim(octets);
            hide(octets);
        } finally {
            Arrays.fill(octets.array(), (byte) 0);
        }
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

    private void hide(ByteBuffer secret) {
        if (secret.remaining() < Pieces.OCTETS) {
            hideWhole(secret);
            return;
        }
        try (Pieces pieces = new Pieces(secret)) {
            pieces.mark(whole, hidden);
        }
    }

    private void hideWhole(ByteBuffer secret) {
        int octets = secret.remaining();
        for (int at = 0; octets > 0 && at + octets <= whole.length(); at++) {
            if (isAt(at, secret)) {
                Arrays.fill(hidden, at, at + octets, true);
            }
        }
    }

    /** A character of the text is an octet that came from the server. */
    private boolean isAt(int at, ByteBuffer secret) {
        for (int i = 0; i < secret.remaining(); i++) {
            char octet = (char) (secret.get(secret.position() + i) & 0xFF);
            if (Pieces.lower(octet) != Pieces.lower(whole.charAt(at + i))) {
                return false;
            }
        }
        return true;
    }

    private String shown(int from, int to) {
        StringBuilder shown = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (!hidden[i]) {
                shown.append(whole.charAt(i));
            } else if (i == from || !hidden[i - 1]) {
                shown.append(ASTERISKS);
            }
        }
        return shown.toString();
    }
}
