package org.pop3j.ra;

/**
 * The state of one polled maildrop, registered with the platform MBean server as
 * {@code org.pop3j:type=Maildrop,name="user@host:port"} while an endpoint is active on it. Safe for use by any thread.
 * Times are ISO-8601 instants, empty where the thing has not happened yet.
 */
public interface MaildropMXBean {
    /** {@code user@host:port}. */
    String getMaildrop();

    /** {@code STARTING}, {@code OK}, or the class of the trouble, such as {@code CREDENTIALS} or {@code NETWORK}. */
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
}
