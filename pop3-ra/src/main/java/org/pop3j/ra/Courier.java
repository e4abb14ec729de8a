package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pop3j.ra.ledger.AlreadyDeliveredException;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/** Delivers the mails of one subscription, and sees to it that the ledger knows what came of each. Safe for use by any thread. */
final class Courier {
    private static final System.Logger LOG = System.getLogger(Courier.class.getPackageName());

    private static final int TOGETHER = 200;

    private final Endpoint endpoint;
    private final Settings settings;
    private final LedgerKey key;
    private final Ledger ledger;
    private final Site site;
    private final Quarantine quarantine;
    // Guarded by itself.
    private final List<Delivered> unrecorded = new ArrayList<>();
    // The unique-ids of mails of which one attempt more is counted than has begun.
    private final Set<String> notBegun = ConcurrentHashMap.newKeySet();

    Courier(Endpoint endpoint, Settings settings, LedgerKey key, Ledger ledger, Site site) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.key = key;
        this.ledger = ledger;
        this.site = site;
        this.quarantine = new Quarantine(settings.quarantine(), endpoint, ledger, key, site);
    }

    /** What is to be done with a mail that was to be delivered. */
    sealed interface Fate {
        /** It was taken, now or before, or has been given up. */
        record Settled() implements Fate {}

        /** It was not taken, and is to be delivered again after the delay. */
        record Again(Duration delay) implements Fate {}

        /** The bean was not reached: it is to be delivered when that is possible. */
        record NotNow(Throwable reason) implements Fate {}
    }

    /** Counts the first attempt of each of some mails; where that fails, each is counted when it is delivered. */
    void countFirstAttempts(List<SpooledMail> mails) {
        for (int from = 0; from < mails.size(); from += TOGETHER) {
            List<SpooledMail> some = mails.subList(from, Math.min(mails.size(), from + TOGETHER));
            try {
                ledger.countFirstAttempts(key, uniqueIds(some));
                some.forEach(mail -> mail.firstAttemptIsCounted(key));
            } catch (SQLException | RuntimeException | Error e) {
                // A mail that nobody answers for would be held, and so never be fetched again.
                LOG.log(Level.DEBUG, "first attempts are counted one by one", e);
            }
        }
    }

    /** Has the first attempt of a mail counted when it begins, whatever has been counted. */
    void countItselfFirst(SpooledMail mail) {
        mail.takeFirstAttempt(key);
    }

    /** Lets go of a mail; if its first attempt is counted and has not begun, that is taken back later. */
    void letGo(SpooledMail mail) {
        noteNotBegun(mail);
        mail.release();
    }

    /** Lets go of a mail, which is to be fetched again when the delay is over. */
    void letGoFor(SpooledMail mail, Duration delay) {
        noteNotBegun(mail);
        mail.releaseFor(delay);
    }

    private void noteNotBegun(SpooledMail mail) {
        if (mail.takeFirstAttempt(key)) {
            notBegun.add(mail.uniqueId());
        }
    }

    private static List<String> uniqueIds(List<SpooledMail> mails) {
        return mails.stream().map(SpooledMail::uniqueId).toList();
    }

    /** Delivers a mail once, if the ledger knows of all that was taken before: what it does not know of comes twice if the process ends. */
    Fate deliver(SpooledMail mail) {
        try {
            recordTaken();
        } catch (SQLException | RuntimeException e) {
            return new Fate.NotNow(e);
        }
        return settle(mail, attempt(mail));
    }

    private Delivery.Result attempt(SpooledMail mail) {
        Flight.Delivery flight = Flight.delivery(site.maildrop(), key.subscription(), mail);
        String outcome = Delivery.Result.NotNow.class.getSimpleName();
        try {
            Delivery.Result result = new Delivery(endpoint, ledger, key, site.maildrop(), mail)
                    .run(settings.quarantine().maxAttempts());
            outcome = result.getClass().getSimpleName();
            return result;
        } finally {
            flight.end(outcome);
        }
    }

    private Fate settle(SpooledMail mail, Delivery.Result result) {
        if (result instanceof Delivery.Result.NotNow refusal) {
            return new Fate.NotNow(refusal.reason());
        }
        if (result instanceof Delivery.Result.Exhausted exhausted) {
            String reason = "what came of the last attempt is not known, the process may have ended in it";
            return giveUp(mail, exhausted.attempts(), reason);
        }
        if (result instanceof Delivery.Result.NotTaken notTaken) {
            return notTaken(mail, notTaken);
        }
        if (result instanceof Delivery.Result.Taken taken) {
            site.state().taken();
            if (!taken.recorded()) {
                remember(mail.identity());
            }
        }
        return new Fate.Settled();
    }

    private Fate notTaken(SpooledMail mail, Delivery.Result.NotTaken notTaken) {
        site.state().notTaken();
        if (notTaken.attempt() >= settings.quarantine().maxAttempts()) {
            return giveUp(mail, notTaken.attempt(), Reasons.of(notTaken.reason()));
        }
        Duration delay = site.schedule().jittered(settings.redelivery().after(notTaken.attempt()));
        String reason = Reasons.of(notTaken.reason());
        LOG.log(
                Level.WARNING,
                "POP3J0201 {0}: mail {1} was not taken by {2} in attempt {3}: {4}. It is not deleted and comes again in {5} s.",
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
        return new Fate.Again(delay);
    }

    private Fate giveUp(SpooledMail mail, int attempts, String reason) {
        if (!mail.octets().isOpen()) {
            // It is fetched again and then given up whole.
            return new Fate.Again(Duration.ZERO);
        }
        try {
            return quarantine.take(mail, attempts, mail.givenUpFor(key, reason));
        } catch (SQLException | RuntimeException e) {
            // Its attempts are used up, so that the next delivery leads here again without calling the bean.
            return new Fate.NotNow(e);
        }
    }

    private void remember(Delivered delivered) {
        synchronized (unrecorded) {
            unrecorded.add(delivered);
        }
    }

    /**
     * Writes what was delivered while the ledger could not be told, and takes back the attempts that were counted and not begun.
     * Nothing may be polled before this succeeds: such a mail would be delivered twice.
     */
    void recordRest() throws SQLException {
        recordTaken();
        giveBackNotBegun();
    }

    private void recordTaken() throws SQLException {
        List<Delivered> open;
        synchronized (unrecorded) {
            open = List.copyOf(unrecorded);
        }
        for (Delivered delivered : open) {
            insert(delivered);
            synchronized (unrecorded) {
                unrecorded.remove(delivered);
            }
        }
    }

    private void giveBackNotBegun() throws SQLException {
        // By one thread only, should two come here.
        Set<String> these = new HashSet<>(notBegun);
        these.removeIf(uniqueId -> !notBegun.remove(uniqueId));
        if (these.isEmpty()) {
            return;
        }
        try {
            ledger.giveBackAttempts(key, these);
        } catch (SQLException | RuntimeException | Error e) {
            notBegun.addAll(these);
            throw e;
        }
    }

    private void insert(Delivered delivered) throws SQLException {
        try {
            ledger.insertDelivered(key, delivered);
        } catch (AlreadyDeliveredException e) {
            LOG.log(Level.DEBUG, "the ledger holds the delivery after all", e);
        }
    }

    /** The last chance for that. */
    void recordAtLast() {
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
        try {
            giveBackNotBegun();
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "attempts that were none stay counted", e);
        }
    }
}
