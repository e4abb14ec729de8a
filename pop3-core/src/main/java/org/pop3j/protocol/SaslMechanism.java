package org.pop3j.protocol;

import java.util.Locale;

/**
 * A mechanism that a server offers for AUTH (RFC 5034, section 3).
 *
 * @param name registered name, 1 to 20 letters, digits, hyphens and underscores; kept in upper case
 * @param clientFirst whether the client speaks first, so that its first response may stand in the command
 * @param clearText whether the response holds a secret that can be used again: under the same rule as USER and PASS
 */
public record SaslMechanism(String name, boolean clientFirst, boolean clearText) {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no name of a mechanism
     */
    public SaslMechanism {
        if (!wellFormed(name)) {
            throw new IllegalArgumentException("not a name of a mechanism");
        }
        name = name.toUpperCase(Locale.ROOT);
    }

    static boolean wellFormed(String name) {
        return name.matches("[A-Za-z0-9_-]{1,20}");
    }
}
