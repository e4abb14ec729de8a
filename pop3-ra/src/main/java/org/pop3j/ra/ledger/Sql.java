package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the statements have in common. */
final class Sql {
    static final String OF_MAILDROP = " WHERE maildrop_key = ? AND subscription = ?";
    static final String OF_MESSAGE = OF_MAILDROP + " AND uidl = ?";

    /** In seconds. A row of a transaction in doubt is locked for as long as that takes, and some databases would wait for ever. */
    static final int LONGEST_WAIT = 5;

    private static final int IN_LIST = 200;
    // Some databases have a reader wait for a row that a bean's transaction has written, and for as long as that takes.
    static final int LONGEST_READ = 30;

    private Sql() {}

    /** A statement whose first parameters are the key, then what more is given. */
    static PreparedStatement statement(Connection connection, String sql, LedgerKey key, List<String> more)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(LONGEST_READ);
            bind(statement, 1, key, more);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** How many rows it has changed; on autocommit, for good. */
    static int execute(Connection connection, String sql, LedgerKey key, List<String> more) throws SQLException {
        try (PreparedStatement statement = statement(connection, sql, key, more)) {
            return statement.executeUpdate();
        }
    }

    static void bind(PreparedStatement statement, int from, LedgerKey key, List<String> more) throws SQLException {
        List<String> values = new ArrayList<>(List.of(key.maildropKey(), key.subscription()));
        values.addAll(more);
        for (int i = 0; i < values.size(); i++) {
            statement.setString(from + i, values.get(i));
        }
    }

    static String in(int count) {
        return " AND uidl IN (" + "?, ".repeat(count - 1) + "?)";
    }

    /** Cuts a listing into parts that fit into one statement. */
    static List<List<String>> parts(Collection<String> uniqueIds) {
        List<String> all = List.copyOf(uniqueIds);
        List<List<String>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IN_LIST) {
            parts.add(all.subList(from, Math.min(all.size(), from + IN_LIST)));
        }
        return parts;
    }

    // What databases and drivers make of a date and time depends on whose time zone they think it is in; a number is
    // safe.
    static long time(Instant instant) {
        return instant.toEpochMilli();
    }

    /** The time in a column; empty if there is none. */
    static Optional<Instant> time(ResultSet rows, int column) throws SQLException {
        long time = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
    }
}
