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
 * GNU Mailutils' pop3d of one test: two free ports of the loopback interface (one in clear text with STLS, one in TLS), an
 * account for USER and PASS, another one for APOP, and a Maildir for each. Its accounts are those of a virtual domain, so that
 * the accounts of the machine are left alone.
 */
public final class MailutilsServer implements AutoCloseable {
    private static final String DOMAIN = "@example.org";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private final Path state;
    private final int port;
    private final int tlsPort;
    private final FileOwner mailOwner;
    private final SelfSignedCertificate certificate;
    private final Path logs;
    private final Maildir maildir;
    private final Maildir apopMaildir;
    private final ChildProcess process;

    private MailutilsServer(Path state, Path logs, String password) throws IOException {
        this.state = state;
        this.logs = logs;
        this.port = Ports.free();
        this.tlsPort = Ports.free();
        FileOwner runner = FileOwner.of(state);
        this.mailOwner = runner.isRoot() ? new FileOwner("mail", "mail") : runner;
        this.certificate = SelfSignedCertificate.in(state);
        String passwd = account("alice", password) + account("dave", password);
        Files.createDirectory(state.resolve("domains"));
        Files.writeString(state.resolve("domains").resolve(DOMAIN.substring(1)), passwd, UTF_8);
        this.maildir = Maildir.create(state.resolve("alice").resolve("INBOX"), mailOwner);
        this.apopMaildir = Maildir.create(state.resolve("dave").resolve("INBOX"), mailOwner);
        run("popauth", "--add", "--file", state + "/apop", "--user", apopUser(), "--password", password);
        Path file = Files.writeString(state.resolve("pop3d.conf"), configuration(), UTF_8);
        this.process = ChildProcess.start(
                List.of(DebianPackage.MAILUTILS.executable().toString(), "--config-file=" + file, "--foreground"),
                Map.of(),
                logs.resolve("pop3d.log"));
    }

    /** Starts one; {@code logs} is an empty directory. */
    public static MailutilsServer start(Path logs, String password) throws IOException {
        MailutilsServer server = new MailutilsServer(StateDirectory.create("mailutils"), logs, password);
        server.process.awaitGreeting(server.port, () -> StateDirectory.tail(logs.resolve("pop3d.log")));
        return server;
    }

    /** Makes the home directory of an account; its line in the file of accounts. */
    private String account(String name, String password) throws IOException {
        Path home = Files.createDirectory(state.resolve(name));
        mailOwner.own(home);
        String hash = run("perl", "-e", "print crypt($ARGV[0], q($6$pop3jpop3j))", password);
        return "%s:%s:%s:%s::%s:/bin/sh%n"
                .formatted(
                        name, hash, Files.getAttribute(home, "unix:uid"), Files.getAttribute(home, "unix:gid"), home);
    }

    /** What a program prints; it has to succeed. */
    private String run(String... command) throws IOException {
        Path output = Files.createTempFile(logs, "output", ".txt");
        try (ChildProcess child = ChildProcess.start(List.of(command), Map.of(), output)) {
            assertThat(child.awaitEnd(BOUND)).isTrue();
            String printed = Files.readString(output);
            assertThat(child.exitValue()).as(command[0] + ": " + printed).isZero();
            return printed;
        }
    }

    private String configuration() {
        return """
                logging { syslog no; print-severity yes; };
                mode daemon;
                foreground yes;
                pidfile "%1$s/pid";
                max-children 100;
                timeout 600;
                tls { ssl-certificate-file %2$s; ssl-key-file %3$s; };
                tls-file-checks { key-file none; cert-file none; };
                server 127.0.0.1:%4$d { tls-mode ondemand; };
                server 127.0.0.1:%5$d { tls-mode connection; };
                virtdomain { passwd-dir %1$s/domains; };
                auth { authentication "generic"; authorization "virtdomain"; };
                apop-database-file "gdbm://%1$s/apop";
                apop-database-safety none;
                mandatory-locking { enable yes; lock-directory %1$s; };
                """.formatted(state, certificate.certificate(), certificate.key(), port, tlsPort);
    }

    /** In clear text, with STLS. */
    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    /** What a client has to trust, a PEM file. */
    public Path certificate() {
        return certificate.certificate();
    }

    /** Who logs in with USER and PASS. */
    public String user() {
        return "alice" + DOMAIN;
    }

    /** Who logs in with APOP, and not otherwise. */
    public String apopUser() {
        return "dave" + DOMAIN;
    }

    public Maildir maildir() {
        return maildir;
    }

    public Maildir apopMaildir() {
        return apopMaildir;
    }

    public String log() throws IOException {
        return StateDirectory.tail(logs.resolve("pop3d.log"));
    }

    @Override
    public void close() throws IOException {
        process.close();
        StateDirectory.delete(state);
    }
}
