package org.pop3j.ra;

import java.time.Clock;

/**
 * What the poller of a maildrop and its subscriptions share.
 *
 * @param state how the maildrop fares
 * @param doors the way to the mail servers, which all maildrops share
 * @param memory for fetched mails, which all maildrops share
 */
record Site(
        MaildropAddress maildrop,
        Schedule schedule,
        Clock clock,
        MaildropState state,
        Doors doors,
        SpoolMemory memory) {}
