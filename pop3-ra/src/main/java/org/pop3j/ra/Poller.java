package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pop3j.client.Pop3Client;
import org.pop3j.ra.ledger.Delivered;

/**
 * Polls one maildrop for all its subscriptions: one session at a time, none of which waits for a delivery. Safe for use by
 * any thread.
 *
 * <ol>
 *   <li>{@link #add} the first subscription: polling begins;
 *   <li>a session follows the other, at the poll interval, at once while there is a backlog and room, later after trouble;
 *   <li>{@link #remove} the last one: what runs is aborted, and polling ends.
 * </ol>
 */
final class Poller {
    private static final System.Logger LOG = System.getLogger(Poller.class.getPackageName());

    private static final int MAX_IN_HAND = 64;
    private static final long MAX_OCTETS_IN_HAND = 512L << 20;
    // Beans of one application are activated one after the other; the first session should be for all of them.
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private final Settings.Server server;
    private final Duration interval;
    private final ClientSource clients;
    private final Schedule schedule;
    private final Clock clock;
    private final MaildropState state;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    // All below is guarded by the lock.
    private final Map<String, Long> inHand = new HashMap<>();
    private Schedule.@Nullable Pending next;
    private @Nullable Session session;
    private boolean leftBehind;
    private boolean again;
    private boolean closed;

    /** Makes the client for each session, so that a renewed file of trusted certificates is noticed. */
    interface ClientSource {
        Pop3Client client() throws IOException;
    }

    Poller(
            Settings.Server server,
            Duration interval,
            ClientSource clients,
            Schedule schedule,
            Clock clock,
            MaildropState state) {
        this.server = server;
        this.interval = interval;
        this.clients = clients;
        this.schedule = schedule;
        this.clock = clock;
        this.state = state;
    }

    Settings.Server server() {
        return server;
    }

    MaildropState state() {
        return state;
    }

    void add(Subscription subscription) {
        subscriptions.add(subscription);
        pollAfter(interval.compareTo(FIRST) < 0 ? interval : FIRST);
    }

    /** Whether that was the last one. */
    boolean remove(Subscription subscription) {
        subscriptions.remove(subscription);
        return subscriptions.isEmpty();
    }

    private void pollAfter(Duration delay) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (session != null) {
                again = true;
                return;
            }
            if (next != null) {
                next.cancel();
            }
            next = schedule.after(delay, this::poll);
        } finally {
            lock.unlock();
        }
    }

    private void poll() {
        List<Subscription> current = List.copyOf(subscriptions);
        Session begun = new Session(server, current, clock);
        Set<String> held;
        PollPlan.Room room;
        lock.lock();
        try {
            if (closed || session != null || current.isEmpty()) {
                return;
            }
            session = begun;
            again = false;
            held = Set.copyOf(inHand.keySet());
            room = room();
        } finally {
            lock.unlock();
        }
        Duration delay = interval;
        try {
            delay = poll(begun, held, room);
        } finally {
            end(delay);
        }
    }

    private PollPlan.Room room() {
        long octets = inHand.values().stream().mapToLong(Long::longValue).sum();
        return new PollPlan.Room(MAX_IN_HAND - inHand.size(), MAX_OCTETS_IN_HAND - octets, inHand.isEmpty());
    }

    private void end(Duration delay) {
        lock.lock();
        try {
            session = null;
            ended.signalAll();
            pollAfter(again || (leftBehind && isRoomy()) ? Duration.ZERO : delay);
        } finally {
            lock.unlock();
        }
    }

    private boolean isRoomy() {
        return inHand.size() <= MAX_IN_HAND / 2;
    }

    /** One session and what follows from it; the time to the next one. */
    private Duration poll(Session begun, Set<String> held, PollPlan.Room room) {
        Throwable trouble = null;
        try {
            begun.run(clients.client(), held, room);
        } catch (IOException | SQLException | RuntimeException e) {
            trouble = e;
        }
        // What came whole is delivered, even if the session failed afterwards.
        try {
            handOver(begun);
        } catch (IOException | SQLException | RuntimeException e) {
            trouble = e;
        }
        return trouble == null ? wentWell(begun.plan()) : failed(trouble);
    }

    private Duration wentWell(@Nullable PollPlan plan) {
        state.polled(plan == null ? 0 : plan.backlog());
        setLeftBehind(plan != null && plan.leftBehind() > 0);
        Optional<Duration> due =
                plan == null ? Optional.empty() : plan.nextDue().map(at -> Duration.between(clock.instant(), at));
        Duration delay = due.filter(until -> until.compareTo(interval) < 0).orElse(interval);
        return delay.compareTo(SHORTEST) < 0 ? SHORTEST : delay;
    }

    private Duration failed(Throwable failure) {
        setLeftBehind(false);
        lock.lock();
        try {
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
        int failures = state.failed(trouble, Reasons.withRoot(failure));
        return schedule.jittered(trouble.backOff(interval, failures));
    }

    private void setLeftBehind(boolean value) {
        lock.lock();
        try {
            leftBehind = value;
        } finally {
            lock.unlock();
        }
    }

    private void handOver(Session begun) throws IOException, SQLException {
        PollPlan plan = begun.plan();
        if (plan == null) {
            return;
        }
        Map<Integer, Octets> whole = begun.spool().whole();
        try {
            for (PollPlan.Wanted wanted : plan.wanted()) {
                Octets octets = whole.remove(wanted.message().number());
                if (octets != null) {
                    handOver(wanted, octets);
                }
            }
        } finally {
            for (Octets unused : whole.values()) {
                unused.close();
            }
        }
    }

    private void handOver(PollPlan.Wanted wanted, Octets octets) throws IOException, SQLException {
        Listing.Message message = wanted.message();
        boolean handedOver = false;
        try {
            Delivered identity = new Delivered(message.uniqueId(), Fingerprint.of(octets), message.octets());
            List<Subscription> takers = takers(wanted, identity);
            if (!takers.isEmpty()) {
                hold(identity, octets.count());
                SpooledMail mail = new SpooledMail(identity, octets, takers.size(), () -> letGo(identity.uniqueId()));
                handedOver = true;
                takers.forEach(taker -> taker.offer(mail));
            }
        } finally {
            if (!handedOver) {
                octets.close();
            }
        }
    }

    /** Those that have not taken exactly this mail before. */
    private List<Subscription> takers(PollPlan.Wanted wanted, Delivered identity) throws SQLException {
        List<Subscription> takers = new ArrayList<>();
        for (PollPlan.Claim claim : wanted.claims()) {
            Subscription subscription = claim.subscription();
            Optional<Delivered> suspect = claim.suspect();
            if (suspect.isEmpty()) {
                takers.add(subscription);
            } else if (suspect.get().fingerprint().equals(identity.fingerprint())) {
                subscription.ledger().listedAgain(subscription.key(), identity.uniqueId(), identity.octets());
            } else {
                LOG.log(
                        Level.WARNING,
                        "POP3J0110 {0}: unique-id {1} now names another mail than the one delivered before; it is"
                                + " delivered too",
                        server.address(),
                        identity.uniqueId());
                subscription.ledger().forget(subscription.key(), identity.uniqueId());
                takers.add(subscription);
            }
        }
        return takers;
    }

    private void hold(Delivered identity, long octets) {
        lock.lock();
        try {
            inHand.put(identity.uniqueId(), octets);
        } finally {
            lock.unlock();
        }
    }

    private void letGo(String uniqueId) {
        lock.lock();
        try {
            inHand.remove(uniqueId);
            if (leftBehind && isRoomy()) {
                pollAfter(Duration.ZERO);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends polling: the session that runs is aborted, nothing is deleted by it, and its end is awaited for a while. */
    void close() {
        long left = LONGEST_CLOSE.toNanos();
        lock.lock();
        try {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            if (session != null) {
                session.abort();
            }
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
