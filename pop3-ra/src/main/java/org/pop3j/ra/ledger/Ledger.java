package org.pop3j.ra.ledger;

import java.lang.System.Logger.Level;
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
 * transaction. Safe for use by any thread; holds no state but whether the table is known to exist.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger(Ledger.class.getPackageName());

    private static final int PRUNED_AT_ONCE = 20_000;
    private static final String THERE = " AND gone = 0";
    private static final String GONE = " AND gone = 1";
    private static final String TAKEN_OR_SAVED =
            " AND state IN (" + State.DELIVERED.code() + ", " + State.SAVED.code() + ")";
    private static final String UPDATE =
            "UPDATE pop3j_ledger SET state = ?, fingerprint = ?, octets = ?, delivered_at = ?" + Sql.OF_MESSAGE
                    + " AND state = " + State.NEW.code();
    private static final String INSERT =
            "INSERT INTO pop3j_ledger (state, fingerprint, octets, delivered_at, maildrop_key, subscription, uidl, gone,"
                    + " attempts, removed_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)";

    private final Connections connections;
    private final Clock clock;
    private volatile boolean tableExists;

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
     * Makes the table if it is missing. To be called before anything else; cheap from the second time on.
     *
     * @throws SQLException if the database cannot be reached or refuses the table
     */
    public void prepare() throws SQLException {
        if (!tableExists) {
            try (Connection connection = connections.open()) {
                if (!connection.getAutoCommit()) {
                    throw new SQLException(
                            "the connections of the ledger's DataSource do not commit by themselves outside a"
                                    + " transaction: have its pool give them with auto-commit");
                }
                Schema.create(connection);
            }
            tableExists = true;
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
                String sql = "SELECT uidl, state, gone, fingerprint, octets, attempts, next_at FROM pop3j_ledger"
                        + Sql.OF_MAILDROP + Sql.in(part.size());
                try (PreparedStatement select = Sql.statement(connection, sql, key, part);
                        ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        entries.put(rows.getString(1), entry(rows));
                    }
                }
            }
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        State state = State.of(row.getInt(2), row.getInt(3));
        Optional<Delivered> delivered = state == State.NEW
                ? Optional.empty()
                : Optional.of(new Delivered(row.getString(1), row.getString(4), row.getLong(5)));
        return new Entry(state, delivered, row.getInt(6), Sql.time(row, 7));
    }

    /** Is shown what the ledger knows of the messages of a maildrop. */
    public interface Messages {
        /** A delivery was begun, or is about to be, and nothing more is known. */
        void tried(String uniqueId, Optional<Instant> nextAttempt);

        /** It was delivered, or given up; what that was has so many octets. */
        void settled(String uniqueId, State state, long octets);
    }

    /** Shows all that is not known to be gone from the server. Nothing of it is kept here: it may be much. */
    public void present(LedgerKey key, Messages messages) throws SQLException {
        String sql = "SELECT uidl, state, gone, octets, next_at FROM pop3j_ledger" + Sql.OF_MAILDROP + THERE;
        try (Connection connection = connections.open();
                PreparedStatement select = Sql.statement(connection, sql, key, List.of());
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                State state = State.of(rows.getInt(2), rows.getInt(3));
                if (state == State.NEW) {
                    messages.tried(rows.getString(1), Sql.time(rows, 5));
                } else {
                    messages.settled(rows.getString(1), state, rows.getLong(4));
                }
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
        String sql = "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + THERE + " AND state = "
                + State.DELIVERED.code()
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
        String sql =
                "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + THERE + TAKEN_OR_SAVED + " AND delivered_at > ?";
        return uniqueIds(sql, key, time, 0);
    }

    private Set<String> uniqueIds(String sql, LedgerKey key, Instant time, int most) throws SQLException {
        Set<String> ids = new HashSet<>();
        try (Connection connection = connections.open();
                PreparedStatement select = Sql.statement(connection, sql, key, List.of())) {
            select.setLong(3, Sql.time(time));
            select.setMaxRows(most);
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
     * @return the time that was written with it
     * @throws AlreadyDeliveredException if it is written already that it is delivered, or given up
     * @throws SQLException if it is not written; whether that was so is not known
     */
    public Instant insertDelivered(LedgerKey key, Delivered mail) throws SQLException {
        return settle(key, mail, State.DELIVERED);
    }

    /**
     * Writes that a mail is given up, and that the message on the server is the only one there is: it is not delivered
     * again, and not deleted.
     *
     * @throws AlreadyDeliveredException if it is written already that it is delivered, or given up
     */
    public void insertDead(LedgerKey key, Delivered mail) throws SQLException {
        settle(key, mail, State.DEAD);
    }

    /**
     * Writes that a mail is given up, and kept in another place: the message on the server may be deleted.
     *
     * @throws AlreadyDeliveredException if it is written already that it is delivered, or given up
     */
    public Instant insertSaved(LedgerKey key, Delivered mail) throws SQLException {
        return settle(key, mail, State.SAVED);
    }

    private Instant settle(LedgerKey key, Delivered mail, State state) throws SQLException {
        try (Connection connection = connections.open()) {
            // Its attempt has left a row, which no index need be told of. Somebody may have forgotten it.
            Instant now = clock.instant();
            if (execute(connection, UPDATE, key, mail, state, now) == 0) {
                execute(connection, INSERT, key, mail, state, now);
            }
            connections.sync(connection);
            return now;
        } catch (SQLException e) {
            throw isDuplicate(e) ? new AlreadyDeliveredException(e) : e;
        }
    }

    private static int execute(
            Connection connection, String sql, LedgerKey key, Delivered mail, State state, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(Sql.LONGEST_WAIT);
            statement.setInt(1, state.code());
            statement.setString(2, mail.fingerprint());
            statement.setLong(3, mail.octets());
            statement.setLong(4, Sql.time(now));
            Sql.bind(statement, 5, key, List.of(mail.uniqueId()));
            return statement.executeUpdate();
        }
    }

    /**
     * To be called when a transaction has been rolled back in which {@link #insertDelivered} or {@link #insertSaved} had written.
     *
     * @param written when, as these have said
     * @return whether it was still written, and is no more: the connections took no part in the transaction
     */
    public boolean takeBack(LedgerKey key, String uniqueId, Instant written) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET state = " + State.NEW.code() + Sql.OF_MESSAGE + TAKEN_OR_SAVED
                + " AND gone = 0 AND delivered_at = ?";
        try (Connection connection = connections.open();
                PreparedStatement update = Sql.statement(connection, sql, key, List.of(uniqueId))) {
            update.setQueryTimeout(Sql.LONGEST_WAIT);
            update.setLong(4, Sql.time(written));
            return update.executeUpdate() > 0;
        }
    }

    private static boolean isDuplicate(SQLException e) {
        // Class 23 is "integrity constraint violation" in every database, and no constraint but the primary key can
        // fail.
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
        try {
            forget(key, tried, State.NEW);
        } catch (SQLException e) {
            // A transaction in doubt may have one of the rows, for as long as it likes: nobody else is to wait for it.
            LOG.log(Level.DEBUG, "what is gone before it was taken remains known", e);
        }
        Set<String> lost = new HashSet<>(tried);
        lost.removeAll(entries(key, tried).keySet());
        Set<String> dead = those(unlisted, State.DEAD);
        lost.addAll(dead);
        forget(key, dead, State.DEAD);
        Set<String> settled = those(unlisted, State.DELIVERED);
        settled.addAll(those(unlisted, State.SAVED));
        removed(key, settled);
        return lost;
    }

    private static Set<String> those(Map<String, State> states, State state) {
        return states.entrySet().stream()
                .filter(message -> message.getValue() == state)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * Notes that delivered or saved messages are gone from the server, and forgets how often they were tried: what has their
     * unique-ids from now on is another mail.
     *
     * @return the unique-ids of those: not of what was forgotten meanwhile
     */
    public Set<String> removed(LedgerKey key, Collection<String> uniqueIds) throws SQLException {
        Set<String> removed = new HashSet<>(uniqueIds);
        if (noteGone(key, removed) < removed.size()) {
            Map<String, Entry> entries = entries(key, removed);
            removed.removeIf(uniqueId -> !isGone(entries.getOrDefault(uniqueId, Entry.UNKNOWN)));
        }
        return removed;
    }

    private static boolean isGone(Entry entry) {
        return entry.state() == State.REMOVED || entry.state() == State.SAVED_AND_REMOVED;
    }

    private int noteGone(LedgerKey key, Set<String> uniqueIds) throws SQLException {
        if (uniqueIds.isEmpty()) {
            return 0;
        }
        String sql =
                "UPDATE pop3j_ledger SET removed_at = ?, gone = 1, attempts = 0, next_at = NULL, last_error = NULL";
        int rows = 0;
        try (Connection connection = connections.open()) {
            for (List<String> part : Sql.parts(uniqueIds)) {
                // Hundreds in one statement, because each is a commit.
                String these = sql + Sql.OF_MAILDROP + Sql.in(part.size()) + TAKEN_OR_SAVED;
                try (PreparedStatement update = connection.prepareStatement(these)) {
                    update.setQueryTimeout(Sql.LONGEST_READ);
                    update.setLong(1, Sql.time(clock.instant()));
                    Sql.bind(update, 2, key, part);
                    rows += update.executeUpdate();
                }
            }
            connections.sync(connection);
        }
        return rows;
    }

    /** Notes that a removed message is on the server again, or that one has another size now; one given up remains so. */
    public void listedAgain(LedgerKey key, String uniqueId, long octets) throws SQLException {
        String sql = "UPDATE pop3j_ledger SET octets = ?, gone = 0" + Sql.OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(Sql.LONGEST_WAIT);
            update.setLong(1, octets);
            Sql.bind(update, 2, key, List.of(uniqueId));
            update.executeUpdate();
            connections.sync(connection);
        }
    }

    /** The mails with a fingerprint that were delivered, gone from the server or not. */
    public List<Delivered> deliveredAs(LedgerKey key, String fingerprint) throws SQLException {
        String sql = "SELECT uidl, octets FROM pop3j_ledger" + Sql.OF_MAILDROP + " AND fingerprint = ? AND state = "
                + State.DELIVERED.code();
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
        // It may have been tried under that.
        forget(key, Set.of(now.uniqueId()), State.NEW);
        String sql = "UPDATE pop3j_ledger SET uidl = ?, octets = ?, gone = 0" + Sql.OF_MESSAGE;
        try (Connection connection = connections.open();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setQueryTimeout(Sql.LONGEST_WAIT);
            update.setString(1, now.uniqueId());
            update.setLong(2, now.octets());
            Sql.bind(update, 3, key, List.of(former));
            update.executeUpdate();
            connections.sync(connection);
        }
    }

    /** Forgets a message wholly: its unique-id now names another one. */
    public void forget(LedgerKey key, String uniqueId) throws SQLException {
        delete(key, Set.of(uniqueId), "");
    }

    /**
     * Forgets a message, so that it is delivered as if it were new, if that is still as it was: what a delivery has written since
     * remains.
     *
     * @param seen the state in which {@link #entries} has shown it
     */
    public void forget(LedgerKey key, String uniqueId, State seen) throws SQLException {
        forget(key, Set.of(uniqueId), seen);
    }

    private void forget(LedgerKey key, Set<String> uniqueIds, State seen) throws SQLException {
        String as = " AND state = " + seen.code() + " AND gone = " + seen.gone();
        delete(key, uniqueIds, as);
    }

    private void delete(LedgerKey key, Set<String> uniqueIds, String and) throws SQLException {
        if (!uniqueIds.isEmpty()) {
            try (Connection connection = connections.open()) {
                for (List<String> part : Sql.parts(uniqueIds)) {
                    String sql = "DELETE FROM pop3j_ledger" + Sql.OF_MAILDROP + Sql.in(part.size()) + and;
                    Sql.execute(connection, sql, key, part);
                }
                connections.sync(connection);
            }
        }
    }

    /**
     * Forgets messages that have been gone from the server for longer than the retention, some thousands at a time. To be called only after a complete
     * unique-id listing.
     *
     * @param present whether a unique-id is listed: the server may have kept what it was told to delete
     */
    public void prune(LedgerKey key, Duration retention, Predicate<String> present) throws SQLException {
        String sql = "SELECT uidl FROM pop3j_ledger" + Sql.OF_MAILDROP + GONE + " AND removed_at < ?";
        Set<String> old = uniqueIds(sql, key, clock.instant().minus(retention), PRUNED_AT_ONCE);
        old.removeIf(present);
        delete(key, old, GONE);
    }
}
