package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The ledger in Derby, which takes only what is in the SQL standard. */
class DerbyLedgerTest extends LedgerContract {
    @Override
    Connection connect() throws SQLException {
        System.setProperty("derby.stream.error.file", "/dev/null");
        // Its own time-out on locks; it does not hear the statement's while it waits for one.
        System.setProperty("derby.locks.waitTimeout", "2");
        return DriverManager.getConnection("jdbc:derby:memory:ledger;create=true");
    }
}
