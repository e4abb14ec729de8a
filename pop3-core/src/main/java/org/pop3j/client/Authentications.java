package org.pop3j.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.pop3j.auth.ChannelBinding;
import org.pop3j.auth.ClientContext;
import org.pop3j.auth.ClientExchange;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.auth.MechanismException;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Command;
import org.pop3j.protocol.Pop3Exception;

/**
 * The mechanisms of one login, tried one after the other. The next one comes only if the last one cannot have counted against
 * the account: before anything was sent that only the owner of the secret can say, or if the server says that it does not
 * know the mechanism after all.
 */
final class Authentications {
    private final Exchange exchange;
    private final Capabilities capabilities;
    private final Optional<String> timestamp;
    private final boolean initialResponse;
    private final RandomGenerator random = new SecureRandom();
    private final List<IOException> failures = new ArrayList<>();

    Authentications(Exchange exchange, Capabilities capabilities, Optional<String> timestamp, boolean initialResponse) {
        this.exchange = exchange;
        this.capabilities = capabilities;
        this.timestamp = timestamp;
        this.initialResponse = initialResponse;
    }

    /** One try. SCRAM in itself is bound to nothing, but says so if it could have been. */
    private record Attempt(Mechanism mechanism, Optional<ChannelBinding> binding) {}

    /** The name of the mechanism that did it; empty if none can be used here, and then nothing was sent. */
    Optional<String> login(Credentials credentials) throws IOException {
        List<Attempt> attempts = attempts(credentials);
        IllegalArgumentException unusable = null;
        for (Attempt attempt : attempts) {
            ClientExchange run;
            try {
                run = attempt.mechanism().client(credentials, context(attempt));
            } catch (IllegalArgumentException e) {
                // Another mechanism may allow the name and the password.
                unusable = e;
                continue;
            }
            if (succeeds(attempt.mechanism(), run, credentials)) {
                return Optional.of(attempt.mechanism().wireName());
            }
        }
        if (!failures.isEmpty()) {
            throw withTheOthers(failures.get(0));
        }
        if (unusable != null) {
            throw new IllegalArgumentException(
                    "no mechanism that can be used here takes this name and this password", unusable);
        }
        return Optional.empty();
    }

    /** False if the next one may be tried. */
    private boolean succeeds(Mechanism mechanism, ClientExchange run, Credentials credentials) throws IOException {
        if (mechanism == Mechanism.APOP) {
            apop(run, credentials);
            return true;
        }
        try (Authentication authentication = new Authentication(mechanism, run, credentials, initialResponse)) {
            try {
                exchange.authenticate(authentication);
                return true;
            } catch (IOException e) {
                failures.add(e);
                if (!authentication.inconclusive()) {
                    throw conclusive(e);
                }
                return false;
            }
        }
    }

    /**
     * What ended the search is what counts, a wrong password for instance. But some servers close after a refusal, and then
     * it is what they said first.
     */
    private IOException conclusive(IOException failure) {
        boolean told = failure instanceof Pop3Exception && !exchange.lost();
        return withTheOthers(told ? failure : failures.get(0));
    }

    private IOException withTheOthers(IOException chosen) {
        failures.stream().filter(failure -> failure != chosen).forEach(chosen::addSuppressed);
        return chosen;
    }

    private void apop(ClientExchange run, Credentials credentials) throws IOException {
        String words = words(run);
        int space = words.lastIndexOf(' ');
        Command command = Command.apop(words.substring(0, space), words.substring(space + 1));
        char[] secret = credentials.secret();
        char[] digest = words.substring(space + 1).toCharArray();
        try {
            exchange.ask(command, statusLine -> statusLine);
        } catch (Pop3ReplyException e) {
            Pop3LoginException refusal =
                    new Pop3LoginException(e.keyword(), Mask.mask(e.statusLine(), List.of(secret, digest)));
            failures.add(refusal);
            throw conclusive(refusal);
        } catch (IOException e) {
            failures.add(e);
            throw conclusive(e);
        } finally {
            command.wipe();
            Arrays.fill(secret, '\0');
        }
    }

    private String words(ClientExchange run) throws Pop3Exception {
        try {
            byte[] octets = timestamp.orElseThrow().getBytes(StandardCharsets.US_ASCII);
            return new String(run.respond(octets), StandardCharsets.UTF_8);
        } catch (MechanismException e) {
            throw new Pop3Exception("APOP: " + e.getMessage());
        }
    }

    private ClientContext context(Attempt attempt) {
        Endpoint peer = exchange.peer();
        return new ClientContext(peer.host(), peer.port(), random, attempt.binding(), exchange::givenUp);
    }

    private List<Attempt> attempts(Credentials credentials) {
        Set<Mechanism> announced = announced(credentials);
        Optional<SSLSession> tls = exchange.tlsSession();
        // Asked for only where they are used: they are computed out of what the server has shown.
        boolean scram = credentials.mechanisms().stream()
                .anyMatch(mechanism ->
                        announced.contains(mechanism) && mechanism.wireName().startsWith("SCRAM-"));
        List<ChannelBinding> bindings =
                tls.filter(session -> scram).map(Bindings::of).orElse(List.of());
        Optional<ChannelBinding> unused = announced.stream().anyMatch(Mechanism::bound)
                ? Optional.empty()
                : bindings.stream().findFirst();
        List<Attempt> attempts = new ArrayList<>();
        for (Mechanism mechanism : credentials.mechanisms()) {
            if (mechanism.bound() && announced.contains(mechanism)) {
                bindings.forEach(binding -> attempts.add(new Attempt(mechanism, Optional.of(binding))));
            } else if (announced.contains(mechanism) && usable(mechanism, tls)) {
                attempts.add(new Attempt(mechanism, unused));
            }
        }
        return attempts;
    }

    /** By capability; of APOP the timestamp is the announcement. */
    private Set<Mechanism> announced(Credentials credentials) {
        Set<Mechanism> announced = capabilities.get(Capabilities.SASL).stream()
                .flatMap(sasl -> sasl.parameters().stream())
                .flatMap(name -> Mechanism.named(name).stream())
                .collect(Collectors.toSet());
        char[] secret = credentials.secret();
        if (timestamp.isPresent() && Utf8User.allows(capabilities, credentials.user(), secret)) {
            announced.add(Mechanism.APOP);
        }
        Arrays.fill(secret, '\0');
        return announced;
    }

    private static boolean usable(Mechanism mechanism, Optional<SSLSession> tls) {
        if (mechanism == Mechanism.EXTERNAL) {
            return tls.map(SSLSession::getLocalCertificates).isPresent();
        }
        return tls.isPresent() || !mechanism.clearText();
    }
}
