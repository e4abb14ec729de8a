package org.pop3j.testserver;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.pop3j.auth.ChannelBinding;
import org.pop3j.auth.Mechanism;
import org.pop3j.auth.ServerContext;
import org.pop3j.auth.ServerExchange;
import org.pop3j.auth.ServerStep;
import org.pop3j.protocol.Accounts;
import org.pop3j.protocol.AuthExchange;
import org.pop3j.protocol.Keyword;
import org.pop3j.protocol.LockedMaildrop;
import org.pop3j.protocol.Login;
import org.pop3j.protocol.SaslMechanism;
import org.pop3j.protocol.ServerSettings;

/** The accounts as one session sees them: it joins mechanisms to the engine and tells who has come in. */
final class SessionAccounts implements Accounts {
    private static final Login MALFORMED =
            new Login.Refused(Optional.empty(), "this is not what the mechanism asks for");
    private static final byte[] NOTHING = {};

    private final AccountBook book;
    private final List<Mechanism> offered;
    private final Function<String, Optional<Login>> comesIn;
    private final BiFunction<String, LockedMaildrop, LockedMaildrop> loggedIn;
    private List<ChannelBinding> bindings = List.of();
    private Optional<String> certificateUser = Optional.empty();
    private @Nullable ServerExchange apop;

    /**
     * The accounts for one session.
     *
     * @param comesIn told who has proved who it is; what it gives is the outcome
     * @param loggedIn told who has come in, and gives the maildrop that the session is to work on
     */
    SessionAccounts(
            AccountBook book,
            ServerSettings settings,
            Function<String, Optional<Login>> comesIn,
            BiFunction<String, LockedMaildrop, LockedMaildrop> loggedIn) {
        this.book = book;
        this.comesIn = comesIn;
        this.offered =
                settings.mechanisms().stream().map(SessionAccounts::mechanism).toList();
        this.loggedIn = loggedIn;
    }

    /** The settings of this session: if APOP is offered, with a timestamp of its own in the greeting. */
    ServerSettings greeted(ServerSettings settings) {
        if (!settings.commands().contains(Keyword.APOP)) {
            return settings;
        }
        ServerExchange exchange = Mechanism.APOP.server(book, context());
        apop = exchange;
        byte[] timestamp = ((ServerStep.Challenge) exchange.respond(NOTHING)).octets();
        return settings.withGreeting(settings.greeting() + " " + new String(timestamp, StandardCharsets.US_ASCII));
    }

    /** Whether a certificate of the client's is of any use. */
    boolean wantsCertificate() {
        return offered.contains(Mechanism.EXTERNAL);
    }

    /** TLS is on: what it can prove. */
    void secured(SSLSession session) {
        bindings = offered.stream().anyMatch(Mechanism::bound) ? Bindings.of(session) : List.of();
        try {
            certificateUser = session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? CertificateAuthority.user(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            certificateUser = Optional.empty();
        }
    }

    @Override
    public Login login(String user, byte[] password) {
        return book.knows(user, password) ? open(user) : AccountBook.WRONG;
    }

    @Override
    public Login apop(String user, String digest) {
        ServerExchange exchange = apop;
        if (exchange == null) {
            throw new IllegalStateException("there is no timestamp in the greeting");
        }
        return outcome(exchange.respond((user + " " + digest).getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean usable(SaslMechanism mechanism) {
        Mechanism which = mechanism(mechanism);
        return (!which.bound() || !bindings.isEmpty()) && (which != Mechanism.EXTERNAL || certificateUser.isPresent());
    }

    @Override
    public AuthExchange authenticate(SaslMechanism mechanism) {
        ServerExchange exchange = mechanism(mechanism).server(book, context());
        return response -> {
            ServerStep step = exchange.respond(response);
            return step instanceof ServerStep.Challenge challenge
                    ? new AuthExchange.Step.Challenge(challenge.octets())
                    : new AuthExchange.Step.Concluded(outcome(step));
        };
    }

    /** Not before it is needed: to set up the first source of randomness of a JVM takes as long as the start of the server. */
    private ServerContext context() {
        return new ServerContext(Pop3TestServer.HOST, new SecureRandom(), bindings, certificateUser);
    }

    /** The form in which the engine knows a mechanism. */
    static SaslMechanism offered(Mechanism mechanism) {
        return new SaslMechanism(mechanism.wireName(), mechanism.clientFirst(), mechanism.clearText());
    }

    private static Mechanism mechanism(SaslMechanism offered) {
        return Mechanism.named(offered.name()).orElseThrow();
    }

    private Login outcome(ServerStep step) {
        if (step instanceof ServerStep.Verified verified) {
            return open(verified.identity());
        }
        return step instanceof ServerStep.Failed failed && !failed.wellFormed() ? MALFORMED : AccountBook.WRONG;
    }

    private Login open(String user) {
        Login login = comesIn.apply(user).orElseGet(() -> book.open(user));
        return login instanceof Login.Granted granted
                ? new Login.Granted(loggedIn.apply(user, granted.maildrop()), granted.policy())
                : login;
    }
}
