package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Polls one maildrop for all its subscriptions: one session at a time, none of which waits for a delivery. Safe for use by
 * any thread.
 *
 * <ol>
 *   <li>{@link #add} the first subscription: polling begins;
 *   <li>a session follows the other, at the poll interval, at once while there is a backlog and room, later after trouble;
 *   <li>{@link #beginClose} when the last one closes: what runs is aborted, and {@link #awaitEnd} awaits that.
 * </ol>
 */
final class Poller implements SpooledMail.Owner {
    private static final System.Logger LOG = System.getLogger(Poller.class.getPackageName());

    // Beans of one application are activated one after the other; the first session should be for all of them.
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    // Beans come and go together, when a server starts or an application is deployed anew. For a while after such a
    // change nothing is deleted, so that a bean which is a little late still gets its mail.
    private static final int GRACE_INTERVALS = 2;
    private static final Duration LONGEST_GRACE = Duration.ofMinutes(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private final Settings.Server server;
    private final Duration interval;
    private final Access access;
    private final Site site;
    private final Supplier<Set<String>> heldElsewhere;
    private final Whereabouts whereabouts;
    private final Intake intake;
    private final Notices notices;
    private final Runnable turn;
    // Used by one session at a time.
    private final Set<String> shared = new HashSet<>();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // All below is guarded by the lock.
    private Schedule.@Nullable Pending next;
    private Instant nextAt = Instant.MAX;
    // When a mail has to be fetched again, as was asked for while a session runs.
    private Instant wanted = Instant.MAX;
    private LoginDelay loginDelay = LoginDelay.NONE;
    private Instant deleteFrom = Instant.MIN;
    private Instant lastAdded = Instant.MIN;
    private @Nullable Session session;
    private boolean leftBehind;
    private boolean again;
    private boolean paused;
    private boolean closed;

    /**
     * @param heldElsewhere the unique-ids in deliveries that have outlived an earlier poller of this maildrop
     */
    Poller(Settings.Server server, Duration interval, Access access, Site site, Supplier<Set<String>> heldElsewhere) {
        this.server = server;
        this.interval = interval;
        this.access = access;
        this.site = site;
        this.heldElsewhere = heldElsewhere;
        this.whereabouts = new Whereabouts(interval, site.clock());
        this.intake = new Intake(server.address(), whereabouts, site.memory(), this);
        this.notices = new Notices(server.address());
        // One object: it is known by its identity.
        this.turn = () -> pollAfter(Duration.ZERO);
    }

    Settings.Server server() {
        return server;
    }

    Site site() {
        return site;
    }

    void add(Subscription subscription) {
        lock.lock();
        try {
            subscriptions.add(subscription);
            lastAdded = site.clock().instant();
            holdDeletions();
            again = session != null;
            pollAfter(site.schedule().jittered(interval.compareTo(FIRST) < 0 ? interval : FIRST));
        } finally {
            lock.unlock();
        }
    }

    /** To be called when nothing of it runs any more: until then what it has not taken is not deleted. */
    void remove(Subscription subscription) {
        lock.lock();
        try {
            subscriptions.remove(subscription);
            holdDeletions();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no subscription is left that is not closing. */
    boolean isUnused() {
        return subscriptions.stream().allMatch(Subscription::isClosed);
    }

    List<Subscription> subscriptions() {
        return List.copyOf(subscriptions);
    }

    boolean isPaused() {
        lock.lock();
        try {
            return paused;
        } finally {
            lock.unlock();
        }
    }

    /** Begins no more sessions, or begins them again; a session that runs goes on. False if it was so already. */
    boolean pause(boolean wanted) {
        lock.lock();
        try {
            if (paused == wanted) {
                return false;
            }
            paused = wanted;
            if (next != null) {
                next.cancel();
            }
            if (paused) {
                site.doors().forget(turn);
            }
            pollNow();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Polls at once, or when the session that runs has ended. */
    void pollNow() {
        lock.lock();
        try {
            again = session != null;
            pollAfter(Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    private void holdDeletions() {
        Duration grace = interval.multipliedBy(GRACE_INTERVALS);
        deleteFrom = site.clock().instant().plus(grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE);
    }

    private void pollAfter(Duration delay) {
        lock.lock();
        try {
            if (closed || paused || session != null) {
                return;
            }
            if (next != null) {
                next.cancel();
            }
            Duration until = max(delay, loginDelay.left());
            nextAt = site.clock().instant().plus(until);
            next = site.schedule().after(until, new Poll());
        } finally {
            lock.unlock();
        }
    }

    private final class Poll implements Schedule.Task {
        private volatile @Nullable Session running;

        @Override
        public void run() {
            Instant at = site.clock().instant();
            Session begun = begin();
            if (begun == null) {
                return;
            }
            running = begun;
            Duration delay = interval;
            try {
                delay = poll(begun);
            } finally {
                end(begun, delay);
                Trouble trouble = site.state().trouble();
                boolean unreachable = trouble == Trouble.NETWORK || trouble == Trouble.TLS;
                site.doors().leave(server.address().host(), at, unreachable ? interval : null);
            }
        }

        /** What came whole is delivered, and nothing is deleted. */
        @Override
        public void endSoon() {
            Session ending = running;
            if (ending != null) {
                ending.abort();
            }
        }
    }

    private @Nullable Session begin() {
        Set<String> elsewhere = heldElsewhere.get();
        lock.lock();
        try {
            if (closed || paused || session != null || subscriptions.isEmpty()) {
                return null;
            }
            if (!site.doors().enter(request(), turn)) {
                LOG.log(Level.DEBUG, "{0}: waits until a session to this host may begin", server.address());
                // In case that nobody's end makes it our turn, because the host is to be left alone for a while.
                pollAfter(site.schedule().jittered(interval));
                return null;
            }
            PollPlan.Circumstances circumstances = whereabouts.circumstances(
                    elsewhere, mayDelete(), site.memory().filesLeft());
            Session begun = new Session(
                    server,
                    List.copyOf(subscriptions),
                    circumstances,
                    shared,
                    new Spool(
                            server.address(),
                            site.memory(),
                            mostOctets(),
                            spoolFolders(subscription -> true),
                            spoolFolders(subscription ->
                                            subscription.settings().polling().spoolIsDurable())
                                    .stream()
                                    .findFirst(),
                            site.clock().instant()));
            again = false;
            wanted = Instant.MAX;
            session = begun;
            return begun;
        } finally {
            lock.unlock();
        }
    }

    // One that wants its mail to outlive the process is enough; what is in the folder of another has done so.
    private Set<SpoolFolder> spoolFolders(Predicate<Subscription> of) {
        return subscriptions.stream()
                .filter(of)
                .flatMap(subscription -> subscription.spoolFolder().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    // Twice of what is asked for: some servers count the ends of lines as one octet, or not at all.
    private long mostOctets() {
        return subscriptions.stream()
                .mapToLong(
                        subscription -> 2L * subscription.settings().polling().maxMessageSize())
                .max()
                .orElse(0);
    }

    private Doors.Request request() {
        int maxConnections = subscriptions.stream()
                .mapToInt(subscription -> subscription.settings().polling().maxConnectionsPerHost())
                .min()
                .orElse(1);
        return new Doors.Request(server.address().host(), maxConnections);
    }

    private void end(Session ending, Duration delay) {
        lock.lock();
        try {
            session = null;
            // Without a login the former one is still the last.
            if (!ending.loginDelay().equals(LoginDelay.NONE)) {
                loginDelay = ending.loginDelay();
            }
            ended.signalAll();
            Duration left = wanted.equals(Instant.MAX) || site.state().getFailedPolls() > 0
                    ? delay
                    : Duration.between(site.clock().instant(), wanted);
            Duration until = left.compareTo(delay) < 0 ? max(left, SHORTEST) : delay;
            pollAfter(again ? Duration.ZERO : until);
        } finally {
            lock.unlock();
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** One session and what follows from it; the time to the next one. */
    private Duration poll(Session begun) {
        Flight.Poll flight = Flight.poll(server.address());
        Throwable trouble = null;
        try {
            begun.run(access);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            trouble = e;
        }
        PollPlan plan = begun.plan();
        if (plan != null && begun.isComplete()) {
            whereabouts.listed(begun.listed(), begun.held());
        }
        int taken = 0;
        try {
            // That our own disk is full is no message's fault.
            boolean blameless = trouble instanceof SpoolException || begun.isAborted();
            taken = takeOver(begun, trouble != null && !blameless);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            trouble = e;
        }
        flight.end(
                trouble == null ? "OK" : Trouble.of(trouble).name(),
                plan == null ? 0 : plan.backlog(),
                taken,
                plan == null ? 0 : plan.settled().size());
        if (trouble != null && begun.isAborted()) {
            LOG.log(Level.DEBUG, "a session was broken off from here", trouble);
            return interval;
        }
        return trouble == null && plan != null
                ? wentWell(begun, plan, taken)
                : failed(trouble == null ? new IllegalStateException("a session without a plan") : trouble);
    }

    // What came whole is delivered, even if the session failed afterwards.
    private int takeOver(Session ended, boolean failed) throws IOException, SQLException {
        intake.noteTrials(ended, failed);
        return intake.take(ended);
    }

    private Duration wentWell(Session ended, PollPlan plan, int taken) {
        site.state().polled(plan.backlog());
        notices.of(ended, plan, interval);
        ended.deleted().forEach(whereabouts::deleted);
        subscriptions.forEach(Subscription::letGoOfWhatIsFar);
        lock.lock();
        try {
            leftBehind = plan.leftBehind() > 0;
            // Without progress the next session would find the same: it waits until a mail is let go of.
            boolean progress = taken > 0 || !plan.settled().isEmpty();
            if (leftBehind && isRoomy() && progress) {
                return Duration.ZERO;
            }
        } finally {
            lock.unlock();
        }
        Optional<Duration> due =
                plan.nextDue().map(at -> Duration.between(site.clock().instant(), at));
        Duration delay = due.filter(until -> until.compareTo(interval) < 0).orElse(interval);
        return max(delay, SHORTEST);
    }

    private Duration failed(Throwable failure) {
        lock.lock();
        try {
            leftBehind = false;
            if (closed) {
                return interval;
            }
        } finally {
            lock.unlock();
        }
        Trouble trouble = Trouble.of(failure);
        if (trouble == Trouble.INTERNAL) {
            LOG.log(Level.ERROR, "POP3J0901 a poll failed in a way that was not foreseen", failure);
        } else {
            LOG.log(Level.DEBUG, "a poll failed", failure);
        }
        int failures = site.state().failed(trouble, Reasons.withRoot(failure));
        return site.schedule().jittered(trouble.backOff(interval, failures));
    }

    private boolean isRoomy() {
        boolean durable =
                subscriptions.stream().anyMatch(one -> one.settings().polling().spoolIsDurable());
        return whereabouts.isRoomy() && (!durable || site.memory().isRoomy());
    }

    @Override
    public boolean mayForget(Instant asked) {
        lock.lock();
        try {
            return mayDelete() && !lastAdded.isAfter(asked);
        } finally {
            lock.unlock();
        }
    }

    private boolean mayDelete() {
        return !site.clock().instant().isBefore(deleteFrom);
    }

    @Override
    public void letGo(String uniqueId) {
        whereabouts.letGo(uniqueId);
        lock.lock();
        try {
            if (leftBehind && isRoomy()) {
                pollAfter(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fetchAgainWithin(Duration delay) {
        lock.lock();
        try {
            // While polls fail their back-off counts; the first good one finds what is due in the ledger.
            Instant at = site.clock().instant().plus(delay);
            if (site.state().getFailedPolls() == 0) {
                if (session != null) {
                    wanted = at.isBefore(wanted) ? at : wanted;
                } else if (at.isBefore(nextAt)) {
                    pollAfter(delay);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends polling: nothing begins any more, and the session that runs is aborted; nothing is deleted by it. */
    void beginClose() {
        lock.lock();
        try {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            if (session != null) {
                session.abort();
            }
        } finally {
            lock.unlock();
        }
        site.doors().forget(turn);
    }

    /**
     * Waits for the session that was aborted, for a while.
     *
     * @param begin when the while began, as {@link System#nanoTime()}
     */
    void awaitEnd(long begin) {
        long left = LONGEST_CLOSE.toNanos() - (System.nanoTime() - begin);
        lock.lock();
        try {
            while (session != null && left > 0) {
                left = ended.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
