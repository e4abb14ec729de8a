package org.pop3j.samples.maildesk.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Dovecot of this test: two free ports of the loopback interface (one in clear text with STLS, one in TLS), one account,
 * one Maildir, a certificate of its own. Works for root, who has Dovecot change to Debian's users for it, and for anybody
 * else, in whose name everything then runs.
 *
 * <p>Its state is in a fresh directory of {@code /tmp}, which is removed in the end: the path must be short enough for
 * the sockets in it, and Dovecot's own users must be allowed to go there. Its log is in {@code target/it}.
 */
final class DovecotServer implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final DovecotConfiguration configuration;
    private final Maildir maildir;
    private final ChildProcess process;

    private DovecotServer(DovecotConfiguration configuration, Maildir maildir, ChildProcess process) {
        this.configuration = configuration;
        this.maildir = maildir;
        this.process = process;
    }

    static DovecotServer start(String name) throws IOException {
        Path executable = DebianPackage.DOVECOT.executable();
        Path state = Files.createTempDirectory("pop3j-dovecot");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path logs = Installation.emptyWorkDirectory(name);
        DovecotConfiguration configuration = DovecotConfiguration.in(state, logs.resolve("dovecot.log"));
        Path file = Files.writeString(state.resolve("dovecot.conf"), configuration.text(), UTF_8);
        Files.writeString(configuration.users(), Account.USER + ":{PLAIN}" + Account.PASSWORD + "::::::\n", UTF_8);
        Maildir maildir = Maildir.create(configuration.maildir(), configuration.mailOwner());
        requireKnownVersion(executable, logs.resolve("version"));
        ChildProcess process = ChildProcess.start(
                List.of(executable.toString(), "-F", "-c", file.toString()), Map.of(), logs.resolve("console.log"));
        DovecotServer server = new DovecotServer(configuration, maildir, process);
        server.awaitGreeting();
        return server;
    }

    /** Dovecot 2.4 reads another language of configuration. */
    private static void requireKnownVersion(Path executable, Path output) throws IOException {
        try (ChildProcess version = ChildProcess.start(List.of(executable.toString(), "--version"), Map.of(), output)) {
            assertThat(version.awaitEnd(START_BOUND)).isTrue();
        }
        assertThat(Files.readString(output))
                .as("version of " + executable + ": the configuration written here is for Dovecot 2.3")
                .startsWith("2.3.");
    }

    private void awaitGreeting() throws IOException {
        try {
            await().atMost(START_BOUND).until(() -> !process.isAlive() || greets());
        } catch (ConditionTimeoutException e) {
            close();
            throw new AssertionError("Dovecot did not start\n" + log(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("Dovecot ended with " + process.exitValue() + "\n" + log());
        }
    }

    private boolean greets() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    /** In clear text, with STLS. */
    int port() {
        return configuration.port();
    }

    int tlsPort() {
        return configuration.tlsPort();
    }

    /** What a client has to trust, a PEM file. */
    Path certificate() {
        return configuration.certificate().certificate();
    }

    Maildir maildir() {
        return maildir;
    }

    String log() {
        return new MessagesLog(configuration.log()).tail(60);
    }

    @Override
    public void close() throws IOException {
        process.close();
        Installation.deleteTree(configuration.state());
    }
}
