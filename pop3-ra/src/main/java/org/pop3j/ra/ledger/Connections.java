package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Where the ledger's connections come from. Safe for use by any thread. */
public interface Connections {
    /**
     * A connection in auto-commit mode, or one that takes part in the transaction of the calling thread.
     *
     * @throws SQLException if the database cannot be reached now
     */
    Connection open() throws SQLException;

    /** Whether a write by a thread in a transaction of the container becomes true with that transaction. */
    default boolean joinTransactions() {
        return false;
    }

    /**
     * Called when a write outside any transaction has been committed: returns once it would survive the loss of power.
     *
     * @throws SQLException if that is not certain
     */
    default void sync(Connection connection) throws SQLException {
        // A database server does so with the commit.
    }
}
