package org.pop3j.ra;

import jakarta.resource.ResourceException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Ledger;

/** The ledgers of one adapter: one for each place. Guarded by its owner. */
final class Ledgers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ledgers.class.getPackageName());

    // Where each server says that its data belongs, the most telling first.
    private static final List<String> DATA_FOLDERS =
            List.of("jboss.server.data.dir", "com.sun.aas.instanceRoot", "server.output.dir", "catalina.base");

    private final Clock clock;
    private final Map<Path, EmbeddedDatabase> databases = new HashMap<>();
    private final Map<Object, Ledger> ledgers = new HashMap<>();

    Ledgers(Clock clock) {
        this.clock = clock;
    }

    /** The ledger at a place; no database is touched before it is used. */
    Ledger at(Settings.LedgerPlace place) throws ResourceException {
        Optional<String> dataSource = place.dataSource();
        if (dataSource.isPresent()) {
            return ledgers.computeIfAbsent(
                    dataSource.get(), name -> new Ledger(new JndiConnections(dataSource.get()), clock));
        }
        Path directory = place.directory().or(Ledgers::dataFolder).orElseThrow(Ledgers::noDirectory);
        return ledgers.computeIfAbsent(directory, path -> new Ledger(database(directory), clock));
    }

    static ResourceException noDirectory() {
        return new ResourceException(
                "POP3J0003 this server does not say where its data belongs (none of the system properties "
                        + DATA_FOLDERS + " is set): set ledgerDirectory, or ledgerDataSource and spool=TRANSIENT");
    }

    private EmbeddedDatabase database(Path directory) {
        return databases.computeIfAbsent(directory, EmbeddedDatabase::new);
    }

    /** Where the server wants data of an adapter to be. */
    static Optional<Path> dataFolder() {
        return DATA_FOLDERS.stream()
                .map(System::getProperty)
                .filter(folder -> folder != null && !folder.isBlank())
                .findFirst()
                .map(folder -> Path.of(folder, "pop3j"));
    }

    @Override
    public void close() {
        for (EmbeddedDatabase database : databases.values()) {
            try {
                database.close();
            } catch (SQLException e) {
                LOG.log(
                        Level.WARNING,
                        "POP3J0302 the ledger was not closed in order; it heals when it is opened again",
                        e);
            }
        }
    }
}
