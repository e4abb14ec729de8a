package org.pop3j.ra.ledger;

/**
 * Whose deliveries: one subscription to one maildrop.
 *
 * @param maildropKey names the maildrop independently of how it is displayed; 1 to 190 characters
 * @param subscription the name of the subscription, stable over redeployments; 1 to 120 characters
 */
public record LedgerKey(String maildropKey, String subscription) {
    /** The longest name of a subscription, in characters. */
    public static final int MAX_SUBSCRIPTION = 120;

    private static final int MAX_MAILDROP_KEY = 190;

    /** Checks the bounds, which are those of the columns. */
    public LedgerKey {
        requireLength("maildropKey", maildropKey, MAX_MAILDROP_KEY);
        requireLength("subscription", subscription, MAX_SUBSCRIPTION);
    }

    private static void requireLength(String name, String value, int max) {
        if (value.isEmpty() || value.length() > max) {
            throw new IllegalArgumentException(name + " must have 1 to " + max + " characters, has " + value.length());
        }
    }
}
