package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many deliveries a container is asked for at a time: no more than it last had beans for, and after a while one more again. Guarded
 * by its owner.
 */
final class BackPressure {
    private static final System.Logger LOG = System.getLogger(BackPressure.class.getPackageName());

    private static final Duration FIRST_REFUSAL = Duration.ofMillis(250);
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(5);
    private static final Duration REFUSED_BEFORE_ALARM = Duration.ofSeconds(30);

    private final Site site;
    private final String subscription;
    private final int most;
    private int limit;
    private int accepted;
    private int refusals;
    private @Nullable Instant refusedSince;
    private boolean alarmed;

    BackPressure(Site site, String subscription, int most) {
        this.site = site;
        this.subscription = subscription;
        this.most = most;
        this.limit = most;
    }

    /**
     * How many deliveries may run or be on their way; as long as none is accepted, one more than run, to try.
     *
     * @param running how many do; they may take long, and say nothing of whether another one would be accepted
     */
    int limit(int running) {
        return refusals == 0 ? limit : Math.min(most, running + 1);
    }

    /** Whether what waits is not to be hurried: the next try has its time. */
    boolean isHeldBack() {
        return refusals > 0;
    }

    /**
     * The container has no bean to give, or the ledger cannot be reached.
     *
     * @param running how many other deliveries run
     * @return when to try again
     */
    Duration refused(Throwable reason, int running) {
        limit = Math.max(1, Math.min(limit, running));
        accepted = 0;
        Duration delay = FIRST_REFUSAL.multipliedBy(1L << Math.min(refusals++, 10));
        alarm(reason);
        return site.schedule().jittered(delay.compareTo(LONGEST_REFUSAL) > 0 ? LONGEST_REFUSAL : delay);
    }

    private void alarm(Throwable reason) {
        Instant now = site.clock().instant();
        if (refusedSince == null) {
            refusedSince = now;
        }
        if (!alarmed && Duration.between(refusedSince, now).compareTo(REFUSED_BEFORE_ALARM) >= 0) {
            alarmed = true;
            LOG.log(
                    Level.WARNING,
                    "POP3J0202 {0}: {1} has taken no mail for {2} s: {3}. Mail stays on the server; it is tried again"
                            + " and again.",
                    site.maildrop(),
                    subscription,
                    REFUSED_BEFORE_ALARM.toSeconds(),
                    Reasons.of(reason));
        }
    }

    /** A bean was had. */
    void accepted() {
        if (alarmed) {
            LOG.log(Level.INFO, "POP3J0203 {0}: {1} takes mail again", site.maildrop(), subscription);
        }
        refusals = 0;
        refusedSince = null;
        alarmed = false;
        // One more when all that are allowed have been had once more.
        if (limit < most && ++accepted >= limit) {
            accepted = 0;
            limit++;
        }
    }
}
