package org.pop3j.samples.maildesk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people want to see of a mail. Nothing in it can be trusted: senders choose every character.
 *
 * @param sender as the mail says it; empty if it does not say
 * @param subject decoded; empty if there is none
 * @param text the plain text, or the text of the HTML; empty if there is neither
 * @param fail the value of the header {@code X-Mail-Desk-Fail}; null without one
 */
record MailContent(
        String sender,
        String subject,
        String text,
        List<Attachment> attachments,
        @Nullable String fail) {

    /** What is known of a mail that nobody can parse. */
    static final MailContent UNREADABLE = new MailContent("", "", "", List.of(), null);

    /**
     * A part that is not the text.
     *
     * @param name one path element without control characters; never empty
     * @param octets decoded; -1 if the part could not be read
     * @param content null if the part is larger than what is kept, or could not be read
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Attachment(String name, String type, long octets, byte @Nullable [] content) {}
}
