package org.pop3j.ra;

/** What to do when all unique-ids have changed, as they do when a maildrop is moved to another server. */
enum UniqueIdReset {
    /** Touch nothing until the former unique-ids come back, or the operator has decided. */
    PAUSE,
    /** Deliver all mails anew. */
    REDELIVER,
    /** Deliver those whose fingerprint is not that of a mail that was delivered and is not listed any more. */
    MATCH_FINGERPRINT
}
