package org.pop3j.ra.ledger;

/**
 * The mail that a ledger row speaks of.
 *
 * @param uniqueId its unique-id in the maildrop; at most {@link #MAX_UNIQUE_ID} characters
 * @param fingerprint a digest of what makes the mail itself, to notice a unique-id that is used again; 43 characters
 * @param octets its size in the scan listing (LIST) of the session that fetched it
 */
public record Delivered(String uniqueId, String fingerprint, long octets) {
    /** The longest unique-id the ledger can hold; RFC 1939 allows 70. */
    public static final int MAX_UNIQUE_ID = 128;
}
