package org.pop3j.servers.suite;

import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the table when it is first needed: some servers deliver mail before the start-up beans have finished. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Tables {
    // No unique key: the adapter sees to it that a mail has one row, and a fault in that must show.
    private static final String DELIVERIES = """
            CREATE TABLE IF NOT EXISTS deliveries (
              bean VARCHAR(100) NOT NULL,
              unique_id VARCHAR(1000) NOT NULL,
              attempt INTEGER NOT NULL,
              subject VARCHAR(1000) NOT NULL)
            """;

    private boolean made;

    /** Returns when the table is there. */
    public void ensure() throws SQLException {
        if (made) {
            return;
        }
        try (Connection connection = DataSources.suite().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(DELIVERIES);
        }
        made = true;
    }
}
