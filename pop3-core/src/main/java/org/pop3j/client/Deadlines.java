package org.pop3j.client;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the server may still keep us waiting. Three bounds hold for each read and each write:
 *
 * <ul>
 *   <li>the read time-out: silence, or nothing taken of what is being sent;
 *   <li>the command time-out: the time spent in waiting for one answer, counted anew for each {@value #PROGRESS_OCTETS}
 *       octets that have come. So a long mail may take its time, but a server that sends an octet now and then may not; and
 *       the time that the caller takes to store the mail is not counted against the server;
 *   <li>the session time-out: the clock since the connection was begun, whatever happens.
 * </ul>
 *
 * QUIT has one bound of its own instead of these, because servers remove the mails before they answer it: for the whole
 * answer, however much comes.
 *
 * <p>Not thread-safe.
 */
final class Deadlines {
    static final int PROGRESS_OCTETS = 65_536;
    private static final String SESSION = "session longer than ";

    private final Timeouts timeouts;
    private final LongSupplier nanoTime;
    private final long begin;
    private boolean quitting;
    private long answerBegin;
    private long waited;
    private long octets;
    /** What the bound of the last wait was, put into words only when it has passed: every read comes by here. */
    private String binding = "";

    private Duration bound = Duration.ZERO;

    Deadlines(Timeouts timeouts, LongSupplier nanoTime) {
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        this.answerBegin = begin;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** The next octets belong to another answer (or greeting, or handshake). */
    void nextAnswer() {
        answerBegin = now();
        waited = 0;
        octets = 0;
    }

    /** The next and last answer is that to QUIT. */
    void quit() {
        nextAnswer();
        quitting = true;
    }

    /**
     * The bound for one read.
     *
     * @return milliseconds, 1 or more
     * @throws SocketTimeoutException if there is no time left
     */
    int nextRead() throws SocketTimeoutException {
        return next(0, "silent for ");
    }

    /**
     * The bound for one attempt to write.
     *
     * @param idle nanoseconds for which the server has taken nothing
     * @return milliseconds, 1 or more
     * @throws SocketTimeoutException if there is no time left
     */
    int nextWrite(long idle) throws SocketTimeoutException {
        return next(idle, "took nothing for ");
    }

    private int next(long idle, String whatIdle) throws SocketTimeoutException {
        long left;
        if (quitting) {
            left = bounded(Long.MAX_VALUE, timeouts.quit(), waited, "no answer within ");
        } else {
            left = bounded(Long.MAX_VALUE, timeouts.read(), idle, whatIdle);
            left = bounded(left, timeouts.command(), waited, "not complete within ");
            left = bounded(left, timeouts.session(), now() - begin, SESSION);
        }
        if (left <= 0) {
            throw expired();
        }
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left));
    }

    private long bounded(long left, Duration other, long used, String words) {
        long rest = other.toNanos() - used;
        if (rest < left) {
            binding = words;
            bound = other;
            return rest;
        }
        return left;
    }

    /** Notes what came, and how long it was waited for. */
    void passed(int count, long nanos) {
        waited += nanos;
        octets += count;
        if (!quitting && octets >= PROGRESS_OCTETS) {
            nextAnswer();
        }
    }

    /** Whether the last wait was bounded by the session, which the caller has bounded, and not by the server's own time. */
    boolean endOfSession() {
        return binding.equals(SESSION);
    }

    /** Whether the clock says that this answer or the session has taken too long, whoever is to blame: for our own long work. */
    boolean over() {
        long now = now();
        long left = bounded(Long.MAX_VALUE, timeouts.command(), now - answerBegin, "not complete within ");
        return bounded(left, timeouts.session(), now - begin, SESSION) <= 0;
    }

    /** What to throw when something took longer than was allowed. */
    SocketTimeoutException expired() {
        return new SocketTimeoutException(binding + bound);
    }
}
