package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an operator is told once however many polls find it again. Used by one poll at a time. */
final class Notices {
    private static final System.Logger LOG = System.getLogger(Notices.class.getPackageName());

    private final MaildropAddress maildrop;
    private final Set<PollPlan.Oversize> tooLarge = new HashSet<>();
    private boolean uniqueIdsTold;
    private Duration loginDelayTold = Duration.ZERO;

    Notices(MaildropAddress maildrop) {
        this.maildrop = maildrop;
    }

    /** Tells what a session that went well has shown. */
    void of(Session session, PollPlan plan, Duration pollInterval) {
        session.flaw().ifPresent(this::uniqueIds);
        loginDelay(session.loginDelay().delay(), pollInterval);
        oversize(plan.oversize(), session.listed());
    }

    /** Tells, the first time, that the server's unique-ids cannot tell all its mails apart. */
    private void uniqueIds(String flaw) {
        if (!uniqueIdsTold) {
            uniqueIdsTold = true;
            LOG.log(
                    Level.WARNING,
                    "POP3J0122 {0}: not every mail has a unique-id that tells it from the others: {1}. Such mails are read"
                            + " in every poll and told apart by a digest of their octets.",
                    maildrop,
                    flaw);
        }
    }

    /** Tells that the server wants to be polled less often than the bean, if it does. */
    private void loginDelay(Duration delay, Duration pollInterval) {
        if (delay.compareTo(pollInterval) > 0 && !delay.equals(loginDelayTold)) {
            loginDelayTold = delay;
            LOG.log(
                    Level.INFO,
                    "POP3J0123 {0}: the server wants {1} s between two logins (LOGIN-DELAY); it is not polled more often",
                    maildrop,
                    delay.toSeconds());
        }
    }

    /**
     * Tells of the mails that are too large and have not been told of yet.
     *
     * @param listed the unique-ids on the server: what has gone from there is forgotten
     */
    private void oversize(List<PollPlan.Oversize> oversize, Set<String> listed) {
        tooLarge.removeIf(one -> !listed.contains(one.uniqueId()));
        for (PollPlan.Oversize one : oversize) {
            if (tooLarge.add(one)) {
                LOG.log(
                        Level.WARNING,
                        "POP3J0120 {0}: mail {1} has {2} octets, more than the maxMessageSize of {3}, which is {4}. It is"
                                + " not fetched and stays on the server.",
                        maildrop,
                        one.uniqueId(),
                        Long.toString(one.octets()),
                        one.subscription().key().subscription(),
                        Integer.toString(one.subscription().settings().polling().maxMessageSize()));
            }
        }
    }
}
