package org.pop3j.auth;

import java.util.Arrays;
import java.util.Optional;

/** Two prompts, for the name and the password; what they say is of no meaning (draft-murchison-sasl-login). */
final class LoginMechanism {
    private LoginMechanism() {}

    /** Answers the first prompt with the name and the second with the password. */
    static final class Client implements ClientExchange {
        private final Credentials credentials;
        private int prompts;

        Client(Credentials credentials) {
            this.credentials = credentials;
        }

        @Override
        public byte[] respond(byte[] challenge) throws MechanismException {
            prompts++;
            return switch (prompts) {
                case 1 -> Utf8.octets(credentials.user());
                case 2 -> credentials.secretOctets();
                default -> throw new MechanismException("LOGIN has two prompts");
            };
        }

        @Override
        public boolean secretUsed() {
            return prompts >= 2;
        }

        @Override
        public boolean complete() {
            return prompts == 2;
        }
    }

    /** Asks twice. */
    static final class Server implements ServerExchange {
        private final PasswordCheck check;
        private boolean asked;
        private Optional<String> user = Optional.empty();

        Server(Secrets secrets) {
            this.check = new PasswordCheck(secrets);
        }

        @Override
        public ServerStep respond(byte[] response) {
            if (!asked) {
                asked = true;
                return new ServerStep.Challenge(Utf8.octets("Username:"));
            }
            if (response.length == 0) {
                return ServerStep.Failed.MALFORMED;
            }
            if (user.isPresent()) {
                return check.verify(user.get(), Arrays.copyOf(response, response.length), true);
            }
            user = Utf8.text(response, 0, response.length);
            return user.isPresent() ? new ServerStep.Challenge(Utf8.octets("Password:")) : ServerStep.Failed.MALFORMED;
        }
    }
}
