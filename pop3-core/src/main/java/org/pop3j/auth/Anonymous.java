package org.pop3j.auth;

import java.util.Optional;

/** Nobody in particular; a trace tells the operator whom to ask, if the client wants that (RFC 4505). */
final class Anonymous {
    private static final int MAX_CHARACTERS = 255;

    private Anonymous() {}

    /** An e-mail address, or something without an at sign; printable, or nothing at all. */
    static boolean trace(String text) {
        long characters = text.codePoints().count();
        boolean printable = text.codePoints().allMatch(Anonymous::printable);
        boolean address = text.indexOf('@') > 0 && text.indexOf('@') == text.lastIndexOf('@') && !text.endsWith("@");
        return characters <= MAX_CHARACTERS && printable && (address || text.indexOf('@') < 0);
    }

    /** Nothing that hides or turns around what an operator reads. */
    private static boolean printable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Sends the trace. */
    static final class Client implements ClientExchange {
        private final byte[] trace;
        private boolean complete;

        Client(Credentials credentials) {
            trace = Utf8.octets(credentials.user());
        }

        @Override
        public byte[] respond(byte[] challenge) throws MechanismException {
            if (complete || challenge.length > 0) {
                throw new MechanismException("ANONYMOUS has no challenge");
            }
            complete = true;
            return trace.clone();
        }

        @Override
        public boolean secretUsed() {
            return false;
        }

        @Override
        public boolean complete() {
            return complete;
        }
    }

    /** Lets everybody in, as one user who owns nothing private. */
    static final class Server implements ServerExchange {
        private static final String USER = "anonymous";

        @Override
        public ServerStep respond(byte[] response) {
            Optional<String> trace = Utf8.text(response, 0, response.length).filter(Anonymous::trace);
            return trace.isPresent() ? new ServerStep.Verified(USER) : ServerStep.Failed.MALFORMED;
        }
    }
}
