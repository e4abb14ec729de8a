package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one memory of the adapter: which mail was delivered to which subscription, and how often that was tried. Every method
 * is one or more statements that each commit by themselves, unless the caller's thread is in a transaction that the
 * {@linkplain Connections connections} take part in. Safe for use by any thread; holds no state but whether the tables are
 * known to exist.
 */
public final class Ledger {
    private static final int IN_LIST = 200;
    private static final int MAX_ERROR = 500;
    private static final String OF_MAILDROP = " WHERE maildrop_key = ? AND subscription = ?";
    private static final String OF_MESSAGE = OF_MAILDROP + " AND uidl = ?";

    private final Connections connections;
    private final Clock clock;
    private volatile boolean tablesExist;

    /** A ledger in the database that the connections lead to. */
    public Ledger(Connections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** Whether {@link #insertDelivered} becomes true with the transaction of the calling thread. */
    public boolean joinsTransactions() {
        return connections.joinTransactions();
    }

    /**
     * Makes the tables if they are missing. To be called outside any transaction before anything else; cheap from the
     * second time on.
     *
     * @throws SQLException if the database cannot be reached or refuses the tables
     */
    public void prepare() throws SQLException {
        if (!tablesExist) {
            try (Connection connection = connections.open()) {
                Schema.create(connection);
            }
            tablesExist = true;
        }
    }

    /** What is known of the given unique-ids; {@link Entry#UNKNOWN} is left out. */
    public Map<String, Entry> entries(LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        Map<String, Entry> entries = new HashMap<>();
        List<String> ids = List.copyOf(uniqueIds);
        try (Connection connection = connections.open()) {
            for (int from = 0; from < ids.size(); from += IN_LIST) {
                List<String> some = ids.subList(from, Math.min(ids.size(), from + IN_LIST));
                readAttempts(connection, key, some, entries);
                readDeliveries(connection, key, some, entries);
            }
        }
        return entries;
    }

    private static void readAttempts(Connection connection, LedgerKey key, List<String> ids, Map<String, Entry> into)
            throws SQLException {
        String sql = "SELECT uidl, attempts, next_at FROM pop3j_attempt" + OF_MAILDROP + in(ids.size());
        try (PreparedStatement select = statement(connection, sql, key, ids);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                Optional<Instant> next = Optional.ofNullable(rows.getObject(3, LocalDateTime.class))
                        .map(Ledger::instant);
                into.put(rows.getString(1), new Entry(Entry.State.NEW, Optional.empty(), rows.getInt(2), next));
            }
        }
    }

    private static void readDeliveries(Connection connection, LedgerKey key, List<String> ids, Map<String, Entry> into)
            throws SQLException {
        String sql = "SELECT uidl, state, fingerprint, octets FROM pop3j_ledger" + OF_MAILDROP + in(ids.size());
        try (PreparedStatement select = statement(connection, sql, key, ids);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String uniqueId = rows.getString(1);
                Entry tried = into.getOrDefault(uniqueId, Entry.UNKNOWN);
                Delivered delivered = new Delivered(uniqueId, rows.getString(3), rows.getLong(4));
                into.put(
                        uniqueId,
                        new Entry(
                                Entry.State.of(rows.getInt(2)),
                                Optional.of(delivered),
                                tried.attempts(),
                                tried.nextAttempt()));
            }
        }
    }

    /** The unique-ids that are delivered and not yet known to be gone from the server. */
    public Set<String> delivered(LedgerKey key) throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + OF_MAILDROP + " AND state = " + Entry.State.DELIVERED.code();
        Set<String> ids = new HashSet<>();
        try (Connection connection = connections.open();
                PreparedStatement select = statement(connection, sql, key, List.of());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** The unique-ids of what is not known to be gone from the server and was delivered after the given time. */
    public Set<String> deliveredAfter(LedgerKey key, Instant time) throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + OF_MAILDROP + " AND state = " + Entry.State.DELIVERED.code()
                + " AND delivered_at > ?";
        Set<String> ids = new HashSet<>();
        try (Connection connection = connections.open();
                PreparedStatement select = statement(connection, sql, key, List.of())) {
            select.setObject(3, local(time));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    /**
     * Counts one more attempt, durably, before anything that could end the JVM. To be called outside any transaction.
     *
     * @return how many attempts there are now, this one included
     */
    public int countAttempt(LedgerKey key, String uniqueId) throws SQLException {
        try (Connection connection = connections.open()) {
            if (addAttempts(connection, key, uniqueId, 1) == 0) {
                insertAttempt(connection, key, uniqueId);
            }
            connections.sync(connection);
            return attempts(connection, key, uniqueId);
        }
    }

    /** Takes back an attempt in which the bean cannot have run. To be called outside any transaction. */
    public void giveBackAttempt(LedgerKey key, String uniqueId) throws SQLException {
        try (Connection connection = connections.open()) {
            addAttempts(connection, key, uniqueId, -1);
            connections.sync(connection);
        }
    }

    private static int addAttempts(Connection connection, LedgerKey key, String uniqueId, int more)
            throws SQLException {
        String sql = "UPDATE pop3j_attempt SET attempts = attempts + " + more + OF_MESSAGE;
        try (PreparedStatement update = statement(connection, sql, key, List.of(uniqueId))) {
            return update.executeUpdate();
        }
    }

    private static void insertAttempt(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        String sql = "INSERT INTO pop3j_attempt (maildrop_key, subscription, uidl, attempts) VALUES (?, ?, ?, 1)";
        try (PreparedStatement insert = statement(connection, sql, key, List.of(uniqueId))) {
            insert.executeUpdate();
        }
    }

    private static int attempts(Connection connection, LedgerKey key, String uniqueId) throws SQLException {
        String sql = "SELECT attempts FROM pop3j_attempt" + OF_MESSAGE;
        try (PreparedStatement select = statement(connection, sql, key, List.of(uniqueId));
                ResultSet rows = select.executeQuery()) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    /** Notes that a delivery was not taken, why, and when to try again. To be called outside any transaction. */
    public void notTaken(LedgerKey key, String uniqueId, Instant nextAttempt, String error) throws SQLException {
        String sql = "UPDATE pop3j_attempt SET next_at = ?, last_error = ?" + OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, local(nextAttempt));
            // In whatever character set the column has: the time of the next attempt must not be lost to a text.
            String text = error.replaceAll("[^\\x20-\\x7E]", "?");
            update.setString(2, text.length() > MAX_ERROR ? text.substring(0, MAX_ERROR) : text);
            bind(update, 3, key, List.of(uniqueId));
            update.executeUpdate();
            connections.sync(connection);
        }
    }

    /**
     * Writes that a mail is delivered. In a transaction that the connections take part in, this becomes true with the
     * commit.
     *
     * @throws AlreadyDeliveredException if that is written already
     */
    public void insertDelivered(LedgerKey key, Delivered mail) throws SQLException {
        String sql =
                "INSERT INTO pop3j_ledger (maildrop_key, subscription, uidl, fingerprint, octets, state, delivered_at)"
                        + " VALUES (?, ?, ?, ?, ?, " + Entry.State.DELIVERED.code() + ", ?)";
        try (Connection connection = connections.open();
                PreparedStatement insert =
                        statement(connection, sql, key, List.of(mail.uniqueId(), mail.fingerprint()))) {
            insert.setLong(5, mail.octets());
            insert.setObject(6, local(clock.instant()));
            insert.executeUpdate();
            connections.sync(connection);
        } catch (SQLException e) {
            throw isDuplicate(e) ? new AlreadyDeliveredException(e) : e;
        }
    }

    private static boolean isDuplicate(SQLException e) {
        // Class 23 is "integrity constraint violation" in every database; the primary key is the only one we have.
        String state = e.getSQLState();
        return state != null && state.startsWith("23");
    }

    /** Notes that delivered messages are gone from the server. To be called outside any transaction. */
    public void removed(LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        if (uniqueIds.isEmpty()) {
            return;
        }
        String sql = "UPDATE pop3j_ledger SET state = " + Entry.State.REMOVED.code() + ", removed_at = ?" + OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (String uniqueId : uniqueIds) {
                update.setObject(1, local(clock.instant()));
                bind(update, 2, key, List.of(uniqueId));
                update.executeUpdate();
            }
            connections.sync(connection);
        }
    }

    /** Notes that a delivered message is on the server again, now listed with these octets. Outside any transaction. */
    public void listedAgain(LedgerKey key, String uniqueId, long octets) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET state = " + Entry.State.DELIVERED.code() + ", octets = ?" + OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, octets);
            bind(update, 2, key, List.of(uniqueId));
            update.executeUpdate();
            connections.sync(connection);
        }
    }

    /** The unique-ids under which mails with a fingerprint were delivered, gone from the server or not. */
    public List<String> deliveredAs(LedgerKey key, String fingerprint) throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + OF_MAILDROP + " AND fingerprint = ? AND state IN ("
                + Entry.State.DELIVERED.code() + ", " + Entry.State.REMOVED.code() + ")";
        List<String> ids = new ArrayList<>();
        try (Connection connection = connections.open();
                PreparedStatement select = statement(connection, sql, key, List.of(fingerprint));
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /**
     * Notes that a delivered message is now listed under another unique-id, of which the ledger has no delivery. Outside any
     * transaction.
     *
     * @param former the unique-id under which it was delivered
     */
    public void renamed(LedgerKey key, String former, Delivered now) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET state = " + Entry.State.DELIVERED.code() + ", uidl = ?, octets = ?"
                + OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql);
                PreparedStatement delete =
                        statement(connection, "DELETE FROM pop3j_attempt" + OF_MESSAGE, key, List.of(former))) {
            update.setString(1, now.uniqueId());
            update.setLong(2, now.octets());
            bind(update, 3, key, List.of(former));
            update.executeUpdate();
            delete.executeUpdate();
            connections.sync(connection);
        }
    }

    /** Forgets a message wholly: its unique-id now names another one. To be called outside any transaction. */
    public void forget(LedgerKey key, String uniqueId) throws SQLException {
        try (Connection connection = connections.open()) {
            for (String table : List.of("pop3j_attempt", "pop3j_ledger")) {
                String sql = "DELETE FROM " + table + OF_MESSAGE;
                try (PreparedStatement delete = statement(connection, sql, key, List.of(uniqueId))) {
                    delete.executeUpdate();
                }
            }
            connections.sync(connection);
        }
    }

    /**
     * Forgets messages that have been gone from the server for longer than the retention. To be called outside any
     * transaction, and only after a complete unique-id listing.
     */
    public void prune(LedgerKey key, Duration retention) throws SQLException {
        String old = " AND state = " + Entry.State.REMOVED.code() + " AND removed_at < ?";
        LocalDateTime before = local(clock.instant().minus(retention));
        List<String> statements = List.of(
                "DELETE FROM pop3j_attempt" + OF_MAILDROP + " AND uidl IN (SELECT l.uidl FROM pop3j_ledger l"
                        + " WHERE l.maildrop_key = pop3j_attempt.maildrop_key"
                        + " AND l.subscription = pop3j_attempt.subscription" + old + ")",
                "DELETE FROM pop3j_ledger" + OF_MAILDROP + old);
        try (Connection connection = connections.open()) {
            for (String sql : statements) {
                try (PreparedStatement delete = statement(connection, sql, key, List.of())) {
                    delete.setObject(3, before);
                    delete.executeUpdate();
                }
            }
        }
    }

    private static PreparedStatement statement(Connection connection, String sql, LedgerKey key, List<String> more)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            bind(statement, 1, key, more);
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void bind(PreparedStatement statement, int from, LedgerKey key, List<String> more)
            throws SQLException {
        List<String> values = new ArrayList<>(List.of(key.maildropKey(), key.subscription()));
        values.addAll(more);
        for (int i = 0; i < values.size(); i++) {
            statement.setString(from + i, values.get(i));
        }
    }

    private static String in(int count) {
        return " AND uidl IN (" + "?, ".repeat(count - 1) + "?)";
    }

    // The columns hold UTC: a change to or from summer time must not move a date.
    private static LocalDateTime local(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static Instant instant(LocalDateTime utc) {
        return utc.toInstant(ZoneOffset.UTC);
    }
}
