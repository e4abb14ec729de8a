package org.pop3j.client;

import org.pop3j.protocol.Capabilities;

/**
 * Names and passwords beyond ASCII in USER, PASS and APOP: only for servers that announce {@code UTF8 USER} (RFC 6856,
 * section 2.2). Old ones do not know which characters octets above 127 are meant to be.
 */
final class Utf8User {
    private static final String UTF8 = "UTF8";
    private static final String USER = "USER";

    private Utf8User() {}

    static boolean allows(Capabilities capabilities, String user, char[] password) {
        boolean ascii = user.chars().allMatch(c -> c < 0x80);
        for (char c : password) {
            ascii &= c < 0x80;
        }
        return ascii
                || capabilities
                        .get(UTF8)
                        .filter(utf8 -> utf8.parameters().stream().anyMatch(USER::equalsIgnoreCase))
                        .isPresent();
    }
}
