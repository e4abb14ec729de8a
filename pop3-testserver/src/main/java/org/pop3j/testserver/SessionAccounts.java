package org.pop3j.testserver;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.pop3j.auth.Mechanism;
import org.pop3j.auth.ServerExchange;
import org.pop3j.auth.ServerStep;
import org.pop3j.protocol.Accounts;
import org.pop3j.protocol.AuthExchange;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.SaslMechanism;

/** The accounts as one session sees them: it joins mechanisms to the engine and tells who has come in. */
final class SessionAccounts implements Accounts {
    private static final Login MALFORMED =
            new Login.Refused(Optional.empty(), "this is not what the mechanism asks for");

    private final AccountBook book;
    private final Consumer<String> loggedIn;

    SessionAccounts(AccountBook book, Consumer<String> loggedIn) {
        this.book = book;
        this.loggedIn = loggedIn;
    }

    @Override
    public Login login(String user, byte[] password) {
        return noted(user, book.login(user, password));
    }

    @Override
    public AuthExchange authenticate(SaslMechanism mechanism) {
        // Not before it is needed: to set up the first one of a JVM takes as long as the start of the server.
        RandomGenerator random = new SecureRandom();
        ServerExchange exchange =
                Mechanism.named(mechanism.name()).orElseThrow().server(book, random);
        return response -> {
            ServerStep step = exchange.respond(response);
            return step instanceof ServerStep.Challenge challenge
                    ? new AuthExchange.Step.Challenge(challenge.octets())
                    : new AuthExchange.Step.Concluded(outcome(step));
        };
    }

    /** The form in which the engine knows a mechanism. */
    static SaslMechanism offered(Mechanism mechanism) {
        return new SaslMechanism(mechanism.wireName(), mechanism.clientFirst(), mechanism.clearText());
    }

    private Login outcome(ServerStep step) {
        if (step instanceof ServerStep.Verified verified) {
            return noted(verified.identity(), book.open(verified.identity()));
        }
        return step instanceof ServerStep.Failed failed && !failed.wellFormed() ? MALFORMED : AccountBook.WRONG;
    }

    private Login noted(String user, Login login) {
        if (login instanceof Login.Granted) {
            loggedIn.accept(user);
        }
        return login;
    }
}
