package org.pop3j.protocol;

/**
 * The answer to STAT (RFC 1939, section 5). Real servers get both numbers wrong: they are hints.
 *
 * @param messages messages that are not marked as deleted
 * @param octets their size together
 */
public record DropListing(long messages, long octets) {
    /**
     * Reads the text of STAT's status line.
     *
     * @param text two numbers; what follows them is ignored
     * @return the drop listing; a number beyond 64 bits becomes {@link Long#MAX_VALUE}, an unusable size 0
     * @throws Pop3ProtocolException if it does not start with a number of messages
     */
    public static DropListing parse(String text) throws Pop3ProtocolException {
        Words words = new Words(text);
        long messages = Decimal.parse(words.next());
        if (messages == Decimal.NONE) {
            throw new Pop3ProtocolException("STAT: a reply without a number of messages");
        }
        return new DropListing(messages, Decimal.octets(words.next()));
    }

    /** As in the answer to STAT. */
    @Override
    public String toString() {
        return messages + " " + octets;
    }
}
