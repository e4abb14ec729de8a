package org.pop3j.ra.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in its own database, H2. */
class LedgerTest extends LedgerContract {
    @TempDir
    private Path directory;

    private @Nullable EmbeddedDatabase database;

    @Override
    Connection connect() throws SQLException {
        if (database == null) {
            database = new EmbeddedDatabase(directory);
        }
        return database.open();
    }

    @Override
    @AfterEach
    void leaveNothing() throws SQLException {
        if (database != null) {
            database.close();
        }
    }
}
