package org.pop3j.samples.maildesk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.pop3j.ra.Mail;
import org.pop3j.samples.maildesk.MailContent.Attachment;
import org.pop3j.samples.maildesk.Ticket.Attached;

/** The tickets in the database. What is added belongs to the caller's transaction. Safe for use by any thread. */
final class Tickets {
    static final String DATA_SOURCE = "jdbc/maildesk";

    private static final String COLUMNS =
            "id, unique_id, maildrop, attempt, sender, subject, received_at, octets, sha256";

    private final DataSource dataSource;

    Tickets(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Adds a ticket for the mail; the caller decides whether it stays. */
    void add(Mail mail, Fingerprint fingerprint, MailContent content) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            long id = insert(connection, mail, fingerprint, content);
            int number = 0;
            for (Attachment attachment : content.attachments()) {
                insert(connection, id, ++number, attachment);
            }
        }
    }

    private static long insert(Connection connection, Mail mail, Fingerprint fingerprint, MailContent content)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO tickets
                  (unique_id, maildrop, attempt, sender, subject, text, received_at, octets, sha256)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, new String[] {"id"})) {
            insert.setString(1, mail.uniqueId());
            insert.setString(2, mail.maildrop());
            insert.setInt(3, mail.attempt());
            insert.setString(4, content.sender());
            insert.setString(5, content.subject());
            insert.setString(6, content.text());
            insert.setObject(7, OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS));
            insert.setLong(8, fingerprint.octets());
            insert.setString(9, fingerprint.sha256());
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                return keys.getLong(1);
            }
        }
    }

    private static void insert(Connection connection, long ticket, int number, Attachment attachment)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO attachments (ticket_id, number, name, type, octets, content) VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, ticket);
            insert.setInt(2, number);
            insert.setString(3, attachment.name());
            insert.setString(4, attachment.type());
            insert.setLong(5, attachment.octets());
            insert.setBytes(6, attachment.content());
            insert.executeUpdate();
        }
    }

    /** Changes with each ticket. Not the greatest id: a ticket with a smaller one may be committed after it. */
    String revision() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT COUNT(*), MAX(received_at) FROM tickets");
                ResultSet row = select.executeQuery()) {
            row.next();
            OffsetDateTime latest = row.getObject(2, OffsetDateTime.class);
            return row.getLong(1)
                    + (latest == null ? "" : "-" + latest.toInstant().toEpochMilli());
        }
    }

    /** All of them, newest first, without their texts. */
    List<Ticket> all() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT " + COLUMNS + ", '' AS text FROM tickets ORDER BY id DESC")) {
            return read(select, attached(connection, "", 0));
        }
    }

    Optional<Ticket> find(long id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT " + COLUMNS + ", text FROM tickets WHERE id = ?")) {
            select.setLong(1, id);
            return read(select, attached(connection, "WHERE ticket_id = ?", id)).stream()
                    .findFirst();
        }
    }

    private static List<Ticket> read(PreparedStatement select, Map<Long, List<Attached>> attached) throws SQLException {
        List<Ticket> tickets = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                long id = row.getLong("id");
                tickets.add(new Ticket(
                        id,
                        row.getString("unique_id"),
                        row.getString("maildrop"),
                        row.getInt("attempt"),
                        row.getString("sender"),
                        row.getString("subject"),
                        row.getString("text"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant(),
                        row.getLong("octets"),
                        row.getString("sha256"),
                        attached.getOrDefault(id, List.of())));
            }
        }
        return tickets;
    }

    private static Map<Long, List<Attached>> attached(Connection connection, String where, long id)
            throws SQLException {
        Map<Long, List<Attached>> attached = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT ticket_id, number, name, type, octets, CASE WHEN content IS NULL THEN 0 ELSE 1 END AS kept"
                        + " FROM attachments " + where + " ORDER BY ticket_id, number")) {
            if (!where.isEmpty()) {
                select.setLong(1, id);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    attached.computeIfAbsent(row.getLong("ticket_id"), ticket -> new ArrayList<>())
                            .add(new Attached(
                                    row.getInt("number"),
                                    row.getString("name"),
                                    row.getString("type"),
                                    row.getLong("octets"),
                                    row.getInt("kept") == 1));
                }
            }
        }
        return attached;
    }

    /** Writes what was attached; false if it is not there or was not kept. */
    boolean copy(long ticket, int number, OutputStream to) throws SQLException, IOException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT content FROM attachments WHERE ticket_id = ? AND number = ?")) {
            select.setLong(1, ticket);
            select.setInt(2, number);
            try (ResultSet row = select.executeQuery();
                    InputStream content = row.next() ? row.getBinaryStream(1) : null) {
                if (content == null) {
                    return false;
                }
                content.transferTo(to);
                return true;
            }
        }
    }
}
