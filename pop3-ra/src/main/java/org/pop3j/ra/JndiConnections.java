package org.pop3j.ra;

import java.sql.Connection;
import java.sql.SQLException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.Connections;

/** A managed DataSource of the server, looked up when it is first needed: it may be made after the adapter starts. */
final class JndiConnections implements Connections {
    private final String name;
    private volatile @Nullable DataSource dataSource;

    JndiConnections(String name) {
        this.name = name;
    }

    @Override
    public boolean joinTransactions() {
        return true;
    }

    @Override
    public Connection open() throws SQLException {
        DataSource found = dataSource;
        if (found == null) {
            found = lookup();
            dataSource = found;
        }
        try {
            return found.getConnection();
        } catch (SQLException e) {
            // It may be one that was taken away and made anew: the next look-up tells.
            dataSource = null;
            throw e;
        }
    }

    @SuppressWarnings("BanJNDI") // The name is the deployer's, not a user's.
    private DataSource lookup() throws SQLException {
        try {
            Object found = new InitialContext().lookup(name);
            if (found instanceof DataSource source) {
                return source;
            }
            throw new SQLException("ledgerDataSource: " + name + " is not a DataSource but a "
                    + (found == null ? "null" : found.getClass().getName()));
        } catch (NamingException e) {
            throw new SQLException("ledgerDataSource: no DataSource is found by the name " + name + ": " + e, e);
        }
    }
}
