package org.pop3j.servers.suite;

import java.io.IOException;
import org.pop3j.ra.Mail;

/** A mail in a bean's hands. */
record Attempt(String bean, String uniqueId, int attempt, String subject) {
    static Attempt of(String bean, Mail mail) throws IOException {
        return new Attempt(bean, mail.uniqueId(), mail.attempt(), mail.headers().subject());
    }
}
