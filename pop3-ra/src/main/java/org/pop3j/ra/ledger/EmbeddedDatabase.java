package org.pop3j.ra.ledger;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's own database in a file, for those who give it no DataSource. The file is locked: no second JVM, nor a second
 * adapter in this one, can open it. Safe for use by any thread.
 *
 * <ol>
 *   <li>the file is opened, or made, with the first connection; if that fails, the next one tries again;
 *   <li>{@link #open()} gives connections, each closed by its user;
 *   <li>{@link #close()} closes the file for good.
 * </ol>
 */
public final class EmbeddedDatabase implements Connections, AutoCloseable {
    // Each commit is written at once; the lock is the operating system's, so that it ends with the process; our close()
    // ends the database, not a shutdown hook. What it keeps in memory, of its file (4 MiB) and of a result, is bounded.
    private static final String SETTINGS = ";WRITE_DELAY=0;FILE_LOCK=FS;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
            + ";CACHE_SIZE=4096;MAX_MEMORY_ROWS=2000";

    private static final System.Logger LOG = System.getLogger(EmbeddedDatabase.class.getPackageName());

    private final Path directory;
    private final ReentrantLock lock = new ReentrantLock();
    // The database stays open as long as one connection is.
    private @Nullable Connection keeper;
    private boolean closed;

    /** A database {@code ledger} in a directory, which is made when it is first needed. */
    public EmbeddedDatabase(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Connection open() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new SQLException("the ledger in " + directory + " has been closed");
            }
            if (keeper == null) {
                makeDirectory();
                keeper = connect();
            }
        } finally {
            lock.unlock();
        }
        try {
            return connect();
        } catch (SQLException e) {
            abandonKeeper();
            throw e;
        }
    }

    // A full disk, or an interrupt in the middle of a write, ends a database for all its connections: the next one
    // opens it anew.
    private void abandonKeeper() {
        lock.lock();
        try (Connection broken = keeper) {
            LOG.log(Level.DEBUG, "abandoned with the ledger''s file: {0}", broken);
            keeper = null;
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "a broken database cannot be closed, either", e);
        } finally {
            lock.unlock();
        }
    }

    private void makeDirectory() throws SQLException {
        if (directory.toString().indexOf(';') >= 0) {
            throw new SQLException("the ledger's directory must not have a semicolon in its name: " + directory);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new SQLException("cannot make the ledger's directory " + directory + ": " + e, e);
        }
    }

    private Connection connect() throws SQLException {
        Properties user = new Properties();
        user.setProperty("user", "pop3j");
        user.setProperty("password", "");
        String url = "jdbc:h2:file:" + directory.resolve("ledger") + SETTINGS;
        Connection connection = h2(url).connect(url, user);
        if (connection == null) {
            throw new SQLException("the embedded database refused " + url);
        }
        return connection;
    }

    // The driver registers itself for the whole JVM and would keep our class loader alive after a redeployment.
    private static void deregisterDriver() throws SQLException {
        for (Driver driver : DriverManager.drivers().toList()) {
            if (driver.getClass().getClassLoader() == EmbeddedDatabase.class.getClassLoader()
                    && driver.acceptsURL("jdbc:h2:file:")) {
                DriverManager.deregisterDriver(driver);
            }
        }
    }

    private static Driver h2(String url) throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, EmbeddedDatabase.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return driver;
            }
        }
        throw new SQLException("the embedded database (H2) is not beside the adapter; it belongs into the RAR");
    }

    @Override
    public void sync(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT SYNC");
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            if (keeper != null) {
                try (Connection last = keeper;
                        Statement statement = last.createStatement()) {
                    statement.execute("SHUTDOWN");
                } finally {
                    keeper = null;
                    deregisterDriver();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
