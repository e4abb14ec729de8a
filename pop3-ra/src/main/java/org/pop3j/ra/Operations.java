package org.pop3j.ra;

import java.lang.System.Logger.Level;
import java.sql.SQLException;

/** What an operator can do to a maildrop while it is polled. Safe for use by any thread. */
final class Operations {
    private static final System.Logger LOG = System.getLogger(Operations.class.getPackageName());

    private final Poller poller;

    Operations(Poller poller) {
        this.poller = poller;
    }

    boolean isPaused() {
        return poller.isPaused();
    }

    void pollNow() {
        if (poller.isPaused()) {
            throw new IllegalStateException("polling is paused: resume it");
        }
        poller.pollNow();
    }

    void pause() {
        if (poller.pause(true)) {
            LOG.log(
                    Level.INFO,
                    "POP3J0700 {0}: an operator has paused the polling; what was fetched before is still delivered",
                    maildrop());
        }
    }

    void resume() {
        if (poller.pause(false)) {
            LOG.log(Level.INFO, "POP3J0701 {0}: an operator has resumed the polling", maildrop());
        }
    }

    /** Whether any subscription had given the mail up, or was waiting with it. */
    boolean retry(String uniqueId) {
        int count = 0;
        for (Subscription subscription : poller.subscriptions()) {
            count += changed(() -> subscription.retry(uniqueId)) ? 1 : 0;
        }
        if (count > 0) {
            LOG.log(
                    Level.INFO,
                    "POP3J0702 {0}: an operator has mail {1} delivered again to {2} beans that have not taken it",
                    maildrop(),
                    uniqueId,
                    count);
            poller.pollNow();
        }
        return count > 0;
    }

    /** Whether any subscription knew the mail. */
    boolean forget(String uniqueId) {
        int count = 0;
        for (Subscription subscription : poller.subscriptions()) {
            count += changed(() -> subscription.forget(uniqueId)) ? 1 : 0;
        }
        if (count > 0) {
            LOG.log(
                    Level.WARNING,
                    "POP3J0703 {0}: an operator has mail {1} forgotten for {2} beans; if it is on the server it is"
                            + " delivered once more",
                    maildrop(),
                    uniqueId,
                    count);
            poller.pollNow();
        }
        return count > 0;
    }

    private interface Change {
        boolean make() throws SQLException;
    }

    // A client of the MBean server need not have the classes of a database driver.
    private static boolean changed(Change change) {
        try {
            return change.make();
        } catch (SQLException e) {
            throw new IllegalStateException("the ledger cannot be used: " + Reasons.of(e));
        }
    }

    private Object maildrop() {
        return poller.server().address();
    }
}
