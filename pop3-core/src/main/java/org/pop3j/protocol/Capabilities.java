package org.pop3j.protocol;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a server announces: an immutable set of capabilities, found by tag without regard to case (RFC 2449, section 5). */
public final class Capabilities {
    /** TOP works. */
    public static final String TOP = "TOP";
    /** USER and PASS work. */
    public static final String USER = "USER";
    /** UIDL works. */
    public static final String UIDL = "UIDL";
    /** Bracketed text at the start of a status line is a response code. */
    public static final String RESP_CODES = "RESP-CODES";
    /** A refused login says whether the credentials were the reason (RFC 3206). */
    public static final String AUTH_RESP_CODE = "AUTH-RESP-CODE";
    /** Commands may be sent before the answers to earlier ones have come. */
    public static final String PIPELINING = "PIPELINING";
    /** STLS works (RFC 2595). */
    public static final String STLS = "STLS";
    /** Mechanisms of AUTH (RFC 5034). */
    public static final String SASL = "SASL";
    /** Seconds between logins. */
    public static final String LOGIN_DELAY = "LOGIN-DELAY";
    /** Days that messages are kept. */
    public static final String EXPIRE = "EXPIRE";
    /** UTF8 works; with the parameter USER, names and passwords may be UTF-8 too (RFC 6856, section 2). */
    public static final String UTF8 = "UTF8";
    /** LANG works (RFC 6856, section 3). */
    public static final String LANG = "LANG";
    /** Name of the server's software. */
    public static final String IMPLEMENTATION = "IMPLEMENTATION";

    /** A server that announces nothing, or does not know CAPA. */
    public static final Capabilities NONE = new Capabilities(List.of());

    private final Map<String, Capability> byTag = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Capabilities(Collection<Capability> capabilities) {
        capabilities.forEach(capability -> byTag.putIfAbsent(capability.tag(), capability));
    }

    /**
     * Collects what CAPA answered.
     *
     * @param capabilities one per line; of two with the same tag the first counts
     * @return the set
     */
    public static Capabilities of(Collection<Capability> capabilities) {
        return new Capabilities(capabilities);
    }

    /**
     * Whether a capability is announced.
     *
     * @param tag in any case
     * @return whether it is in the set
     */
    public boolean has(String tag) {
        return byTag.containsKey(tag);
    }

    /**
     * A capability with its parameters.
     *
     * @param tag in any case
     * @return the capability, if announced
     */
    public Optional<Capability> get(String tag) {
        return Optional.ofNullable(byTag.get(tag));
    }

    /**
     * All of them.
     *
     * @return sorted by tag
     */
    public List<Capability> all() {
        return List.copyOf(byTag.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Capabilities that && byTag.equals(that.byTag);
    }

    @Override
    public int hashCode() {
        return byTag.hashCode();
    }

    @Override
    public String toString() {
        return byTag.values().toString();
    }
}
