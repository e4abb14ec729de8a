package org.pop3j.protocol;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a server offers. USER, TOP, UIDL, STLS and SASL are announced in the answer to CAPA if and only if they work at that
 * moment; that follows from {@code commands} and {@code mechanisms} and is not set separately (RFC 2449, section 6).
 *
 * @param greeting text after {@code +OK} in the first line: printable ASCII, at most 500 characters
 * @param commands what the server knows; anything else gets {@code -ERR}. STLS needs a transport that can do TLS
 * @param announced further capabilities, announced in both states. Without RESP-CODES no response code is sent
 * @param tlsActive whether the connection is under TLS from its start
 * @param clearTextLogin whether USER and PASS, and mechanisms like them, are allowed without TLS
 * @param maxCommandOctets longest command line, CRLF included, at least 255; longer ones are refused
 * @param mechanisms what AUTH can be used with, the preferred one first; SASL is announced if there are any that work
 */
public record ServerSettings(
        String greeting,
        Set<Keyword> commands,
        List<Capability> announced,
        boolean tlsActive,
        boolean clearTextLogin,
        int maxCommandOctets,
        List<SaslMechanism> mechanisms) {
    /** Commands whose announcement follows from their working. */
    private static final Set<Keyword> DERIVED = EnumSet.of(Keyword.USER, Keyword.TOP, Keyword.UIDL, Keyword.STLS);

    /** All commands but STLS, no TLS, login in the clear allowed, commands of 255 octets, no mechanisms for AUTH. */
    public static final ServerSettings DEFAULT = new ServerSettings(
            "POP3 server ready",
            EnumSet.complementOf(EnumSet.of(Keyword.STLS)),
            List.of(
                    new Capability(Capabilities.RESP_CODES, List.of()),
                    new Capability(Capabilities.AUTH_RESP_CODE, List.of()),
                    new Capability(Capabilities.PIPELINING, List.of()),
                    new Capability(Capabilities.IMPLEMENTATION, List.of("pop3j"))),
            false,
            true,
            Command.MAX_OCTETS,
            List.of());

    /**
     * Copies the collections and checks the rest.
     *
     * @throws IllegalArgumentException if the greeting is too long or not printable, a capability cannot be sent, is there
     *     twice or follows from the commands, or commands would be too short
     */
    public ServerSettings {
        commands = Set.copyOf(commands);
        announced = List.copyOf(announced);
        mechanisms = List.copyOf(mechanisms);
        StatusLine.requireSendable(StatusLine.ok(greeting));
        requireDistinct(announced);
        requireDistinctMechanisms(mechanisms);
        if (maxCommandOctets < Command.MAX_OCTETS) {
            throw new IllegalArgumentException("commands have up to " + Command.MAX_OCTETS + " octets");
        }
    }

    /**
     * These settings with another greeting.
     *
     * @param text printable ASCII, at most 500 characters
     * @return the new settings
     */
    public ServerSettings withGreeting(String text) {
        return new ServerSettings(text, commands, announced, tlsActive, clearTextLogin, maxCommandOctets, mechanisms);
    }

    /**
     * These settings and a command, STLS for example.
     *
     * @param keyword the command to offer
     * @return the new settings
     */
    public ServerSettings with(Keyword keyword) {
        EnumSet<Keyword> more = EnumSet.of(keyword);
        more.addAll(commands);
        return new ServerSettings(greeting, more, announced, tlsActive, clearTextLogin, maxCommandOctets, mechanisms);
    }

    /**
     * These settings without a command.
     *
     * @param keyword the command that the server is not to know
     * @return the new settings
     */
    public ServerSettings without(Keyword keyword) {
        EnumSet<Keyword> fewer = EnumSet.noneOf(Keyword.class);
        fewer.addAll(commands);
        fewer.remove(keyword);
        return new ServerSettings(greeting, fewer, announced, tlsActive, clearTextLogin, maxCommandOctets, mechanisms);
    }

    /**
     * These settings with other further capabilities.
     *
     * @param capabilities announced besides those that follow from the commands
     * @return the new settings
     */
    public ServerSettings withAnnounced(List<Capability> capabilities) {
        return new ServerSettings(
                greeting, commands, capabilities, tlsActive, clearTextLogin, maxCommandOctets, mechanisms);
    }

    /**
     * These settings for a connection that is, or is not, under TLS from its start.
     *
     * @param active whether it is
     * @return the new settings
     */
    public ServerSettings withTlsActive(boolean active) {
        return new ServerSettings(greeting, commands, announced, active, clearTextLogin, maxCommandOctets, mechanisms);
    }

    /**
     * These settings with or without login in the clear.
     *
     * @param allowed whether USER and PASS are allowed without TLS
     * @return the new settings
     */
    public ServerSettings withClearTextLogin(boolean allowed) {
        return new ServerSettings(greeting, commands, announced, tlsActive, allowed, maxCommandOctets, mechanisms);
    }

    /**
     * These settings with another limit for command lines.
     *
     * @param octets 255 or more
     * @return the new settings
     */
    public ServerSettings withMaxCommandOctets(int octets) {
        return new ServerSettings(greeting, commands, announced, tlsActive, clearTextLogin, octets, mechanisms);
    }

    /**
     * These settings with mechanisms for AUTH.
     *
     * @param offered the preferred one first; none switches AUTH off
     * @return the new settings
     * @throws IllegalArgumentException if one is there twice, or they are more than fit into one line
     */
    public ServerSettings withMechanisms(List<SaslMechanism> offered) {
        return new ServerSettings(greeting, commands, announced, tlsActive, clearTextLogin, maxCommandOctets, offered);
    }

    boolean announces(String tag) {
        return Capabilities.of(announced).has(tag);
    }

    boolean loginAllowed(boolean tls) {
        return commands.contains(Keyword.USER) && (tls || clearTextLogin);
    }

    /** The mechanisms that can be used now. */
    List<SaslMechanism> mechanisms(boolean tls) {
        boolean all = tls || clearTextLogin;
        return commands.contains(Keyword.AUTH)
                ? mechanisms.stream().filter(m -> all || !m.clearText()).toList()
                : List.of();
    }

    private static Capability sasl(List<SaslMechanism> mechanisms) {
        return new Capability(
                Capabilities.SASL, mechanisms.stream().map(SaslMechanism::name).toList());
    }

    /** What works now, of the mechanisms those that are usable. USER and SASL stay listed after login: what was announced before it must be (RFC 2449, section 5). */
    List<Capability> capabilities(SessionState state, boolean tls, Predicate<SaslMechanism> usable) {
        List<Capability> all = new ArrayList<>();
        for (Keyword keyword : DERIVED) {
            boolean works =
                    switch (keyword) {
                        case USER -> loginAllowed(tls);
                        case STLS -> state == SessionState.AUTHORIZATION && !tls;
                        default -> true;
                    };
            if (works && commands.contains(keyword)) {
                all.add(new Capability(keyword.name(), List.of()));
            }
        }
        List<SaslMechanism> usableNow = mechanisms(tls).stream().filter(usable).toList();
        if (!usableNow.isEmpty()) {
            all.add(sasl(usableNow));
        }
        all.addAll(announced);
        return all;
    }

    private static void requireDistinctMechanisms(List<SaslMechanism> mechanisms) {
        long names = mechanisms.stream().map(SaslMechanism::name).distinct().count();
        if (names < mechanisms.size() || sasl(mechanisms).toString().length() > 510) {
            throw new IllegalArgumentException("mechanisms that are there twice or do not fit into one line");
        }
    }

    private static void requireDistinct(List<Capability> announced) {
        Set<String> tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        DERIVED.forEach(keyword -> tags.add(keyword.name()));
        tags.add(Capabilities.SASL);
        for (Capability capability : announced) {
            String line = capability.toString();
            if (!tags.add(capability.tag())) {
                throw new IllegalArgumentException(capability.tag() + " is announced already");
            }
            if (line.length() > 510
                    || capability.tag().contains(".")
                    || !line.chars().allMatch(c -> c < 0x7F)) {
                throw new IllegalArgumentException("capability too long, with a dot in its tag, or not ASCII");
            }
        }
    }
}
