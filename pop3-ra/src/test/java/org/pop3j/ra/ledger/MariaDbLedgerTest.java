package org.pop3j.ra.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in a MariaDB whose usual collation ignores case; needs Debian's mariadb-server-core. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariaDbLedgerTest extends LedgerContract {
    private Path directory;
    private Process server;
    private int port;

    @BeforeAll
    void start(@TempDir Path empty) throws IOException, InterruptedException, SQLException {
        directory = empty;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = run(directory);
        await("MariaDB answers")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    assertThat(server.isAlive()).as(log()).isTrue();
                    connect("").close();
                    return true;
                });
        makeDatabase();
    }

    // No file of the machine's is read; without grant tables there is nothing to install; root may run it, as the build
    // server does.
    private Process run(Path directory) throws IOException {
        return new ProcessBuilder(
                        "/usr/sbin/mariadbd",
                        "--no-defaults",
                        "--user=" + System.getProperty("user.name"),
                        "--datadir=" + Files.createDirectory(directory.resolve("data")),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--socket=" + directory.resolve("socket"),
                        "--skip-grant-tables")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void makeDatabase() throws SQLException {
        try (Connection connection = connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE ledger CHARACTER SET latin1 COLLATE latin1_swedish_ci");
        }
    }

    @AfterAll
    void stop() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }

    @Override
    Connection connect() throws SQLException {
        return connect("ledger");
    }

    private Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root");
    }
}
