package org.pop3j.tool;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pop3j.auth.Credentials;
import org.pop3j.auth.Mechanism;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Capability;

/**
 * How to log in.
 *
 * @param name of a mechanism, or {@code USER}; empty to choose the strongest that the server offers
 */
record LoginWay(Optional<String> name) {
    private static final String USER = "USER";

    /** By a password or a token: what is proved otherwise has no place on this command line. */
    private static final List<Mechanism> MECHANISMS = Arrays.stream(Mechanism.values())
            .filter(mechanism -> mechanism != Mechanism.EXTERNAL && mechanism != Mechanism.ANONYMOUS)
            .toList();

    LoginWay {
        name = name.map(value -> value.toUpperCase(Locale.ROOT))
                .map(value -> value.equals("+APOP") ? "APOP" : value)
                .filter(value -> !value.equals("*"));
    }

    /** Refuses what cannot be done before anything is asked of a person or a server. */
    void check() throws ToolException {
        if (name.isPresent() && !name.get().equals(USER) && mechanism().isEmpty()) {
            throw ToolException.usage("There is no mechanism " + Text.printable(name.get()) + ". There are " + USER
                    + ", " + MECHANISMS.stream().map(Mechanism::wireName).collect(Collectors.joining(", ")) + ".");
        }
    }

    private Optional<Mechanism> mechanism() {
        return MECHANISMS.stream()
                .filter(mechanism -> name.filter(mechanism.wireName()::equals).isPresent())
                .findFirst();
    }

    /** Logs in. */
    Maildrop login(Pop3Connection connection, Tls tls, Credentials credentials) throws IOException {
        boolean plain = name.isEmpty() && tls == Tls.NONE && !offersDigest(connection.capabilities(), credentials);
        if (!plain && name.filter(USER::equals).isEmpty()) {
            return connection.login(credentials);
        }
        char[] password = credentials.secret();
        try {
            return connection.login(credentials.user(), password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** What proves that one is this user; the secret is overwritten. */
    Credentials credentials(String user, char[] secret) throws ToolException {
        Optional<Mechanism> mechanism = mechanism();
        boolean token = mechanism
                .filter(chosen -> chosen == Mechanism.OAUTHBEARER || chosen == Mechanism.XOAUTH2)
                .isPresent();
        try {
            Credentials all = token ? Credentials.accessToken(user, secret) : Credentials.password(user, secret);
            return mechanism.isPresent() ? all.only(mechanism.get()) : all;
        } catch (IllegalArgumentException e) {
            throw ToolException.usage(
                    "The " + (token ? "access token" : "password") + " cannot be sent: " + e.getMessage() + ".");
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** Whether there is a mechanism that does not show the password to whoever listens. */
    private static boolean offersDigest(Capabilities capabilities, Credentials credentials) {
        return capabilities.get(Capabilities.SASL).map(Capability::parameters).stream()
                .flatMap(List::stream)
                .flatMap(offered -> Mechanism.named(offered).stream())
                .anyMatch(offered ->
                        credentials.mechanisms().contains(offered) && !offered.clearText() && !offered.bound());
    }
}
