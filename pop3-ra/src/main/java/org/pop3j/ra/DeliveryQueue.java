package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The mails of one subscription that are delivered, wait for that, or wait to be delivered again: so many deliveries at a time, on
 * threads of the server. In strict order it is one at a time, and nothing overtakes a mail that waits. Safe for use by any thread.
 *
 * <ol>
 *   <li>mails are {@linkplain #offer offered};
 *   <li>each is delivered, again if it was not taken, and then let go of;
 *   <li>{@link #beginClose} lets go of all that waits, {@link #drain} gives what runs a bounded time to end.
 * </ol>
 */
final class DeliveryQueue {
    private static final System.Logger LOG = System.getLogger(DeliveryQueue.class.getPackageName());

    // A mail whose next attempt is near stays in the spool, any other is fetched again when its time has come; and only
    // so many stay: waiting mails must not crowd out new ones.
    private static final Duration NEAR = Duration.ofMinutes(1);
    private static final int MAX_WAITING = 16;
    // One mail after the other on the same thread, because to change it costs as much as a bean that does little; but
    // others
    // want the server's threads, too.
    private static final int TURN = 16;

    private final Settings settings;
    private final String subscription;
    private final Site site;
    private final Courier courier;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // All below is guarded by the lock.
    private final BackPressure pressure;
    private final Deque<SpooledMail> queue = new ArrayDeque<>();
    private final Map<SpooledMail, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Thread, SpooledMail> running = new HashMap<>();
    private final List<Runnable> whenIdle = new ArrayList<>();
    private int submitted;
    private int breaks;
    private boolean leaving;
    private boolean closed;

    /** @param turn what ends the waiting: the timer of an earlier one may still come */
    private record Waiting(Schedule.Pending pending, Instant until, Object turn) {}

    DeliveryQueue(Settings settings, String subscription, Site site, Courier courier) {
        this.settings = settings;
        this.subscription = subscription;
        this.site = site;
        this.courier = courier;
        this.pressure =
                new BackPressure(site, subscription, settings.isStrictlyOrdered() ? 1 : settings.maxConcurrency());
    }

    /**
     * Takes over a mail; it is let go of when it needs no more delivery from the spool.
     *
     * @param plannedAt {@link Snapshot#breaks} when it was planned to fetch the mail
     */
    void offer(SpooledMail mail, int plannedAt) {
        lock.lock();
        try {
            if (!closed && plannedAt == breaks) {
                queue.add(mail);
                submit();
                return;
            }
        } finally {
            lock.unlock();
        }
        courier.letGo(mail);
    }

    private void submit() {
        if (!mayBegin()) {
            return;
        }
        int workers = Math.min(pressure.limit(running.size()), queue.size() + running.size());
        while (submitted + running.size() < workers) {
            site.schedule().soon(new Turn());
            submitted++;
        }
    }

    // In strict order a mail that waits is the next one.
    private boolean mayBegin() {
        return !closed && (!settings.isStrictlyOrdered() || waiting.isEmpty());
    }

    /** Delivers some mails, one after the other. */
    private final class Turn implements Schedule.Task {
        private int left = TURN;
        private volatile boolean ending;

        @Override
        public void run() {
            SpooledMail mail;
            lock.lock();
            try {
                submitted--;
                mail = begin();
            } finally {
                lock.unlock();
            }
            while (mail != null) {
                left--;
                mail = deliver(mail, this);
            }
        }

        /** After the mail that is being delivered. */
        @Override
        public void endSoon() {
            ending = true;
        }

        boolean isOver() {
            return ending || left == 0;
        }
    }

    private @Nullable SpooledMail begin() {
        boolean full = running.size() >= pressure.limit(running.size());
        SpooledMail mail = full || !mayBegin() ? null : queue.poll();
        if (mail != null) {
            running.put(Thread.currentThread(), mail);
        }
        return mail;
    }

    /** Returns the one that is to be delivered next on this thread, if there may be one. */
    private @Nullable SpooledMail deliver(SpooledMail mail, Turn turn) {
        SpooledMail next = null;
        boolean goOn = false;
        site.state().deliveryBegins();
        try {
            settle(mail, fateOf(mail));
            goOn = !turn.isOver();
        } finally {
            site.state().deliveryEnds();
            lock.lock();
            try {
                running.remove(Thread.currentThread());
                leaving = false;
                ended.signalAll();
                // Before others are asked for: else there would be one too many, for each mail.
                if (goOn && !pressure.isHeldBack()) {
                    next = begin();
                }
                // What waits while it is held back has its own time; if that has come already, nobody else would.
                if (!pressure.isHeldBack() || waiting.isEmpty()) {
                    submit();
                }
            } finally {
                lock.unlock();
            }
            tellIdle();
        }
        return next;
    }

    // A mail that nobody answers for would be held, and so never be fetched again.
    private Courier.Fate fateOf(SpooledMail mail) {
        try {
            return courier.deliver(mail);
        } catch (RuntimeException | Error e) {
            return new Courier.Fate.NotNow(e);
        }
    }

    private void settle(SpooledMail mail, Courier.Fate fate) {
        if (fate instanceof Courier.Fate.NotNow notNow) {
            LOG.log(Level.DEBUG, "a mail could not be handed to the bean now", notNow.reason());
            Duration delay;
            lock.lock();
            try {
                delay = pressure.refused(notNow.reason(), running.size() - 1);
            } finally {
                lock.unlock();
            }
            offerLater(mail, delay);
            return;
        }
        lock.lock();
        try {
            pressure.accepted();
        } finally {
            lock.unlock();
        }
        if (fate instanceof Courier.Fate.Again again) {
            again(mail, again.delay());
        } else {
            mail.settled();
            courier.letGo(mail);
        }
    }

    private void again(SpooledMail mail, Duration delay) {
        if (mail.octets().isOpen() && mayWait(mail, delay)) {
            offerLater(mail, delay);
        } else {
            breakOff();
            courier.letGoFor(mail, delay);
        }
    }

    // What cannot be fetched again must not be let go of; in strict order that goes for all that would be let go of
    // with it.
    private boolean mayWait(SpooledMail mail, Duration delay) {
        lock.lock();
        try {
            boolean near = delay.compareTo(NEAR) <= 0 && waiting.size() < MAX_WAITING;
            boolean all = mail.isOnServer()
                    && (!settings.isStrictlyOrdered() || queue.stream().allMatch(SpooledMail::isOnServer));
            return near || !all;
        } finally {
            lock.unlock();
        }
    }

    // In strict order nothing may overtake what is let go of.
    private void breakOff() {
        if (!settings.isStrictlyOrdered()) {
            return;
        }
        List<SpooledMail> later;
        lock.lock();
        try {
            breaks++;
            later = List.copyOf(queue);
            queue.clear();
            // From here on it does not have the mail, as who makes a plan must see.
            leaving = true;
        } finally {
            lock.unlock();
        }
        later.forEach(courier::letGo);
    }

    private void offerLater(SpooledMail mail, Duration delay) {
        lock.lock();
        try {
            if (!closed) {
                Object turn = new Object();
                Schedule.Pending pending = site.schedule().after(delay, () -> offerAgain(mail, turn));
                waiting.put(mail, new Waiting(pending, site.clock().instant().plus(delay), turn));
                return;
            }
        } finally {
            lock.unlock();
        }
        courier.letGo(mail);
    }

    private void offerAgain(SpooledMail mail, Object turn) {
        lock.lock();
        try {
            Waiting over = waiting.get(mail);
            // If it does not wait any more, somebody else has taken it from here.
            if (over == null || !over.turn().equals(turn)) {
                return;
            }
            waiting.remove(mail);
            over.pending().cancel();
            if (settings.isStrictlyOrdered() || !pressure.isHeldBack()) {
                // It is older than all that has come since.
                queue.addFirst(mail);
            } else {
                // What cannot be begun may be this mail alone: a transaction in doubt may have its row.
                queue.addLast(mail);
            }
            submit();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of what has to wait for long and, as is known by now, can be fetched again. */
    void letGoOfWhatIsFar() {
        Map<SpooledMail, Instant> far = new LinkedHashMap<>();
        Instant now = site.clock().instant();
        Instant near = now.plus(NEAR);
        lock.lock();
        try {
            if (settings.isStrictlyOrdered()) {
                return;
            }
            waiting.forEach((mail, wait) -> {
                boolean crowded = waiting.size() - far.size() > MAX_WAITING;
                if (mail.isOnServer() && (crowded || wait.until().isAfter(near))) {
                    wait.pending().cancel();
                    far.put(mail, wait.until());
                }
            });
            waiting.keySet().removeAll(far.keySet());
        } finally {
            lock.unlock();
        }
        far.forEach((mail, until) -> courier.letGoFor(mail, Duration.between(now, until)));
    }

    /**
     * What it had at one moment.
     *
     * @param breaks how often it had {@linkplain #breakOff() let go of all it had}, because one mail has to wait for long and none
     *     must overtake it; only in strict order
     */
    record Snapshot(Set<String> uniqueIds, int breaks) {}

    Snapshot snapshot() {
        lock.lock();
        try {
            Stream<SpooledMail> delivering = leaving ? Stream.of() : running.values().stream();
            return new Snapshot(
                    Stream.of(queue.stream(), delivering, waiting.keySet().stream())
                            .flatMap(mails -> mails)
                            .map(SpooledMail::uniqueId)
                            .collect(Collectors.toSet()),
                    breaks);
        } finally {
            lock.unlock();
        }
    }

    // Queued ones too: their delivery may begin at any moment.
    private boolean isWithBean(String uniqueId) {
        return Stream.concat(queue.stream(), running.values().stream())
                .anyMatch(mail -> mail.uniqueId().equals(uniqueId));
    }

    /** Something that changes what is known of a mail. */
    interface Change<E extends Exception> {
        boolean make() throws E;
    }

    /**
     * Changes what is known of a mail while it is not being delivered from here, and has it delivered at once if it waits here.
     *
     * @return false if it is being delivered, or nothing was changed
     */
    <E extends Exception> boolean unlessDelivering(String uniqueId, Change<E> change) throws E {
        Optional<SpooledMail> taken;
        Object turn = new Object();
        lock.lock();
        try {
            if (isWithBean(uniqueId)) {
                return false;
            }
            taken = waiting.keySet().stream()
                    .filter(mail -> mail.uniqueId().equals(uniqueId))
                    .findFirst();
            // Its timer must not begin a delivery in the middle of the change.
            taken.ifPresent(mail -> waiting.computeIfPresent(mail, (same, wait) -> {
                wait.pending().cancel();
                return new Waiting(() -> {}, wait.until(), turn);
            }));
        } finally {
            lock.unlock();
        }
        try {
            // What is known of it may be forgotten, and its first attempt with it.
            taken.ifPresent(courier::countItselfFirst);
            return change.make();
        } finally {
            taken.ifPresent(mail -> offerAgain(mail, turn));
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
            waiting.forEach((mail, wait) -> {
                wait.pending().cancel();
                abandoned.add(mail);
            });
            waiting.clear();
        } finally {
            lock.unlock();
        }
        abandoned.forEach(courier::letGo);
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

    private void report(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        LOG.log(
                Level.WARNING,
                "POP3J0301 {0}: a delivery to {1} still runs after {2} s and is left to the container: thread {3}, at"
                        + " {4}",
                site.maildrop(),
                subscription,
                settings.drainTimeout().toSeconds(),
                thread.getName(),
                stack.length == 0 ? "its end" : stack[0]);
    }
}
