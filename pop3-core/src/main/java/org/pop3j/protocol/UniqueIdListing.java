package org.pop3j.protocol;

import java.util.Optional;

/**
 * One line of UIDL (RFC 1939, section 7).
 *
 * @param messageNumber 1 or more, valid in this session only
 * @param uniqueId the message's unique-id
 */
public record UniqueIdListing(int messageNumber, UniqueId uniqueId) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the message-number is below 1
     */
    public UniqueIdListing {
        if (messageNumber < 1) {
            throw new IllegalArgumentException("message-number below 1");
        }
    }

    /**
     * Reads a line of UIDL, or the text of the status line of UIDL with a message-number.
     *
     * @param line a message-number and everything after it but outer spaces: cutting at an inner space could make two
     *     messages one
     * @return the listing
     * @throws Pop3ProtocolException if there is no message-number or no acceptable unique-id
     */
    public static UniqueIdListing parse(String line) throws Pop3ProtocolException {
        Words words = new Words(line);
        int messageNumber = Decimal.messageNumber(words.next());
        String uniqueId = words.rest();
        if (messageNumber == Decimal.NONE || !UniqueId.acceptable(uniqueId)) {
            throw new Pop3ProtocolException("UIDL: a line without a message-number and a unique-id");
        }
        return new UniqueIdListing(messageNumber, new UniqueId(uniqueId));
    }

    /**
     * Reads a line of UIDL from a server that may have no unique-id for a message: the unique-id is missing, too long or has
     * control characters.
     *
     * @param line as with {@link #parse}
     * @return the listing, empty if the message has no acceptable unique-id
     * @throws Pop3ProtocolException if there is no message-number
     */
    public static Optional<UniqueIdListing> find(String line) throws Pop3ProtocolException {
        Words words = new Words(line);
        boolean numbered = Decimal.messageNumber(words.next()) != Decimal.NONE;
        return numbered && !UniqueId.acceptable(words.rest()) ? Optional.empty() : Optional.of(parse(line));
    }

    /** The line as a server sends it, without CRLF. */
    @Override
    public String toString() {
        return messageNumber + " " + uniqueId.value();
    }
}
