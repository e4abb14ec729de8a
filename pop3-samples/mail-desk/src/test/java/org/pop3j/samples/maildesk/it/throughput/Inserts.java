package org.pop3j.samples.maildesk.it.throughput;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What the bean does with a mail, and the loop without one. */
record Inserts(DataSource dataSource) {
    static final String DATA_SOURCE = "jdbc/throughput";

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS mails (
              id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              unique_id VARCHAR(1000) NOT NULL,
              octets BIGINT NOT NULL)
            """;

    void add(String uniqueId, long octets) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO mails (unique_id, octets) VALUES (?, ?)")) {
            insert.setString(1, uniqueId);
            insert.setLong(2, octets);
            insert.executeUpdate();
        }
    }

    void clear() throws SQLException {
        execute(TABLE);
        execute("TRUNCATE TABLE mails");
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }

    long count() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT COUNT(*) FROM mails");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
