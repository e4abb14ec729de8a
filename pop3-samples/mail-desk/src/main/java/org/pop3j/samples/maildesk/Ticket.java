package org.pop3j.samples.maildesk;

import java.time.Instant;
import java.util.List;

/**
 * A ticket as the database has it.
 *
 * @param text empty in a list
 * @param receivedAt when the bean took the mail
 * @param octets the mail's size
 * @param sha256 of the mail's octets, in hex
 */
record Ticket(
        long id,
        String uniqueId,
        String maildrop,
        int attempt,
        String sender,
        String subject,
        String text,
        Instant receivedAt,
        long octets,
        String sha256,
        List<Attached> attachments) {

    /**
     * What was attached, without its content.
     *
     * @param number from 1, in the order of the mail
     * @param octets decoded; -1 if the part could not be read
     * @param kept whether the content is in the database
     */
    record Attached(int number, String name, String type, long octets, boolean kept) {}
}
