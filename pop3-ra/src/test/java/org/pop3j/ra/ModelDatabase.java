package org.pop3j.ra;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;
import javax.sql.DataSource;
import org.pop3j.ra.ledger.Connections;

/**
 * The database of the application: the ledger's table, and one in which beans leave what they did. A connection is a
 * step away from the {@link PowerCut} with each statement and each commit.
 */
final class ModelDatabase {
    private static final Set<String> STEPS = Set.of("prepareStatement", "createStatement", "commit");
    private static final Map<String, DataSource> BY_NAME = new ConcurrentHashMap<>();
    private static final String NAME = "jdbc/model";
    private static final String URL = "jdbc:h2:mem:model;DB_CLOSE_DELAY=-1;QUERY_CACHE_SIZE=64";

    private final PowerCut power;
    private final Deque<Connection> free = new ArrayDeque<>();

    /** What {@code new InitialContext()} asks in these tests. */
    public static final class Names implements InitialContextFactory {
        /** For the naming system. */
        public Names() {}

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) {
            return (Context) Proxy.newProxyInstance(
                    Names.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                        DataSource found = BY_NAME.get(String.valueOf(arguments[0]));
                        if (found == null) {
                            throw new NameNotFoundException(String.valueOf(arguments[0]));
                        }
                        return found;
                    });
        }
    }

    ModelDatabase(PowerCut power) throws SQLException {
        this.power = power;
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        try (Connection connection = connect()) {
            connection
                    .createStatement()
                    .execute("CREATE TABLE effect (n INT AUTO_INCREMENT, bean VARCHAR(40), mail VARCHAR(40))");
        }
    }

    // Not by the DriverManager: from there the adapter takes the driver when it closes its own database.
    private static Connection connect() throws SQLException {
        try {
            Driver driver = Class.forName("org.h2.Driver")
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
            return driver.connect(URL, new Properties());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return NAME;
    }

    /** Nothing is in it any more. */
    void begin(boolean withLedger) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE TABLE effect RESTART IDENTITY");
            if (!withLedger) {
                statement.execute("DROP TABLE IF EXISTS pop3j_ledger");
                return;
            }
            // The adapter makes it if it is not there.
            if (statement
                    .executeQuery("SELECT 1 FROM information_schema.tables WHERE LOWER(table_name) = 'pop3j_ledger'")
                    .next()) {
                statement.execute("TRUNCATE TABLE pop3j_ledger");
            }
        }
    }

    /** From now on its connections take part in these transactions. */
    void joins(Transactions transactions) {
        Connections joining = transactions.joining(this::open);
        BY_NAME.put(NAME, (DataSource) Proxy.newProxyInstance(
                ModelDatabase.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> joining.open()));
    }

    /** What a bean does: true with its transaction. */
    void effect(String bean, String mail) throws SQLException {
        DataSource source = BY_NAME.get(NAME);
        if (source == null) {
            throw new IllegalStateException("no transactions yet");
        }
        try (Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO effect (bean, mail) VALUES (?, ?)")) {
            insert.setString(1, bean);
            insert.setString(2, mail);
            insert.executeUpdate();
        }
    }

    /** How often a bean's work on each mail was committed. */
    Map<String, Integer> effects(String bean) {
        Map<String, Integer> effects = new HashMap<>();
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT mail, COUNT(*) FROM effect WHERE bean = ? GROUP BY mail")) {
            select.setString(1, bean);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                effects.put(rows.getString(1), rows.getInt(2));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return effects;
    }

    /** In which order a bean's work on mails was done, of what was committed. */
    List<String> order(String bean) throws SQLException {
        List<String> mails = new ArrayList<>();
        try (Connection connection = connect();
                PreparedStatement select =
                        connection.prepareStatement("SELECT mail FROM effect WHERE bean = ? ORDER BY n")) {
            select.setString(1, bean);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                mails.add(rows.getString(1));
            }
        }
        return mails;
    }

    /** What the database does when the power comes back: nothing is left of what was not committed. */
    synchronized void recover() throws SQLException {
        for (Connection connection : all) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
        free.clear();
        free.addAll(all);
    }

    private final Set<Connection> all = ConcurrentHashMap.newKeySet();

    private synchronized Connection open() throws SQLException {
        Connection connection = free.poll();
        if (connection == null) {
            connection = connect();
            all.add(connection);
        }
        return stepping(connection);
    }

    private synchronized void giveBack(Connection connection) throws SQLException {
        if (!power.isDark()) {
            connection.setAutoCommit(true);
            free.push(connection);
        }
    }

    private Connection stepping(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ModelDatabase.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (STEPS.contains(method.getName())) {
                        step();
                    }
                    if (method.getName().equals("close")) {
                        giveBack(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void step() throws SQLException {
        try {
            power.step();
        } catch (PowerCut.Dark e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    void close() throws SQLException {
        BY_NAME.remove(NAME);
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        for (Connection connection : all) {
            connection.close();
        }
        try (Connection connection = connect()) {
            connection.createStatement().execute("SHUTDOWN");
        }
    }
}
