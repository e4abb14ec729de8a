package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.pop3j.ra.ledger.Entry.State;

/** How often each delivery has been begun: committed before it begins, so that its roll-back does not undo it. */
final class Attempts {
    private static final int MAX_ERROR = 500;

    private Attempts() {}

    /** One more; returns how many there are now. */
    static int count(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        if (add(connection, key, uniqueId) == 0) {
            insert(connection, key, List.of(uniqueId));
            return 1;
        }
        String sql = "SELECT attempts FROM pop3j_ledger" + Sql.OF_MESSAGE;
        try (PreparedStatement select = Sql.statement(connection, sql, key, List.of(uniqueId));
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private static int add(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET attempts = attempts + 1" + Sql.OF_MESSAGE;
        try (PreparedStatement update = Sql.statement(connection, sql, key, List.of(uniqueId))) {
            update.setQueryTimeout(Sql.LONGEST_WAIT);
            return update.executeUpdate();
        }
    }

    /** The first of each: one commit for many. Fails if one of them has one already. */
    static void insert(Connection connection, LedgerKey key, List<String> uniqueIds) throws SQLException {
        String row = "(?, ?, ?, " + State.NEW.code() + ", 0, 1, 0)";
        String sql =
                "INSERT INTO pop3j_ledger (maildrop_key, subscription, uidl, state, gone, attempts, removed_at) VALUES "
                        + row + (", " + row).repeat(uniqueIds.size() - 1);
        List<String> values = new ArrayList<>(List.of(uniqueIds.get(0)));
        for (String next : uniqueIds.subList(1, uniqueIds.size())) {
            values.addAll(List.of(key.maildropKey(), key.subscription(), next));
        }
        Sql.execute(connection, sql, key, values);
    }

    /** One less of each; what has none left was never tried. */
    static void giveBack(Connection connection, LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        for (List<String> part : Sql.parts(uniqueIds)) {
            String of = Sql.OF_MAILDROP + Sql.in(part.size()) + " AND state = " + State.NEW.code();
            Sql.execute(connection, "UPDATE pop3j_ledger SET attempts = attempts - 1" + of, key, part);
            Sql.execute(connection, "DELETE FROM pop3j_ledger" + of + " AND attempts < 1", key, part);
        }
    }

    static void postpone(Connection connection, LedgerKey key, String uniqueId, Instant nextAttempt, String error)
            throws SQLException {
        String sql = "UPDATE pop3j_ledger SET next_at = ?, last_error = ?" + Sql.OF_MESSAGE;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(Sql.LONGEST_WAIT);
            update.setLong(1, Sql.time(nextAttempt));
            // In whatever character set the column has: the time of the next attempt must not be lost to a text.
            String text = error.replaceAll("[^\\x20-\\x7E]", "?");
            update.setString(2, text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) : text);
            Sql.bind(update, 3, key, List.of(uniqueId));
            update.executeUpdate();
        }
    }
}
