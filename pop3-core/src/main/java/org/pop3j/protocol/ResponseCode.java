package org.pop3j.protocol;

import java.util.Locale;

/**
 * Why a command was refused, for programs: an extended response code (RFC 2449, section 8; RFC 3206; RFC 6856). Servers
 * invent their own, so this set is open.
 *
 * @param value upper-case, levels joined by {@code /}, without brackets
 */
public record ResponseCode(String value) {
    /** The maildrop is locked by another session. */
    public static final ResponseCode IN_USE = new ResponseCode("IN-USE");
    /** The last login was too short ago. */
    public static final ResponseCode LOGIN_DELAY = new ResponseCode("LOGIN-DELAY");
    /** Trouble of the server that may pass by itself. */
    public static final ResponseCode SYS_TEMP = new ResponseCode("SYS/TEMP");
    /** Trouble of the server that needs a human. */
    public static final ResponseCode SYS_PERM = new ResponseCode("SYS/PERM");
    /** The credentials are wrong. */
    public static final ResponseCode AUTH = new ResponseCode("AUTH");
    /** The message needs UTF-8 mode. */
    public static final ResponseCode UTF8 = new ResponseCode("UTF8");

    /**
     * Turns the value into upper case.
     *
     * @throws IllegalArgumentException if a level is empty or holds anything but printable ASCII, or {@code ]}
     */
    public ResponseCode {
        if (!wellFormed(value)) {
            throw new IllegalArgumentException("not a response code");
        }
        value = value.toUpperCase(Locale.ROOT);
    }

    /**
     * Whether this is the other code or a more detailed one: {@code SYS/TEMP} is {@code SYS}.
     *
     * @param other the code to compare with
     * @return whether its levels are the first levels of this one
     */
    public boolean is(ResponseCode other) {
        return value.equals(other.value) || value.startsWith(other.value + "/");
    }

    static boolean wellFormed(String value) {
        for (String level : value.split("/", -1)) {
            if (level.isEmpty() || !level.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ']')) {
                return false;
            }
        }
        return true;
    }
}
