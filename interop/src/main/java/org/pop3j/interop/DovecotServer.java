package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Dovecot of one test: two free ports of the loopback interface (one in clear text with STLS, one in TLS), one account,
 * one Maildir, every mechanism that it has, a certificate of its own and one that it knows its user by. Works for root, who
 * has Dovecot change to Debian's users for it, and for anybody else, in whose name everything then runs.
 */
public final class DovecotServer implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final DovecotConfiguration configuration;
    private final Maildir maildir;
    private final ChildProcess process;
    private final String user;

    private DovecotServer(DovecotConfiguration configuration, Maildir maildir, ChildProcess process, String user) {
        this.configuration = configuration;
        this.maildir = maildir;
        this.process = process;
        this.user = user;
    }

    /** Starts one with an account; {@code logs} is an empty directory. */
    public static DovecotServer start(Path logs, String user, String password) throws IOException {
        Path executable = DebianPackage.DOVECOT.executable();
        Path state = StateDirectory.create("dovecot");
        DovecotConfiguration configuration = DovecotConfiguration.in(state, logs.resolve("dovecot.log"), user);
        Path file = Files.writeString(state.resolve("dovecot.conf"), configuration.text(), UTF_8);
        Files.writeString(configuration.users(), user + ":{PLAIN}" + password + "::::::\n", UTF_8);
        Files.writeString(configuration.oauth(), configuration.oauthText(), UTF_8);
        AccessToken.writeKey(configuration.keys());
        Maildir maildir = Maildir.create(configuration.maildir(), configuration.mailOwner());
        requireKnownVersion(executable, logs.resolve("version"));
        ChildProcess process = ChildProcess.start(
                List.of(executable.toString(), "-F", "-c", file.toString()), Map.of(), logs.resolve("console.log"));
        DovecotServer server = new DovecotServer(configuration, maildir, process, user);
        process.awaitGreeting(configuration.port(), server::log);
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

    /** In clear text, with STLS. */
    public int port() {
        return configuration.port();
    }

    public int tlsPort() {
        return configuration.tlsPort();
    }

    /** What a client has to trust, a PEM file. */
    public Path certificate() {
        return configuration.certificate().certificate();
    }

    /** By which a client shows that it is the user, without a password. */
    public SelfSignedCertificate clientCertificate() {
        return configuration.clientCertificate();
    }

    public String accessToken() {
        return AccessToken.of(user);
    }

    public Maildir maildir() {
        return maildir;
    }

    public String log() throws IOException {
        return StateDirectory.tail(configuration.log());
    }

    @Override
    public void close() throws IOException {
        process.close();
        StateDirectory.delete(configuration.state());
    }
}
