package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** The ledger's tables. */
final class Schema {
    private static final String MESSAGE =
            "maildrop_key VARCHAR(190) NOT NULL, subscription VARCHAR(120) NOT NULL," + " uidl VARCHAR(128) NOT NULL, ";
    private static final String PRIMARY_KEY = "PRIMARY KEY (maildrop_key, subscription, uidl)";

    // Attempts have a table of their own because they must survive the roll-back of the delivery they count.
    private static final Map<String, String> TABLES = Map.of(
            "pop3j_ledger",
            MESSAGE + "fingerprint CHAR(43) NOT NULL, octets BIGINT NOT NULL, state SMALLINT NOT NULL,"
                    + " delivered_at TIMESTAMP NOT NULL, removed_at TIMESTAMP, " + PRIMARY_KEY,
            "pop3j_attempt",
            MESSAGE + "attempts INTEGER NOT NULL, next_at TIMESTAMP, last_error VARCHAR(500), " + PRIMARY_KEY);

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            if (!exists(connection, table.getKey())) {
                create(connection, table.getKey(), table.getValue());
            }
        }
    }

    private static void create(Connection connection, String table, String columns) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (" + columns + ")");
        } catch (SQLException e) {
            // Another node may have been faster.
            if (!exists(connection, table)) {
                throw e;
            }
        }
    }

    // Asking for the table itself is the one way that finds it in whatever schema an unqualified name means here.
    private static boolean exists(Connection connection, String table) {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }
}
