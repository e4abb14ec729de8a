package org.pop3j.ra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * What is known of the messages of one maildrop besides what a listing and the ledger say, by unique-id. What is
 * held is forgotten when it is let go of, what was retrieved with the next listing, all else when a listing no longer has it. Safe for use by any thread.
 */
final class Whereabouts {
    private static final int MAX_IN_HAND = 2048;
    private static final long MAX_OCTETS_IN_HAND = 512L << 20;
    // A mail that is still there after the server has so often said that it deleted it is left alone.
    private static final int DELETIONS = 2;
    private static final int TOLD = Integer.MAX_VALUE;
    // Somebody else may have removed a message since the listing: only one that is listed again is worth a word.
    private static final int REFUSALS_TOLD = 2;
    private static final Duration AFTER_TOO_LARGE = Duration.ofDays(1);

    private final Duration interval;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    // All below is guarded by the lock.
    private final Map<String, SpooledMail> held = new HashMap<>();
    private final Map<String, Integer> deletions = new HashMap<>();
    private final Map<String, Trial> trials = new HashMap<>();
    private final Set<String> retrieved = new HashSet<>();
    private final Set<String> unreadable = new HashSet<>();

    /**
     * A message that could not be retrieved.
     *
     * @param times how often that failed
     * @param notBefore when it may be tried again
     * @param alone whether the session broke at it, so that it should break no other message's again
     */
    record Trial(int times, Instant notBefore, boolean alone) {}

    /** @param interval the time between two polls */
    Whereabouts(Duration interval, Clock clock) {
        this.interval = interval;
        this.clock = clock;
    }

    /**
     * What a session that begins now must know.
     *
     * @param heldElsewhere the unique-ids in deliveries that this does not know of
     * @param filesLeft how many mails there is room for in files
     */
    PollPlan.Circumstances circumstances(Set<String> heldElsewhere, boolean mayDelete, int filesLeft) {
        lock.lock();
        try {
            Set<String> inHand = new HashSet<>(heldElsewhere);
            inHand.addAll(held.keySet());
            long octets = held.values().stream()
                    .mapToLong(mail -> mail.octets().count())
                    .sum();
            // No immutable sets: in those, unique-ids that count up are neighbours, and who asks for one may have to
            // pass all of them.
            return new PollPlan.Circumstances(
                    Collections.unmodifiableSet(inHand),
                    Map.copyOf(trials),
                    deletions.entrySet().stream()
                            .filter(deletion -> deletion.getValue() == TOLD)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toUnmodifiableSet()),
                    Collections.unmodifiableSet(new HashSet<>(retrieved)),
                    mayDelete,
                    new PollPlan.Room(
                            Math.min(MAX_IN_HAND - held.size(), filesLeft),
                            MAX_OCTETS_IN_HAND - octets,
                            held.isEmpty()),
                    clock.instant());
        } finally {
            lock.unlock();
        }
    }

    void hold(SpooledMail mail) {
        lock.lock();
        try {
            held.put(mail.uniqueId(), mail);
            trials.remove(mail.uniqueId());
        } finally {
            lock.unlock();
        }
    }

    boolean isHeld(String uniqueId) {
        lock.lock();
        try {
            return held.containsKey(uniqueId);
        } finally {
            lock.unlock();
        }
    }

    void letGo(String uniqueId) {
        lock.lock();
        try {
            held.remove(uniqueId);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session would be worth its while. */
    boolean isRoomy() {
        lock.lock();
        try {
            return held.size() <= MAX_IN_HAND / 2;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a mail with this fingerprint is held under a unique-id that is not listed. */
    boolean isHeldUnlisted(String fingerprint, Set<String> listed) {
        lock.lock();
        try {
            return held.values().stream()
                    .anyMatch(mail ->
                            mail.identity().fingerprint().equals(fingerprint) && !listed.contains(mail.uniqueId()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Compares a complete listing with what was known when its session began.
     *
     * @param before what was in hand then
     */
    void listed(Set<String> listed, Set<String> before) {
        lock.lock();
        try {
            deletions.keySet().retainAll(listed);
            trials.keySet().retainAll(listed);
            retrieved.retainAll(before);
            held.values().stream()
                    .filter(mail -> before.contains(mail.uniqueId()))
                    .forEach(mail -> mail.onServer(listed.contains(mail.uniqueId())));
        } finally {
            lock.unlock();
        }
    }

    /** Notes what is kept and cannot be read; true if that is to be told. */
    boolean isUnreadable(String uniqueId) {
        lock.lock();
        try {
            return unreadable.add(uniqueId);
        } finally {
            lock.unlock();
        }
    }

    /** Notes what came whole: some servers hide or remove it then. */
    void retrieved(String uniqueId) {
        lock.lock();
        try {
            retrieved.add(uniqueId);
        } finally {
            lock.unlock();
        }
    }

    /** Notes the message that a session broke at. */
    void brokeAt(String uniqueId) {
        failed(uniqueId, true, Duration.ZERO);
    }

    /** Notes the message that a session broke at because it is too large: to see that again costs much. */
    void tooLarge(String uniqueId) {
        failed(uniqueId, true, AFTER_TOO_LARGE);
    }

    /** Notes a message that the server would not give; true if that is to be told. */
    boolean refused(String uniqueId) {
        return failed(uniqueId, false, Duration.ZERO) == REFUSALS_TOLD;
    }

    private int failed(String uniqueId, boolean broke, Duration atLeast) {
        lock.lock();
        try {
            Trial before = trials.getOrDefault(uniqueId, new Trial(0, Instant.MIN, false));
            int times = before.times() + 1;
            Duration delay = Trouble.NETWORK.backOff(interval, times);
            Instant next = clock.instant().plus(delay.compareTo(atLeast) < 0 ? atLeast : delay);
            trials.put(uniqueId, new Trial(times, next, broke || before.alone()));
            return times;
        } finally {
            lock.unlock();
        }
    }

    /** Notes what the server says that it has deleted: what a later listing still has, it keeps. */
    void deleted(String uniqueId) {
        lock.lock();
        try {
            deletions.merge(uniqueId, 1, (before, more) -> before == TOLD ? TOLD : before + more);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that a mail was seen to be the very one that was delivered. Only then: the server may have removed that at last, and
     * have given its unique-id to another one.
     *
     * @return whether the server keeps what it says that it deletes, and that is to be told
     */
    boolean stillThere(String uniqueId) {
        lock.lock();
        try {
            int times = deletions.getOrDefault(uniqueId, 0);
            boolean tell = times >= DELETIONS && times != TOLD;
            if (tell) {
                deletions.put(uniqueId, TOLD);
            }
            return tell;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the mail that had a unique-id: it now names another one. */
    void startAnew(String uniqueId) {
        lock.lock();
        try {
            deletions.remove(uniqueId);
        } finally {
            lock.unlock();
        }
    }
}
