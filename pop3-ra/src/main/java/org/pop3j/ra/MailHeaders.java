package org.pop3j.ra;

import jakarta.mail.internet.InternetAddress;
import java.util.List;

/**
 * The header of a mail as people are meant to read it: unfolded, encoded words decoded (RFC 2047), bare UTF-8 understood
 * (RFC 6532), control characters replaced by blanks, so that no text can become a second line of another header. Where a
 * sender broke the rules it says what can be said, and throws nothing. Senders choose every character of it.
 */
public interface MailHeaders {
    /** The subject; empty if there is none. */
    String subject();

    /** Who wrote the mail; empty if it does not say, or says it so that it cannot be read. */
    List<InternetAddress> from();

    /** For whom it says that it is ({@code To} and {@code Cc}); often not the maildrop's user: see {@link MailOrigin}. */
    List<InternetAddress> to();

    /** The values of all fields of that name, in their order, whatever the case of the name. */
    List<String> all(String name);

    /** The value of the first field of that name, whatever the case; empty if there is none. */
    default String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.get(0);
    }
}
