package org.pop3j.samples.maildesk;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Makes the tables when they are first needed. Not at start: some servers deliver mail before the start-up beans have
 * finished. The container lets one caller in at a time and the others wait; a failure is tried again by the next caller.
 * Outside any transaction, because in many databases the making of a table commits what is open.
 */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TicketTables {
    // No unique key on unique_id: the adapter sees to it that a mail becomes one ticket, and a fault in that must show.
    private static final String TICKETS = """
            CREATE TABLE IF NOT EXISTS tickets (
              id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              unique_id VARCHAR(1000) NOT NULL,
              maildrop VARCHAR(500) NOT NULL,
              attempt INTEGER NOT NULL,
              sender VARCHAR(1000) NOT NULL,
              subject VARCHAR(1000) NOT NULL,
              text VARCHAR(100000) NOT NULL,
              received_at TIMESTAMP(3) WITH TIME ZONE NOT NULL,
              octets BIGINT NOT NULL,
              sha256 CHAR(64) NOT NULL)
            """;
    private static final String ATTACHMENTS = """
            CREATE TABLE IF NOT EXISTS attachments (
              ticket_id BIGINT NOT NULL REFERENCES tickets(id),
              number INTEGER NOT NULL,
              name VARCHAR(250) NOT NULL,
              type VARCHAR(100) NOT NULL,
              octets BIGINT NOT NULL,
              content BLOB,
              PRIMARY KEY (ticket_id, number))
            """;

    @Resource(name = Tickets.DATA_SOURCE, mappedName = Tickets.DATA_SOURCE)
    @SuppressWarnings("NullAway.Init") // set by the container
    private DataSource dataSource;

    private boolean made;

    /** Returns when the tables are there. */
    public void ensure() throws SQLException {
        if (made) {
            return;
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TICKETS);
            statement.execute(ATTACHMENTS);
        }
        made = true;
    }
}
