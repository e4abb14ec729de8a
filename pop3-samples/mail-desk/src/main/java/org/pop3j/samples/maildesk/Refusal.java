package org.pop3j.samples.maildesk;

import java.time.Instant;

/** An attempt that failed because the mail asked for it. */
record Refusal(Instant at, String uniqueId, int attempt, String subject, RequestedFailure failure) {
    Refusal(String uniqueId, int attempt, String subject, RequestedFailure failure) {
        this(Instant.now(), uniqueId, attempt, subject, failure);
    }
}
