package org.pop3j.protocol;

/**
 * One line of LIST (RFC 1939, section 5).
 *
 * @param messageNumber 1 or more, valid in this session only
 * @param octets what the server says the message's size is, 0 or more: a hint, only the final dot ends a message
 */
public record ScanListing(int messageNumber, long octets) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a component is out of its range
     */
    public ScanListing {
        if (messageNumber < 1 || octets < 0) {
            throw new IllegalArgumentException("message-number below 1 or octets below 0");
        }
    }

    /**
     * Reads a line of LIST, or the text of the status line of LIST with a message-number.
     *
     * @param line two numbers; what follows them is ignored
     * @return the scan listing; a size beyond 64 bits becomes {@link Long#MAX_VALUE}, an unusable one 0
     * @throws Pop3ProtocolException if it does not start with a message-number
     */
    public static ScanListing parse(String line) throws Pop3ProtocolException {
        Words words = new Words(line);
        int messageNumber = Decimal.messageNumber(words.next());
        if (messageNumber == Decimal.NONE) {
            throw new Pop3ProtocolException("LIST: a line without a message-number");
        }
        return new ScanListing(messageNumber, Decimal.octets(words.next()));
    }

    /** The line as a server sends it, without CRLF. */
    @Override
    public String toString() {
        return messageNumber + " " + octets;
    }
}
