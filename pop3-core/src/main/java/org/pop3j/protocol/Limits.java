package org.pop3j.protocol;

/**
 * What a client takes from a server at most. Beyond a limit the session ends with a {@link Pop3ProtocolException}.
 *
 * @param statusLineOctets longest status line, without its line end. The RFC says 512; real servers send more
 * @param listingLineOctets longest line of LIST, UIDL and CAPA, without its line end
 * @param listingEntries most lines of one listing
 * @param listingOctets most octets of one listing
 * @param messageOctets longest message, stuffed dots not counted
 * @param sessionOctets most octets of all answers of a session, the greeting included
 */
public record Limits(
        int statusLineOctets,
        int listingLineOctets,
        int listingEntries,
        long listingOctets,
        long messageOctets,
        long sessionOctets) {
    /**
     * Status lines and greetings of 8,192 octets, listings of 1,000,000 lines of 1,024 octets and 100 MiB, messages of 4
     * GiB, sessions of 256 GiB.
     */
    public static final Limits DEFAULT = new Limits(8192, 1024, 1_000_000, 100L << 20, 4L << 30, 256L << 30);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is below 1, or lines may be shorter than the protocol's own: 512 octets
     *     for a status line, 128 for a listing line
     */
    public Limits {
        if (statusLineOctets < 512 || listingLineOctets < 128) {
            throw new IllegalArgumentException("a line limit shorter than the lines of the protocol");
        }
        if (listingEntries < 1 || listingOctets < 1 || messageOctets < 1 || sessionOctets < 1) {
            throw new IllegalArgumentException("a limit below 1");
        }
    }

    /**
     * These limits with another one for status lines.
     *
     * @param octets 512 or more
     * @return the new limits
     */
    public Limits withStatusLineOctets(int octets) {
        return new Limits(octets, listingLineOctets, listingEntries, listingOctets, messageOctets, sessionOctets);
    }

    /**
     * These limits with another one for lines of listings.
     *
     * @param octets 128 or more
     * @return the new limits
     */
    public Limits withListingLineOctets(int octets) {
        return new Limits(statusLineOctets, octets, listingEntries, listingOctets, messageOctets, sessionOctets);
    }

    /**
     * These limits with another one for the lines of a listing.
     *
     * @param entries 1 or more
     * @return the new limits
     */
    public Limits withListingEntries(int entries) {
        return new Limits(statusLineOctets, listingLineOctets, entries, listingOctets, messageOctets, sessionOctets);
    }

    /**
     * These limits with another one for the octets of a listing.
     *
     * @param octets 1 or more
     * @return the new limits
     */
    public Limits withListingOctets(long octets) {
        return new Limits(statusLineOctets, listingLineOctets, listingEntries, octets, messageOctets, sessionOctets);
    }

    /**
     * These limits with another one for messages.
     *
     * @param octets 1 or more
     * @return the new limits
     */
    public Limits withMessageOctets(long octets) {
        return new Limits(statusLineOctets, listingLineOctets, listingEntries, listingOctets, octets, sessionOctets);
    }

    /**
     * These limits with another one for sessions.
     *
     * @param octets 1 or more
     * @return the new limits
     */
    public Limits withSessionOctets(long octets) {
        return new Limits(statusLineOctets, listingLineOctets, listingEntries, listingOctets, messageOctets, octets);
    }
}
