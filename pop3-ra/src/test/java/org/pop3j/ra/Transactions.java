package org.pop3j.ra;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.pop3j.ra.ledger.Connections;

/** A transaction manager for tests: one resource, one transaction for each thread, an H2 connection that takes part. */
final class Transactions implements TransactionSynchronizationRegistry {
    @SuppressWarnings("ThreadLocalUsage") // Each test has its own, and its threads end with it.
    private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();

    private final List<Integer> outcomes = new CopyOnWriteArrayList<>();

    private static final class Transaction {
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        private @Nullable Connection connection;
        private boolean rollbackOnly;
    }

    /** What a test can make go wrong when a transaction ends. */
    enum End {
        IN_ORDER,
        COMMIT_FAILS,
        /** It is committed, and the process would have ended before anybody was told. */
        SAYS_NOTHING,
        /** Some of its resources may have committed, some not (Jakarta Transactions, HeuristicMixedException). */
        HEURISTIC
    }

    /** How transactions have ended, in order; none of which nothing was said. */
    List<Integer> outcomes() {
        return outcomes;
    }

    void begin() {
        if (current.get() != null) {
            throw new IllegalStateException("the thread has a transaction already");
        }
        current.set(new Transaction());
    }

    boolean isActive() {
        return current.get() != null;
    }

    /** Whether it was committed. */
    boolean end(End how) {
        Transaction ending = require();
        boolean commit = !ending.rollbackOnly && how != End.COMMIT_FAILS && how != End.HEURISTIC;
        if (commit) {
            ending.synchronizations.forEach(Synchronization::beforeCompletion);
            commit = !ending.rollbackOnly;
        }
        finish(ending.connection, commit);
        current.remove();
        if (how != End.SAYS_NOTHING) {
            int told = commit ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
            int status = how == End.HEURISTIC ? Status.STATUS_UNKNOWN : told;
            outcomes.add(status);
            ending.synchronizations.forEach(synchronization -> synchronization.afterCompletion(status));
        }
        return commit;
    }

    private static void finish(@Nullable Connection connection, boolean commit) {
        if (connection == null) {
            return;
        }
        try (connection) {
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections of a database that take part in the transaction of the calling thread, if it has one. */
    Connections joining(Connections database) {
        return new Connections() {
            @Override
            public boolean joinTransactions() {
                return true;
            }

            @Override
            public Connection open() throws SQLException {
                Transaction transaction = current.get();
                if (transaction == null) {
                    return database.open();
                }
                if (transaction.connection == null) {
                    transaction.connection = database.open();
                    transaction.connection.setAutoCommit(false);
                }
                return unclosed(transaction.connection);
            }
        };
    }

    /** The connection as it is to those who may not close it. */
    static Connection unclosed(Connection connection) {
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Transactions.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Transaction require() {
        Transaction transaction = current.get();
        if (transaction == null) {
            throw new IllegalStateException("the thread has no transaction");
        }
        return transaction;
    }

    @Override
    public Object getTransactionKey() {
        return require();
    }

    @Override
    public void putResource(Object key, Object value) {
        require().resources.put(key, value);
    }

    @Override
    public @Nullable Object getResource(Object key) {
        return require().resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        require().synchronizations.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
        Transaction transaction = current.get();
        if (transaction == null) {
            return Status.STATUS_NO_TRANSACTION;
        }
        return transaction.rollbackOnly ? Status.STATUS_MARKED_ROLLBACK : Status.STATUS_ACTIVE;
    }

    @Override
    public void setRollbackOnly() {
        require().rollbackOnly = true;
    }

    @Override
    public boolean getRollbackOnly() {
        return require().rollbackOnly;
    }
}
