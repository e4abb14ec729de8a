package org.pop3j.ra.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pop3j.ra.ledger.Entry.State;

/**
 * The one memory of the adapter: which mail was delivered to which subscription, and how often that was tried. Every method
 * is one or more statements that each commit by themselves, unless the caller's thread is in a transaction that the
 * {@linkplain Connections connections} take part in; all but {@link #insertDelivered} are to be called outside any
 * transaction. Safe for use by any thread; holds no state but whether the tables are known to exist.
 */
public final class Ledger {
    // A row of a transaction in doubt is locked for as long as that takes, and some databases would wait for ever.
    private static final int LONGEST_WAIT = 5;
    private static final String GONE = "(" + State.REMOVED.code() + ", " + State.SAVED_AND_REMOVED.code() + ")";

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
     * Makes the tables if they are missing. To be called before anything else; cheap from the second time on.
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
        if (uniqueIds.isEmpty()) {
            return entries;
        }
        try (Connection connection = connections.open()) {
            for (List<String> part : Sql.parts(uniqueIds)) {
                Attempts.read(connection, key, part, entries);
                readDeliveries(connection, key, part, entries);
            }
        }
        return entries;
    }

    private static void readDeliveries(Connection connection, LedgerKey key, List<String> ids, Map<String, Entry> into)
            throws SQLException {
        String sql = "SELECT uidl, state, fingerprint, octets FROM pop3j_ledger" + Sql.OF_MAILDROP + Sql.in(ids.size());
        try (PreparedStatement select = Sql.statement(connection, sql, key, ids);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String uniqueId = rows.getString(1);
                Entry tried = into.getOrDefault(uniqueId, Entry.UNKNOWN);
                Delivered delivered = new Delivered(uniqueId, rows.getString(3), rows.getLong(4));
                into.put(
                        uniqueId,
                        new Entry(
                                State.of(rows.getInt(2)),
                                Optional.of(delivered),
                                tried.attempts(),
                                tried.nextAttempt()));
            }
        }
    }

    /** Is shown what the ledger knows of the messages of a maildrop; each may come twice, if at all. */
    public interface Messages {
        /** A delivery was begun, or is about to be, and nothing more is known, or this comes later. */
        void tried(String uniqueId, Optional<Instant> nextAttempt);

        /** It was delivered, or given up; what that was has so many octets. */
        void settled(String uniqueId, State state, long octets);
    }

    /**
     * Shows all that is not known to be gone from the server; and what was tried, even if that is gone. Nothing of it is kept here:
     * it may be much.
     */
    public void present(LedgerKey key, Messages messages) throws SQLException {
        String tried = "SELECT uidl, next_at FROM pop3j_attempt" + Sql.OF_MAILDROP;
        try (Connection connection = connections.open()) {
            try (PreparedStatement select = Sql.statement(connection, tried, key, List.of());
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    messages.tried(rows.getString(1), Sql.time(rows, 2));
                }
            }
            // What is delivered comes last: what becomes that meanwhile is not missed. Neither a list of states nor
            // "less than": H2 would read what is gone, too, which may be a thousand times as much.
            settled(connection, key, " AND state = " + State.SAVED.code(), messages);
            settled(
                    connection,
                    key,
                    " AND state BETWEEN " + State.DELIVERED.code() + " AND " + State.DEAD.code(),
                    messages);
        }
    }

    private static void settled(Connection connection, LedgerKey key, String states, Messages messages)
            throws SQLException {
        String sql = "SELECT uidl, state, octets FROM pop3j_ledger" + Sql.OF_MAILDROP + states;
        try (PreparedStatement select = Sql.statement(connection, sql, key, List.of());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                messages.settled(rows.getString(1), State.of(rows.getInt(2)), rows.getLong(3));
            }
        }
    }

    /**
     * How many messages were delivered and are missing, if all of those are that should be there; 0 if one of them is listed.
     *
     * @param excused may be missing
     * @param comparedOnly whether to leave out what was delivered after a listing was last seen to lack anything: it may never have
     *     been listed since
     */
    public int missing(LedgerKey key, Set<String> listed, Set<String> excused, boolean comparedOnly)
            throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + " AND state = " + State.DELIVERED.code()
                + (comparedOnly
                        ? " AND delivered_at < (SELECT MAX(removed_at) FROM pop3j_ledger" + Sql.OF_MAILDROP + ")"
                        : "");
        List<String> again = comparedOnly ? List.of(key.maildropKey(), key.subscription()) : List.of();
        int missing = 0;
        try (Connection connection = connections.open();
                PreparedStatement select = Sql.statement(connection, sql, key, again);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                String uniqueId = rows.getString(1);
                if (listed.contains(uniqueId)) {
                    return 0;
                }
                missing += excused.contains(uniqueId) ? 0 : 1;
            }
        }
        return missing;
    }

    /** The unique-ids of what is not known to be gone from the server and was delivered, or saved, after the given time. */
    public Set<String> deliveredAfter(LedgerKey key, Instant time) throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + " AND state IN (" + State.DELIVERED.code()
                + ", " + State.SAVED.code() + ") AND delivered_at > ?";
        return uniqueIds(sql, key, time);
    }

    private Set<String> uniqueIds(String sql, LedgerKey key, Instant time) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection connection = connections.open();
                PreparedStatement select = Sql.statement(connection, sql, key, List.of())) {
            select.setLong(3, Sql.time(time));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        return ids;
    }

    /**
     * Counts one more attempt, durably, before anything that could end the JVM.
     *
     * @return how many attempts there are now, this one included
     */
    public int countAttempt(LedgerKey key, String uniqueId) throws SQLException {
        try (Connection connection = connections.open()) {
            int attempts = Attempts.count(connection, key, uniqueId);
            connections.sync(connection);
            return attempts;
        }
    }

    /**
     * Counts the first attempt of each of some messages, all or none, as durably, in one commit.
     *
     * @param uniqueIds not more than some hundred
     * @throws SQLException if one of them was tried before, or anything else fails: whether they are counted is not known
     */
    public void countFirstAttempts(LedgerKey key, List<String> uniqueIds) throws SQLException {
        try (Connection connection = connections.open()) {
            Attempts.insert(connection, key, uniqueIds);
            connections.sync(connection);
        }
    }

    /** Takes back one attempt of each, in which the bean cannot have run. */
    public void giveBackAttempts(LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        try (Connection connection = connections.open()) {
            Attempts.giveBack(connection, key, uniqueIds);
            connections.sync(connection);
        }
    }

    /** Notes that a delivery was not taken, why, and when to try again. */
    public void notTaken(LedgerKey key, String uniqueId, Instant nextAttempt, String error) throws SQLException {
        try (Connection connection = connections.open()) {
            Attempts.postpone(connection, key, uniqueId, nextAttempt, error);
            connections.sync(connection);
        }
    }

    /**
     * Writes that a mail is delivered. In a transaction that the connections take part in, this becomes true with the
     * commit. Waits for another transaction that writes the same, for a few seconds.
     *
     * @throws AlreadyDeliveredException if there is a row already
     * @throws SQLException if it is not written; whether there is a row is not known
     */
    public void insertDelivered(LedgerKey key, Delivered mail) throws SQLException {
        insert(key, mail, State.DELIVERED);
    }

    /**
     * Writes that a mail is given up, and that the message on the server is the only one there is: it is not delivered
     * again, and not deleted.
     *
     * @throws AlreadyDeliveredException if there is a row already
     */
    public void insertDead(LedgerKey key, Delivered mail) throws SQLException {
        insert(key, mail, State.DEAD);
    }

    /**
     * Writes that a mail is given up, and kept in another place: the message on the server may be deleted.
     *
     * @throws AlreadyDeliveredException if there is a row already
     */
    public void insertSaved(LedgerKey key, Delivered mail) throws SQLException {
        insert(key, mail, State.SAVED);
    }

    private void insert(LedgerKey key, Delivered mail, State state) throws SQLException {
        String sql =
                "INSERT INTO pop3j_ledger (maildrop_key, subscription, uidl, fingerprint, octets, state, delivered_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)";
        try (Connection connection = connections.open();
                PreparedStatement insert =
                        Sql.statement(connection, sql, key, List.of(mail.uniqueId(), mail.fingerprint()))) {
            insert.setQueryTimeout(LONGEST_WAIT);
            insert.setLong(5, mail.octets());
            insert.setInt(6, state.code());
            insert.setLong(7, Sql.time(clock.instant()));
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

    /**
     * Notes what a complete unique-id listing no longer has: what was delivered or saved is {@link State#REMOVED} or
     * {@link State#SAVED_AND_REMOVED}, anything else is forgotten. A message that was given up would, if it came back as a removed
     * one, be taken for delivered.
     *
     * @param unlisted some of what {@link #present} has shown, {@link State#NEW} if it was only tried
     * @return the unique-ids of what was tried, or given up, and never taken
     */
    public Set<String> noteUnlisted(LedgerKey key, Map<String, State> unlisted) throws SQLException {
        if (unlisted.isEmpty()) {
            return Set.of();
        }
        Set<String> tried = those(unlisted, State.NEW);
        Set<String> lost = new HashSet<>(tried);
        lost.removeAll(entriesNotNew(key, tried));
        forgetAttempts(key, tried);
        Set<String> dead = those(unlisted, State.DEAD);
        lost.addAll(dead);
        forget(key, dead);
        removed(key, those(unlisted, State.DELIVERED));
        removed(key, those(unlisted, State.SAVED));
        return lost;
    }

    private void forgetAttempts(LedgerKey key, Set<String> uniqueIds) throws SQLException {
        if (!uniqueIds.isEmpty()) {
            try (Connection connection = connections.open()) {
                Attempts.forget(connection, key, uniqueIds);
            }
        }
    }

    private static Set<String> those(Map<String, State> states, State state) {
        return states.entrySet().stream()
                .filter(message -> message.getValue() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Set<String> entriesNotNew(LedgerKey key, Set<String> uniqueIds) throws SQLException {
        Map<String, Entry> entries = entries(key, uniqueIds);
        entries.values().removeIf(entry -> entry.state() == State.NEW);
        return entries.keySet();
    }

    /**
     * Notes that delivered or saved messages are gone from the server, and forgets how often they were tried: what has their
     * unique-ids from now on is another mail.
     *
     * @return the unique-ids of those: not of what was forgotten meanwhile
     */
    public Set<String> removed(LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        Set<String> removed = new HashSet<>(uniqueIds);
        if (uniqueIds.isEmpty()) {
            return removed;
        }
        String sql = "UPDATE pop3j_ledger SET state = CASE WHEN state IN (" + State.SAVED.code() + ", "
                + State.SAVED_AND_REMOVED.code() + ") THEN " + State.SAVED_AND_REMOVED.code() + " ELSE "
                + State.REMOVED.code() + " END, removed_at = ?" + Sql.OF_MAILDROP;
        int count = 0;
        try (Connection connection = connections.open()) {
            for (List<String> part : Sql.parts(uniqueIds)) {
                // Hundreds in one statement, because each is a commit.
                try (PreparedStatement update = connection.prepareStatement(sql + Sql.in(part.size()))) {
                    update.setLong(1, Sql.time(clock.instant()));
                    Sql.bind(update, 2, key, part);
                    count += update.executeUpdate();
                }
            }
            connections.sync(connection);
        }
        if (count < removed.size()) {
            removed.retainAll(entriesNotNew(key, removed));
        }
        forgetAttempts(key, removed);
        return removed;
    }

    /** Notes that a removed message is on the server again, or that one has another size now; one given up remains so. */
    public void listedAgain(LedgerKey key, String uniqueId, long octets) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET octets = ?, state = CASE state WHEN " + State.REMOVED.code() + " THEN "
                + State.DELIVERED.code() + " WHEN " + State.SAVED_AND_REMOVED.code() + " THEN " + State.SAVED.code()
                + " ELSE state END" + Sql.OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setLong(1, octets);
            Sql.bind(update, 2, key, List.of(uniqueId));
            update.executeUpdate();
            connections.sync(connection);
        }
    }

    /** The mails with a fingerprint that were delivered, gone from the server or not. */
    public List<Delivered> deliveredAs(LedgerKey key, String fingerprint) throws SQLException {
        String sql = "SELECT uidl, octets FROM pop3j_ledger" + Sql.OF_MAILDROP + " AND fingerprint = ? AND state IN ("
                + State.DELIVERED.code() + ", " + State.REMOVED.code() + ")";
        List<Delivered> mails = new ArrayList<>();
        try (Connection connection = connections.open();
                PreparedStatement select = Sql.statement(connection, sql, key, List.of(fingerprint));
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                mails.add(new Delivered(rows.getString(1), fingerprint, rows.getLong(2)));
            }
        }
        return mails;
    }

    /**
     * Notes that a delivered message is now listed under another unique-id, of which the ledger has no delivery.
     *
     * @param former the unique-id under which it was delivered
     */
    public void renamed(LedgerKey key, String former, Delivered now) throws SQLException {
        String sql =
                "UPDATE pop3j_ledger SET state = " + State.DELIVERED.code() + ", uidl = ?, octets = ?" + Sql.OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setString(1, now.uniqueId());
            update.setLong(2, now.octets());
            Sql.bind(update, 3, key, List.of(former));
            update.executeUpdate();
            Attempts.forget(connection, key, List.of(former));
            connections.sync(connection);
        }
    }

    /** Forgets a message wholly: its unique-id now names another one. */
    public void forget(LedgerKey key, String uniqueId) throws SQLException {
        forget(key, Set.of(uniqueId));
    }

    /**
     * Forgets a message, so that it is delivered as if it were new, if that is still as it was: a row that a delivery has written
     * since remains.
     *
     * @param seen the state in which {@link #entries} has shown it
     */
    public void forget(LedgerKey key, String uniqueId, State seen) throws SQLException {
        String sql = "DELETE FROM pop3j_ledger" + Sql.OF_MESSAGE + " AND state = " + seen.code();
        try (Connection connection = connections.open()) {
            // In this order: a message without its row but with all its attempts would be given up at once.
            Attempts.forget(connection, key, List.of(uniqueId));
            try (PreparedStatement delete = Sql.statement(connection, sql, key, List.of(uniqueId))) {
                delete.executeUpdate();
            }
            connections.sync(connection);
        }
    }

    private void forget(LedgerKey key, Set<String> uniqueIds) throws SQLException {
        if (uniqueIds.isEmpty()) {
            return;
        }
        try (Connection connection = connections.open()) {
            Attempts.forget(connection, key, uniqueIds);
            for (List<String> part : Sql.parts(uniqueIds)) {
                String sql = "DELETE FROM pop3j_ledger" + Sql.OF_MAILDROP + Sql.in(part.size());
                try (PreparedStatement delete = Sql.statement(connection, sql, key, part)) {
                    delete.executeUpdate();
                }
            }
            connections.sync(connection);
        }
    }

    /**
     * Forgets messages that have been gone from the server for longer than the retention. To be called only after a complete
     * unique-id listing.
     *
     * @param present whether a unique-id is listed: the server may have kept what it was told to delete
     */
    public void prune(LedgerKey key, Duration retention, Predicate<String> present) throws SQLException {
        String sql =
                "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + " AND state IN " + GONE + " AND removed_at < ?";
        Set<String> old = uniqueIds(sql, key, clock.instant().minus(retention));
        old.removeIf(present);
        forget(key, old);
    }
}
