package org.pop3j.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.AlreadyDeliveredException;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;

/**
 * One delivery of one mail to one bean (Jakarta Connectors 2.1, section 14.5.6). Used once, on one thread.
 *
 * <ol>
 *   <li>an endpoint is obtained; the container may have none to give now;
 *   <li>the attempt is counted, durably, before anything of the bean can run; if there were too many already, it is not
 *       delivered: the bean may have ended the JVM;
 *   <li>{@code beforeDelivery}: the container begins the transaction;
 *   <li>a ledger in the transaction gets its row, before the bean runs: a second delivery fails on the row, not later;
 *   <li>the bean is called;
 *   <li>{@code afterDelivery}: the container ends the transaction, and a synchronization tells how; a ledger of our own
 *       gets its row then;
 *   <li>the endpoint is released.
 * </ol>
 */
final class Delivery {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getPackageName());

    // While an application is taken away and one of its deliveries still runs, WildFly throws an exception of this
    // name, and GlassFish and Payara one with this text: the bean is not entered. No class of a server can be named
    // here, so that these words are all there is to know it by.
    private static final String REFUSAL = "EJBComponentUnavailableException";
    private static final String REFUSING = "Attempt to invoke when container is in ";
    private static final int LONGEST_CHAIN = 20;

    private final Endpoint endpoint;
    private final Ledger ledger;
    private final LedgerKey key;
    private final MaildropAddress maildrop;
    private final SpooledMail mail;

    private final Outcome outcome = new Outcome();
    private Note note = Ledger::insertDelivered;
    private int attempt;
    private boolean countedBefore;
    private boolean transacted;
    private boolean beanCalled;
    private boolean alreadyDelivered;
    private @Nullable Instant written;
    private @Nullable Throwable failure;

    Delivery(Endpoint endpoint, Ledger ledger, LedgerKey key, MaildropAddress maildrop, SpooledMail mail) {
        this.endpoint = endpoint;
        this.ledger = ledger;
        this.key = key;
        this.maildrop = maildrop;
        this.mail = mail;
    }

    /** What came of a delivery. */
    sealed interface Result {
        /** Taken for good; {@code recorded} is false if the ledger could not be told. */
        record Taken(int attempt, boolean recorded) implements Result {}

        /** The ledger says that it was delivered before. */
        record TakenBefore() implements Result {}

        /** The bean had it and did not take it. */
        record NotTaken(int attempt, Throwable reason) implements Result {}

        /** All attempts have been begun, and the last one did not live to tell: the bean was not called again. */
        record Exhausted(int attempts) implements Result {}

        /** The bean cannot have run: no attempt is counted. */
        record NotNow(Throwable reason) implements Result {}
    }

    private interface Finder {
        Target target(DeliveredRawMail mail) throws Exception;
    }

    private interface Note {
        Instant write(Ledger ledger, LedgerKey key, Delivered mail) throws SQLException;
    }

    /** Delivers the mail to the method that takes it. */
    Result run(int maxAttempts) {
        return run(endpoint.listener()::target, maxAttempts);
    }

    /** Gives a mail that was tried so often to the method for such mails, once: that counts as one attempt more. */
    Result runForDead(Target target, int maxAttempts) {
        note = Ledger::insertSaved;
        return run(mail -> target, maxAttempts + 1);
    }

    @SuppressWarnings("TooBroadCatch") // WildFly throws unchecked exceptions of its own from createEndpoint.
    private Result run(Finder finder, int maxAttempts) {
        MessageEndpoint bean;
        try {
            bean = endpoint.factory().createEndpoint(null);
        } catch (Throwable e) {
            return new Result.NotNow(e);
        }
        try {
            return deliverTo(bean, finder, maxAttempts);
        } finally {
            release(bean);
        }
    }

    private Result deliverTo(MessageEndpoint bean, Finder finder, int maxAttempts) {
        try {
            countedBefore = mail.takeFirstAttempt(key);
            attempt = countedBefore ? 1 : ledger.countAttempt(key, mail.uniqueId());
        } catch (SQLException e) {
            return new Result.NotNow(e);
        }
        if (attempt > maxAttempts) {
            giveBackAttempt();
            return new Result.Exhausted(maxAttempts);
        }
        DeliveredRawMail view = endpoint.listener().view(mail, maildrop, attempt);
        Target target;
        try {
            target = finder.target(view);
        } catch (Throwable e) {
            return new Result.NotTaken(attempt, e);
        }
        transacted = target.transacted();
        try {
            bean.beforeDelivery(target.method());
        } catch (Throwable e) {
            return notNow(e);
        }
        callWithin(bean, target, view);
        end(bean);
        return result();
    }

    private void callWithin(MessageEndpoint bean, Target target, DeliveredRawMail view) {
        try {
            if (transacted) {
                join(target);
            }
            if (!alreadyDelivered) {
                call(bean, target, view);
            }
        } catch (Throwable e) {
            failure = e;
            rollBack();
        }
    }

    private void join(Target target) throws SQLException {
        if (endpoint.transactions().getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException(
                    "POP3J0204 the container says that " + target.method().getName()
                            + " is transacted but has begun no transaction; nothing is delivered without one");
        }
        endpoint.transactions().registerInterposedSynchronization(outcome);
        if (ledger.joinsTransactions()) {
            try {
                written = note.write(ledger, key, mail.identity());
            } catch (AlreadyDeliveredException e) {
                alreadyDelivered = true;
                rollBack();
            }
        }
    }

    private void call(MessageEndpoint bean, Target target, DeliveredRawMail view) throws Exception {
        beanCalled = true;
        try (view) {
            target.call().of(bean, view);
        } finally {
            // An interrupt that the bean left behind would close the ledger's file under everybody.
            if (Thread.interrupted()) {
                LOG.log(Level.DEBUG, "the bean left its thread interrupted");
            }
        }
    }

    // Containers commit when a bean throws a checked exception; to our listeners any exception means "not taken".
    private void rollBack() {
        if (transacted) {
            try {
                endpoint.transactions().setRollbackOnly();
            } catch (RuntimeException | Error e) {
                // What follows must be told of its end all the same.
                LOG.log(Level.DEBUG, "the transaction cannot be marked: it has ended, or never began", e);
            }
        }
    }

    private void end(MessageEndpoint bean) {
        try {
            bean.afterDelivery();
        } catch (Throwable e) {
            // Some containers tell a roll-back this way, some do not; the synchronization is what counts. Without a
            // transaction the bean's normal return has said all.
            if (failure == null && transacted) {
                failure = e;
            } else {
                LOG.log(Level.DEBUG, "afterDelivery failed", e);
            }
        }
    }

    private Result result() {
        if (alreadyDelivered) {
            return new Result.TakenBefore();
        }
        if (transacted ? outcome.committed : failure == null) {
            return new Result.Taken(attempt, transacted ? outcome.recorded : record());
        }
        if (transacted && beanCalled && !outcome.isKnown()) {
            LOG.log(
                    Level.ERROR,
                    "POP3J0206 {0}: the container did not say how the transaction of mail {1} ended (status {2}). It stays on"
                            + " the server and comes again; check whether it has been taken.",
                    maildrop,
                    mail.uniqueId(),
                    outcome.status);
        }
        if (outcome.isKnown()) {
            requireUnwritten();
        }
        Throwable reason = failure != null ? failure : new RolledBackException(outcome.isKnown());
        return beanCalled && !isRefusal(failure) ? new Result.NotTaken(attempt, reason) : notNow(reason);
    }

    // Not if the bean was entered: it may have called another application, which was taken away.
    private boolean isRefusal(@Nullable Throwable thrown) {
        boolean refusal = false;
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < LONGEST_CHAIN; depth++) {
            if (hasEnteredTheBean(cause)) {
                return false;
            }
            refusal |= cause.getClass().getSimpleName().equals(REFUSAL)
                    || String.valueOf(cause.getMessage()).startsWith(REFUSING);
            cause = cause.getCause();
        }
        return refusal;
    }

    private boolean hasEnteredTheBean(Throwable cause) {
        Set<String> called = Arrays.stream(cause.getStackTrace())
                .map(StackTraceElement::getClassName)
                .collect(Collectors.toSet());
        Class<?> bean = endpoint.factory().getEndpointClass();
        // A container that does not tell has not refused in this way.
        boolean entered = bean == null;
        for (Class<?> type = bean; type != null && !type.equals(Object.class); type = type.getSuperclass()) {
            entered |= called.contains(type.getName());
        }
        return entered;
    }

    // What the ledger says of a mail that was rolled back would have the mail deleted.
    private void requireUnwritten() {
        try {
            if (written != null && ledger.takeBack(key, mail.uniqueId(), written)) {
                LOG.log(
                        Level.ERROR,
                        "POP3J0209 {0}: the ledger''s DataSource takes no part in the transactions of {1}: mail {2} was rolled"
                                + " back and remained noted as taken. That has been taken back, but if the process had ended"
                                + " before, the mail would be lost. Let the DataSource take part in transactions.",
                        maildrop,
                        key.subscription(),
                        mail.uniqueId());
            }
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "whether the ledger was rolled back with the bean is not known", e);
        }
    }

    private Result notNow(Throwable reason) {
        giveBackAttempt();
        return new Result.NotNow(reason);
    }

    private void giveBackAttempt() {
        if (countedBefore) {
            // For the next time; without asking a database that may be down.
            mail.firstAttemptIsCounted(key);
            return;
        }
        try {
            ledger.giveBackAttempts(key, List.of(mail.uniqueId()));
        } catch (SQLException | RuntimeException e) {
            LOG.log(Level.DEBUG, "an attempt that was none stays counted", e);
        }
    }

    /** Writes the row outside any transaction; false if the ledger could not be told. */
    private boolean record() {
        try {
            note.write(ledger, key, mail.identity());
            return true;
        } catch (AlreadyDeliveredException e) {
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "POP3J0205 a delivered mail cannot be written to the ledger; it is kept in mind and"
                            + " tried again before anything else is delivered",
                    e);
            return false;
        }
    }

    private static void release(MessageEndpoint bean) {
        try {
            bean.release();
        } catch (Throwable e) {
            LOG.log(Level.DEBUG, "the container failed to release an endpoint", e);
        }
    }

    /** Hears how the transaction ended: the one thing that says so on every server. */
    private final class Outcome implements Synchronization {
        private int status = Status.STATUS_UNKNOWN;
        private boolean committed;
        private boolean recorded;

        boolean isKnown() {
            return status == Status.STATUS_COMMITTED || status == Status.STATUS_ROLLEDBACK;
        }

        @Override
        public void beforeCompletion() {
            // Nothing to do: the row is part of the transaction, or comes after it.
        }

        @Override
        public void afterCompletion(int ended) {
            status = ended;
            committed = ended == Status.STATUS_COMMITTED;
            if (committed) {
                recorded = ledger.joinsTransactions() || record();
            }
        }
    }

    /** The bean returned and the transaction was rolled back all the same. */
    private static final class RolledBackException extends ResourceException {
        private static final long serialVersionUID = 1L;

        RolledBackException(boolean told) {
            super(told ? "the transaction was rolled back" : "the container did not say how the transaction ended");
        }
    }
}
