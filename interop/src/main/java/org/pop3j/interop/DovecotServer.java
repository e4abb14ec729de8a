package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A Dovecot of one test: two free ports of the loopback interface (one in clear text with STLS, one in TLS), accounts with
 * a Maildir each, every mechanism that it has, a certificate of its own and one that it knows its user by. Works for root, who
 * has Dovecot change to Debian's users for it, and for anybody else, in whose name everything then runs.
 */
public final class DovecotServer implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final DovecotConfiguration configuration;
    private final ConcurrentMap<String, Maildir> maildirs = new ConcurrentHashMap<>();
    private final ChildProcess process;

    private DovecotServer(DovecotConfiguration configuration, ChildProcess process) {
        this.configuration = configuration;
        this.process = process;
    }

    /** Starts one with an account; {@code logs} is an empty directory. */
    public static DovecotServer start(Path logs, String user, String password) throws IOException {
        return start(logs, user, Map.of(user, password), true);
    }

    /**
     * Starts one with several accounts.
     *
     * @param logs an empty directory
     * @param user whom {@link #clientCertificate}, {@link #accessToken()} and ANONYMOUS stand for
     * @param passwords by user; a Maildir is made when it is asked for
     * @param clearTextLogin whether passwords are taken without TLS. If not: from this very address Dovecot takes them all the same
     */
    public static DovecotServer start(Path logs, String user, Map<String, String> passwords, boolean clearTextLogin)
            throws IOException {
        Path executable = DebianPackage.DOVECOT.executable();
        Path state = StateDirectory.create("dovecot");
        DovecotConfiguration configuration =
                DovecotConfiguration.in(state, logs.resolve("dovecot.log"), user, clearTextLogin);
        Path file = Files.writeString(state.resolve("dovecot.conf"), configuration.text(), UTF_8);
        Files.write(
                configuration.users(),
                passwords.entrySet().stream()
                        .map(account -> account.getKey() + ":{PLAIN}" + account.getValue() + "::::::")
                        .toList(),
                UTF_8);
        Files.writeString(configuration.oauth(), configuration.oauthText(), UTF_8);
        AccessToken.writeKey(configuration.keys());
        configuration.mailOwner().own(Files.createDirectory(configuration.maildirs()));
        requireKnownVersion(executable, logs.resolve("version"));
        ChildProcess process = ChildProcess.start(
                List.of(executable.toString(), "-F", "-c", file.toString()), Map.of(), logs.resolve("console.log"));
        DovecotServer server = new DovecotServer(configuration, process);
        server.maildir(user);
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
        return accessToken(configuration.user());
    }

    public String accessToken(String user) {
        return AccessToken.of(user);
    }

    public Maildir maildir() {
        return maildir(configuration.user());
    }

    /** The maildrop of a user, made if it was not there. */
    public Maildir maildir(String user) {
        return maildirs.computeIfAbsent(user, name -> {
            try {
                return Maildir.create(configuration.maildirs().resolve(name), configuration.mailOwner());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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
