package org.pop3j.ra;

/**
 * The state of one polled maildrop, registered with the platform MBean server as
 * {@code org.pop3j:type=Maildrop,name="user@host:port"} while an endpoint is active on it. Safe for use by any thread.
 * Times are ISO-8601 instants, empty where the thing has not happened yet.
 */
public interface MaildropMXBean {
    /** {@code user@host:port}. */
    String getMaildrop();

    /** {@code STARTING}, {@code OK}, {@code PAUSED}, or the class of the trouble, such as {@code CREDENTIALS} or {@code NETWORK}. */
    String getState();

    /** What is wrong, in one line without any secret; empty if nothing is. */
    String getLastError();

    /** When the last poll ended, whatever came of it. */
    String getLastPoll();

    /** When the last poll ended well. */
    String getLastSuccess();

    /** How many mails were on the server and not yet delivered to every bean when the last good poll ended. */
    int getBacklog();

    /** How many mails are being delivered now. */
    int getInFlight();

    /** How many deliveries have been taken (committed) since the activation. */
    long getDelivered();

    /** How many deliveries were not taken (exception, roll-back) since the activation. */
    long getFailedDeliveries();

    /** How many polls have failed since the last good one. */
    int getFailedPolls();

    /**
     * Polls at once, or again when the session that runs has ended.
     *
     * @throws IllegalStateException if polling is paused
     */
    void pollNow();

    /** Begins no session any more, until {@link #resume()} or the end of the activation. What was fetched is delivered. */
    void pause();

    /** Polls again, at once; does nothing if polling is not paused. */
    void resume();

    /**
     * Has a mail that was given up, or waits for its next attempt, delivered at once, with its attempts counted anew.
     *
     * @param uniqueId the mail's, as the log shows it
     * @return false if no bean waits for it: it was taken, is being delivered, or was never tried
     * @throws IllegalStateException if the ledger cannot be used
     */
    boolean retry(String uniqueId);

    /**
     * Forgets all that is known of a mail. If it is on the server it is delivered once more, to each bean, also to those that have
     * taken it.
     *
     * @param uniqueId the mail's, as the log shows it
     * @return false if nothing was known of it, or it is being delivered
     * @throws IllegalStateException if the ledger cannot be used
     */
    boolean forget(String uniqueId);
}
