package org.pop3j.testserver;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Keyword;

/** Known servers that a {@link Pop3TestServer} can be like. */
public enum Profile {
    /** Right in everything: what the server is without a profile. */
    STRICT,
    /** Only what RFC 1939 demands of every server. */
    MINIMAL_RFC1939,
    /** Like Dovecot 2.3. */
    DOVECOT_LIKE,
    /** Like Gmail. */
    GMAIL_LIKE,
    /** Like Exchange and Microsoft 365. */
    EXCHANGE_LIKE,
    /** Knows no unique-ids. */
    NO_UIDL;

    /**
     * The profile of a name.
     *
     * @param name in lower case with hyphens, as {@link #toString} gives it
     * @throws IllegalArgumentException if there is none
     */
    public static Profile named(String name) {
        return Arrays.stream(values())
                .filter(profile -> profile.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no profile " + name + "; there are "
                        + Arrays.stream(values()).map(Profile::toString).collect(Collectors.joining(", "))));
    }

    /** The mechanisms of AUTH that it has; empty for the usual ones. */
    Optional<List<Mechanism>> mechanisms() {
        return switch (this) {
            case STRICT, NO_UIDL -> Optional.empty();
            case MINIMAL_RFC1939 -> Optional.of(List.of());
            case DOVECOT_LIKE -> Optional.of(List.of(Mechanism.PLAIN));
            case GMAIL_LIKE -> Optional.of(List.of(Mechanism.PLAIN, Mechanism.XOAUTH2, Mechanism.OAUTHBEARER));
            case EXCHANGE_LIKE -> Optional.of(List.of(Mechanism.PLAIN, Mechanism.XOAUTH2));
        };
    }

    /** The commands that it does not know. */
    Set<Keyword> unknown() {
        return switch (this) {
            case MINIMAL_RFC1939 ->
                EnumSet.of(
                        Keyword.APOP,
                        Keyword.AUTH,
                        Keyword.CAPA,
                        Keyword.LANG,
                        Keyword.STLS,
                        Keyword.TOP,
                        Keyword.UIDL,
                        Keyword.UTF8);
            case NO_UIDL -> EnumSet.of(Keyword.UIDL);
            case GMAIL_LIKE -> EnumSet.of(Keyword.STLS);
            default -> EnumSet.noneOf(Keyword.class);
        };
    }

    /** The name in lower case with hyphens, {@code gmail-like} for example. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
