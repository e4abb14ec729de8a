package org.pop3j.auth;

import java.util.Arrays;
import java.util.Optional;

/** Takes {@code [authzid] NUL name NUL password} (RFC 4616, section 2). Nobody may act as somebody else. */
final class PlainServer implements ServerExchange {
    private static final int MAX_OCTETS = 255;

    private final PasswordCheck check;

    PlainServer(Secrets secrets) {
        this.check = new PasswordCheck(secrets);
    }

    @Override
    public ServerStep respond(byte[] response) {
        int first = nul(response, 0);
        int second = first < 0 ? -1 : nul(response, first + 1);
        if (second < 0 || nul(response, second + 1) >= 0) {
            return ServerStep.Failed.MALFORMED;
        }
        int passwordOctets = response.length - second - 1;
        boolean text = Utf8.wellFormed(response, second + 1, response.length);
        boolean sizes = first <= MAX_OCTETS && second - first - 1 <= MAX_OCTETS && passwordOctets <= MAX_OCTETS;
        Optional<String> authorization = Utf8.text(response, 0, first).flatMap(SaslPrep::authorization);
        Optional<String> name = Utf8.text(response, first + 1, second);
        if (!sizes
                || !text
                || authorization.isEmpty()
                || name.filter(n -> !n.isEmpty()).isEmpty()
                || passwordOctets == 0) {
            return ServerStep.Failed.MALFORMED;
        }
        byte[] password = Arrays.copyOfRange(response, second + 1, response.length);
        boolean self = authorization.get().isEmpty() || authorization.equals(name.flatMap(SaslPrep::authorization));
        return check.verify(name.get(), password, self);
    }

    private static int nul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
