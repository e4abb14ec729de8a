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

/**
 * Known servers that a {@link Pop3TestServer} can be like: in what they announce and say, and in what they do otherwise than
 * one would expect. Numbers are those of the page on quirks of real servers, {@code docs/quirks.md}. Limits on connections,
 * delays and lost locks are no part of a profile; they are faults.
 */
public enum Profile {
    /** Right in everything: what the server is without a profile. */
    STRICT,
    /**
     * Knows the commands that RFC 1939 demands of every server, and USER and PASS. No TOP, UIDL, APOP, CAPA, AUTH, STLS, and no
     * response codes. Quirks 2, 14 and 20.
     */
    MINIMAL_RFC1939,
    /**
     * Like Dovecot 2.3: its words, capabilities, and unique-ids of 16 hexadecimal digits; AUTH PLAIN only; hangs up after
     * three refusals before the login.
     */
    DOVECOT_LIKE,
    /**
     * Like Gmail: announces TOP, UIDL and PIPELINING only after the login (quirk 1); what RETR has sent is not there in
     * the next session, though it was not deleted (quirk 22); shows the 250 oldest messages (quirk 23). No STLS; its words;
     * AUTH with PLAIN, XOAUTH2 and OAUTHBEARER. A user name with {@code recent:} in front means nothing.
     */
    GMAIL_LIKE,
    /**
     * Like Exchange and Microsoft 365: refuses an initial response in the AUTH command (quirk 7); sizes are not those of what it
     * sends (quirk 13); answers QUIT before it deletes (quirk 28). Announces no response codes and no PIPELINING, and sends
     * none of the former; its words; AUTH with PLAIN and XOAUTH2.
     */
    EXCHANGE_LIKE,
    /** Right but for UIDL, which it does not know. Quirk 14. */
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
    public Set<Keyword> unknown() {
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
