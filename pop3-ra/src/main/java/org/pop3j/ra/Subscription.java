package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.AlreadyDeliveredException;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.Entry;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * One bean's claim to every mail of a maildrop: what is to be delivered to it, in how many deliveries at a time, and what
 * became of them. Safe for use by any thread.
 *
 * <ol>
 *   <li>mails are {@linkplain #offer offered} by the poller;
 *   <li>each is delivered, again if it was not taken, and then let go of;
 *   <li>{@link #beginClose} lets go of all that waits, {@link #drain} gives what runs a bounded time to end.
 * </ol>
 */
final class Subscription {
    private static final System.Logger LOG = System.getLogger(Subscription.class.getPackageName());

    // A mail whose next attempt is near stays in the spool, any other is fetched again when its time has come; and only
    // so
    // many stay: waiting mails must not crowd out new ones.
    private static final Duration NEAR = Duration.ofMinutes(1);
    private static final int MAX_WAITING = 16;
    private static final Duration FIRST_REFUSAL = Duration.ofMillis(250);
    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(5);
    private static final Duration REFUSED_BEFORE_ALARM = Duration.ofSeconds(30);

    private final Endpoint endpoint;
    private final Settings settings;
    private final LedgerKey key;
    private final Ledger ledger;
    private final Site site;
    private final Quarantine quarantine;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // All below is guarded by the lock.
    private final Deque<SpooledMail> queue = new ArrayDeque<>();
    private final Map<SpooledMail, Schedule.Pending> waiting = new HashMap<>();
    private final List<Delivered> unrecorded = new ArrayList<>();
    private final Map<Thread, SpooledMail> running = new HashMap<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    private int submitted;
    private int refusals;
    private @Nullable Instant refusedSince;
    private boolean alarmed;
    private boolean closed;

    Subscription(Endpoint endpoint, Settings settings, LedgerKey key, Ledger ledger, Site site) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.key = key;
        this.ledger = ledger;
        this.site = site;
        this.quarantine = new Quarantine(settings.quarantine(), ledger, key, site);
    }

    LedgerKey key() {
        return key;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Tells the ledger which unique-ids a complete listing has; what is held for a delivery counts as listed. */
    void noteListed(Set<String> present) throws SQLException {
        ledger.noteListed(key, present);
        ledger.prune(key, settings.ledger().retention());
    }

    Settings settings() {
        return settings;
    }

    /** Takes over a mail; it is let go of when it needs no more delivery from the spool. */
    void offer(SpooledMail mail) {
        lock.lock();
        try {
            if (!closed) {
                queue.add(mail);
                submit();
                return;
            }
        } finally {
            lock.unlock();
        }
        mail.release();
    }

    private void offerAgain(SpooledMail mail) {
        lock.lock();
        try {
            // If it does not wait any more, close() has let go of it.
            if (waiting.remove(mail) != null) {
                queue.add(mail);
                submit();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has a mail that was not taken delivered at once, as if it were new. False if it was taken, or never tried. */
    boolean retry(String uniqueId) throws SQLException {
        Entry entry = ledger.entries(key, List.of(uniqueId)).getOrDefault(uniqueId, Entry.UNKNOWN);
        boolean settled = entry.state() == Entry.State.DELIVERED || entry.state() == Entry.State.REMOVED;
        return !settled && forget(uniqueId);
    }

    /** Forgets a mail, so that it is delivered at once if it is there. False if it is unknown, or being delivered. */
    boolean forget(String uniqueId) throws SQLException {
        boolean known = !ledger.entries(key, List.of(uniqueId)).isEmpty();
        if (!known || isWithBean(uniqueId)) {
            return false;
        }
        ledger.forget(key, uniqueId);
        offerNow(uniqueId);
        return true;
    }

    // Queued ones too: their delivery may begin at any moment.
    private boolean isWithBean(String uniqueId) {
        lock.lock();
        try {
            return Stream.concat(queue.stream(), running.values().stream())
                    .anyMatch(mail -> mail.uniqueId().equals(uniqueId));
        } finally {
            lock.unlock();
        }
    }

    private void offerNow(String uniqueId) {
        lock.lock();
        try {
            List<SpooledMail> mails = waiting.keySet().stream()
                    .filter(mail -> mail.uniqueId().equals(uniqueId))
                    .toList();
            mails.forEach(this::offerAgain);
        } finally {
            lock.unlock();
        }
    }

    private void submit() {
        int workers = Math.min(settings.maxConcurrency(), queue.size() + running.size());
        while (refusals == 0 ? submitted + running.size() < workers : submitted + running.size() == 0) {
            submitted++;
            site.schedule().soon(this::deliverNext);
        }
    }

    private void deliverNext() {
        SpooledMail mail;
        lock.lock();
        try {
            submitted--;
            mail = closed ? null : queue.poll();
            if (mail == null) {
                return;
            }
            running.put(Thread.currentThread(), mail);
        } finally {
            lock.unlock();
        }
        site.state().deliveryBegins();
        try {
            settle(mail, deliver(mail));
        } finally {
            site.state().deliveryEnds();
            lock.lock();
            try {
                running.remove(Thread.currentThread());
                ended.signalAll();
                submitUnlessHeldBack();
            } finally {
                lock.unlock();
            }
            tellIdle();
        }
    }

    private Delivery.Result deliver(SpooledMail mail) {
        Flight.Delivery flight = Flight.delivery(site.maildrop(), key.subscription(), mail);
        Delivery.Result result = attempt(mail);
        flight.end(result.getClass().getSimpleName());
        return result;
    }

    private Delivery.Result attempt(SpooledMail mail) {
        try {
            return new Delivery(endpoint, ledger, key, site.maildrop(), mail)
                    .run(settings.quarantine().maxAttempts());
        } catch (RuntimeException | Error e) {
            // A mail that nobody answers for would be held, and so never be fetched again.
            return new Delivery.Result.NotNow(e);
        }
    }

    private void submitUnlessHeldBack() {
        if (!closed && refusals == 0 && !queue.isEmpty()) {
            submit();
        }
    }

    private void settle(SpooledMail mail, Delivery.Result result) {
        if (result instanceof Delivery.Result.NotNow refusal) {
            putBack(mail, refusal.reason());
            return;
        }
        accepted();
        if (result instanceof Delivery.Result.Exhausted exhausted) {
            giveUp(
                    mail,
                    exhausted.attempts(),
                    "what came of the last attempt is not known, the process may have ended in it");
            return;
        }
        if (result instanceof Delivery.Result.NotTaken notTaken) {
            notTaken(mail, notTaken);
            return;
        }
        if (result instanceof Delivery.Result.Taken taken) {
            site.state().taken();
            if (!taken.recorded()) {
                remember(mail.identity());
            }
        }
        mail.release();
    }

    private void notTaken(SpooledMail mail, Delivery.Result.NotTaken notTaken) {
        site.state().notTaken();
        if (notTaken.attempt() >= settings.quarantine().maxAttempts()) {
            giveUp(mail, notTaken.attempt(), Reasons.of(notTaken.reason()));
            return;
        }
        Duration delay = site.schedule().jittered(settings.redelivery().after(notTaken.attempt()));
        String reason = Reasons.of(notTaken.reason());
        LOG.log(
                Level.WARNING,
                "POP3J0201 {0}: mail {1} was not taken by {2} in attempt {3}: {4}. It stays on the server and comes"
                        + " again in {5} s.",
                site.maildrop(),
                mail.uniqueId(),
                key.subscription(),
                notTaken.attempt(),
                reason,
                delay.toMillis() / 1000.0);
        try {
            ledger.notTaken(key, mail.uniqueId(), site.clock().instant().plus(delay), reason);
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the time of the next attempt is not in the ledger", e);
        }
        if (delay.compareTo(NEAR) <= 0 && mail.octets().isOpen() && hasRoomToWait()) {
            offerLater(mail, delay);
        } else {
            mail.releaseFor(delay);
        }
    }

    private void giveUp(SpooledMail mail, int attempts, String reason) {
        if (!mail.octets().isOpen()) {
            // It is fetched again and then given up whole.
            mail.releaseFor(Duration.ZERO);
            return;
        }
        try {
            quarantine.take(mail, attempts, reason);
            mail.release();
        } catch (SQLException | RuntimeException e) {
            // Its attempts are used up, so that the next delivery leads here again without calling the bean.
            putBack(mail, e);
        }
    }

    private boolean hasRoomToWait() {
        lock.lock();
        try {
            return waiting.size() < MAX_WAITING;
        } finally {
            lock.unlock();
        }
    }

    /** Back-pressure: the container has no bean to give, or the ledger cannot be reached. */
    private void putBack(SpooledMail mail, Throwable reason) {
        LOG.log(Level.DEBUG, "a mail could not be handed to the bean now", reason);
        Duration delay;
        lock.lock();
        try {
            delay = FIRST_REFUSAL.multipliedBy(1L << Math.min(refusals++, 10));
            alarm(reason);
        } finally {
            lock.unlock();
        }
        offerLater(mail, site.schedule().jittered(delay.compareTo(LONGEST_REFUSAL) > 0 ? LONGEST_REFUSAL : delay));
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
                    key.subscription(),
                    REFUSED_BEFORE_ALARM.toSeconds(),
                    Reasons.of(reason));
        }
    }

    private void accepted() {
        lock.lock();
        try {
            if (alarmed) {
                LOG.log(Level.INFO, "POP3J0203 {0}: {1} takes mail again", site.maildrop(), key.subscription());
            }
            refusals = 0;
            refusedSince = null;
            alarmed = false;
        } finally {
            lock.unlock();
        }
    }

    private void offerLater(SpooledMail mail, Duration delay) {
        lock.lock();
        try {
            if (!closed) {
                waiting.put(mail, site.schedule().after(delay, () -> offerAgain(mail)));
                return;
            }
        } finally {
            lock.unlock();
        }
        mail.release();
    }

    private void remember(Delivered delivered) {
        lock.lock();
        try {
            unrecorded.add(delivered);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what was delivered while the ledger could not be told. Nothing may be polled before this succeeds: such a mail
     * would be delivered twice.
     */
    void recordTaken() throws SQLException {
        List<Delivered> open;
        lock.lock();
        try {
            open = List.copyOf(unrecorded);
        } finally {
            lock.unlock();
        }
        for (Delivered delivered : open) {
            insert(delivered);
            lock.lock();
            try {
                unrecorded.remove(delivered);
            } finally {
                lock.unlock();
            }
        }
    }

    private void insert(Delivered delivered) throws SQLException {
        try {
            ledger.insertDelivered(key, delivered);
        } catch (AlreadyDeliveredException e) {
            LOG.log(Level.DEBUG, "the ledger holds the delivery after all", e);
        }
    }

    /** Whether no delivery begins any more. */
    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The unique-ids of what is being delivered now. */
    Set<String> inDelivery() {
        lock.lock();
        try {
            return running.values().stream().map(SpooledMail::uniqueId).collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /** Runs a task once when no delivery runs: at once, or by the last one that ends. To be used after closing. */
    void whenIdle(Runnable task) {
        lock.lock();
        try {
            whenIdle.add(task);
        } finally {
            lock.unlock();
        }
        tellIdle();
    }

    private void tellIdle() {
        List<Runnable> tasks;
        lock.lock();
        try {
            if (!running.isEmpty()) {
                return;
            }
            tasks = List.copyOf(whenIdle);
            whenIdle.clear();
        } finally {
            lock.unlock();
        }
        tasks.forEach(Runnable::run);
    }

    /** Lets go of all that waits, at once. After this no delivery begins. */
    void beginClose() {
        List<SpooledMail> abandoned;
        lock.lock();
        try {
            closed = true;
            abandoned = new ArrayList<>(queue);
            queue.clear();
            waiting.forEach((mail, pending) -> {
                pending.cancel();
                abandoned.add(mail);
            });
            waiting.clear();
        } finally {
            lock.unlock();
        }
        abandoned.forEach(SpooledMail::release);
    }

    /**
     * Waits until no delivery runs, for the drain time-out at most; what then still runs is named in the log.
     *
     * @param begin when the time-out began, as {@link System#nanoTime()}
     */
    void drain(long begin) {
        long left = settings.drainTimeout().toNanos() - (System.nanoTime() - begin);
        lock.lock();
        try {
            while (!running.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            running.keySet().forEach(this::report);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** The last chance to write what was delivered while the ledger could not be told. */
    void recordRest() {
        try {
            recordTaken();
        } catch (SQLException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "POP3J0207 {0}: what {1} has taken could not be written to the ledger and may be delivered again:"
                            + " {2}",
                    site.maildrop(),
                    key.subscription(),
                    Reasons.withRoot(e));
        }
    }

    private void report(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        LOG.log(
                Level.WARNING,
                "POP3J0301 {0}: a delivery to {1} still runs after {2} s and is left to the container: thread {3}, at"
                        + " {4}",
                site.maildrop(),
                key.subscription(),
                settings.drainTimeout().toSeconds(),
                thread.getName(),
                stack.length == 0 ? "its end" : stack[0]);
    }
}
