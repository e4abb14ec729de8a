package org.pop3j.servers.suite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What the beans were given: begun, in memory, whatever comes of it; taken, in the database and the bean's transaction. */
final class Deliveries {
    private static final Queue<Attempt> BEGUN = new ConcurrentLinkedQueue<>();
    private static final Set<String> PRINCIPALS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    private Deliveries() {}

    /** @param caller whom the container takes for the bean's caller */
    static void begin(Attempt attempt, String caller) {
        BEGUN.add(attempt);
        PRINCIPALS.add(caller);
    }

    /** Who was taken for a caller of any bean, since the application was deployed or the server started. */
    static Set<String> principals() {
        return Set.copyOf(PRINCIPALS);
    }

    /** Counts in an instance of the bean that asks for many; {@link #leave} follows. */
    static void enter() {
        MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
    }

    static void leave() {
        RUNNING.decrementAndGet();
    }

    /** How many instances of that bean ran at the same time, at most, since the application was deployed or the server started. */
    static int mostAtOnce() {
        return MOST.get();
    }

    /** All attempts since the application was deployed or the server started. */
    static List<Attempt> begun() {
        return List.copyOf(BEGUN);
    }

    static void add(Attempt attempt) throws SQLException {
        try (Connection connection = DataSources.suite().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO deliveries (bean, unique_id, attempt, subject) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, attempt.bean());
            insert.setString(2, attempt.uniqueId());
            insert.setInt(3, attempt.attempt());
            insert.setString(4, attempt.subject());
            insert.executeUpdate();
        }
    }

    static List<Attempt> all() throws SQLException {
        List<Attempt> all = new ArrayList<>();
        try (Connection connection = DataSources.suite().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT bean, unique_id, attempt, subject FROM deliveries");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                all.add(new Attempt(row.getString(1), row.getString(2), row.getInt(3), row.getString(4)));
            }
        }
        return all;
    }
}
