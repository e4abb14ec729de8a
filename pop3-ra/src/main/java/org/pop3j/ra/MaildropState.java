package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How a maildrop fares: what the MXBean shows, and one log line for each change of condition, however many polls it lasts.
 * Polls are reported by one thread at a time; everything may be read by any thread.
 */
final class MaildropState implements MaildropMXBean {
    private static final System.Logger LOG = System.getLogger(MaildropState.class.getPackageName());

    // Another session that is just ending is no trouble, nor is a server that wants us to come a little later.
    private static final Set<Trouble> PATIENT = Set.of(Trouble.IN_USE, Trouble.THROTTLED);
    private static final int FAILURES_BEFORE_ALARM = 3;

    private final MaildropAddress address;
    private final Clock clock;
    private final AtomicReference<Polls> polls = new AtomicReference<>(Polls.NONE);
    private volatile @Nullable Operations operations;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failedDeliveries = new AtomicLong();

    MaildropState(MaildropAddress address, Clock clock) {
        this.address = address;
        this.clock = clock;
    }

    /** What the polls have shown so far. */
    private record Polls(
            @Nullable Instant last,
            @Nullable Instant lastSuccess,
            @Nullable Trouble trouble,
            int alike,
            String error,
            int failed,
            int backlog,
            @Nullable Trouble told,
            @Nullable Instant troubleSince) {
        static final Polls NONE = new Polls(null, null, null, 0, "", 0, 0, null, null);
    }

    /** A poll went well. */
    void polled(int backlog) {
        Polls before = polls.get();
        Instant now = clock.instant();
        polls.set(new Polls(now, now, null, 0, "", 0, backlog, null, null));
        if (before.told() != null) {
            LOG.log(
                    Level.INFO,
                    "POP3J0100 {0}: polling works again after {1} s and {2} failed polls",
                    address,
                    Optional.ofNullable(before.troubleSince())
                            .map(since -> Duration.between(since, now).toSeconds())
                            .orElse(0L),
                    before.failed());
        } else if (before.lastSuccess() == null) {
            LOG.log(Level.INFO, "POP3J0101 {0}: polling works, {1} mails to deliver", address, backlog);
        }
    }

    /**
     * A poll failed.
     *
     * @return how many have failed in a row now
     */
    int failed(Trouble trouble, String error) {
        Polls before = polls.get();
        int failed = before.failed() + 1;
        int alike = trouble == before.trouble() ? before.alike() + 1 : 1;
        boolean tell = trouble != before.told() && (!PATIENT.contains(trouble) || alike >= FAILURES_BEFORE_ALARM);
        Instant now = clock.instant();
        Instant since = before.troubleSince() == null ? now : before.troubleSince();
        polls.set(new Polls(
                now,
                before.lastSuccess(),
                trouble,
                alike,
                trouble.inWords() + ": " + error,
                failed,
                before.backlog(),
                tell ? trouble : before.told(),
                since));
        if (tell && trouble == Trouble.UNIQUE_IDS) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0121 {0}: {1}: {2}. Nothing is fetched or deleted any more. If the maildrop has been moved, set"
                            + " onUniqueIdReset to MATCH_FINGERPRINT or REDELIVER; if the former unique-ids come back, it"
                            + " goes on by itself.",
                    address,
                    trouble.inWords(),
                    error);
        } else if (tell) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0102 {0}: {1} ({2}): {3}. No mail is lost; polling goes on, more slowly while this lasts.",
                    address,
                    trouble.inWords(),
                    trouble,
                    error);
        }
        return failed;
    }

    /** What is wrong, as far as the last poll has shown; null if nothing is. */
    @Nullable
    Trouble trouble() {
        return polls.get().trouble();
    }

    void deliveryBegins() {
        inFlight.incrementAndGet();
    }

    void deliveryEnds() {
        inFlight.decrementAndGet();
    }

    void taken() {
        delivered.incrementAndGet();
    }

    void notTaken() {
        failedDeliveries.incrementAndGet();
    }

    @Override
    public String getMaildrop() {
        return address.toString();
    }

    @Override
    public String getState() {
        if (operations().isPaused()) {
            return "PAUSED";
        }
        Polls now = polls.get();
        if (now.trouble() != null) {
            return now.trouble().name();
        }
        return now.last() == null ? "STARTING" : "OK";
    }

    @Override
    public String getLastError() {
        return polls.get().error();
    }

    @Override
    public String getLastPoll() {
        return text(polls.get().last());
    }

    @Override
    public String getLastSuccess() {
        return text(polls.get().lastSuccess());
    }

    private static String text(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString();
    }

    @Override
    public int getBacklog() {
        return polls.get().backlog();
    }

    @Override
    public int getInFlight() {
        return inFlight.get();
    }

    @Override
    public long getDelivered() {
        return delivered.get();
    }

    @Override
    public long getFailedDeliveries() {
        return failedDeliveries.get();
    }

    @Override
    public int getFailedPolls() {
        return polls.get().failed();
    }

    /** To be called before the maildrop is shown to operators. */
    void operatedBy(Operations by) {
        operations = by;
    }

    private Operations operations() {
        Operations by = operations;
        if (by == null) {
            throw new IllegalStateException("nobody polls this maildrop yet");
        }
        return by;
    }

    @Override
    public void pollNow() {
        operations().pollNow();
    }

    @Override
    public void pause() {
        operations().pause();
    }

    @Override
    public void resume() {
        operations().resume();
    }

    @Override
    public boolean retry(String uniqueId) {
        return operations().retry(uniqueId);
    }

    @Override
    public boolean forget(String uniqueId) {
        return operations().forget(uniqueId);
    }
}
