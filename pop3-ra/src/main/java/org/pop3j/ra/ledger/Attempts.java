package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of attempts. */
final class Attempts {
    private static final int MAX_ERROR = 500;

    private Attempts() {}

    static void read(Connection connection, LedgerKey key, List<String> ids, Map<String, Entry> into)
            throws SQLException {
        String sql = "SELECT uidl, attempts, next_at FROM pop3j_attempt" + Sql.OF_MAILDROP + Sql.in(ids.size());
        try (PreparedStatement select = Sql.statement(connection, sql, key, ids);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                into.put(
                        rows.getString(1),
                        new Entry(Entry.State.NEW, Optional.empty(), rows.getInt(2), Sql.time(rows, 3)));
            }
        }
    }

    /** One more; returns how many there are now. */
    static int count(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        if (add(connection, key, uniqueId) == 0) {
            insert(connection, key, List.of(uniqueId));
            return 1;
        }
        String sql = "SELECT attempts FROM pop3j_attempt" + Sql.OF_MESSAGE;
        try (PreparedStatement select = Sql.statement(connection, sql, key, List.of(uniqueId));
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static int add(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        String sql = "UPDATE pop3j_attempt SET attempts = attempts + 1" + Sql.OF_MESSAGE;
        try (PreparedStatement update = Sql.statement(connection, sql, key, List.of(uniqueId))) {
            return update.executeUpdate();
        }
    }

    /** The first of each: one commit for many. Fails if one of them has one already. */
    static void insert(Connection connection, LedgerKey key, List<String> uniqueIds) throws SQLException {
        String rows = "(?, ?, ?, 1)" + ", (?, ?, ?, 1)".repeat(uniqueIds.size() - 1);
        String sql = "INSERT INTO pop3j_attempt (maildrop_key, subscription, uidl, attempts) VALUES " + rows;
        List<String> values = new ArrayList<>(List.of(uniqueIds.get(0)));
        for (String next : uniqueIds.subList(1, uniqueIds.size())) {
            values.addAll(List.of(key.maildropKey(), key.subscription(), next));
        }
        try (PreparedStatement insert = Sql.statement(connection, sql, key, values)) {
            insert.executeUpdate();
        }
    }

    /** One less of each; what has none left was never tried. */
    static void giveBack(Connection connection, LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        for (List<String> part : Sql.parts(uniqueIds)) {
            String of = Sql.OF_MAILDROP + Sql.in(part.size());
            execute(connection, "UPDATE pop3j_attempt SET attempts = attempts - 1" + of, key, part);
            execute(connection, "DELETE FROM pop3j_attempt" + of + " AND attempts < 1", key, part);
        }
    }

    private static void execute(Connection connection, String sql, LedgerKey key, List<String> uniqueIds)
            throws SQLException {
        try (PreparedStatement statement = Sql.statement(connection, sql, key, uniqueIds)) {
            statement.executeUpdate();
        }
    }

    static void postpone(Connection connection, LedgerKey key, String uniqueId, Instant nextAttempt, String error)
            throws SQLException {
        String sql = "UPDATE pop3j_attempt SET next_at = ?, last_error = ?" + Sql.OF_MESSAGE;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, Sql.time(nextAttempt));
            // In whatever character set the column has: the time of the next attempt must not be lost to a text.
            String text = error.replaceAll("[^\\x20-\\x7E]", "?");
            update.setString(2, text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) : text);
            Sql.bind(update, 3, key, List.of(uniqueId));
            update.executeUpdate();
        }
    }

    static void forget(Connection connection, LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        for (List<String> part : Sql.parts(uniqueIds)) {
            execute(connection, "DELETE FROM pop3j_attempt" + Sql.OF_MAILDROP + Sql.in(part.size()), key, part);
        }
    }
}
