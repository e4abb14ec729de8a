package org.pop3j.interop.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.interop.Contexts;
import org.pop3j.interop.DovecotServer;

/** Dovecot, the oracle: what it does otherwise has a reason here. */
@Tag("interop")
class DovecotContractTest implements DovecotDeviations {
    @TempDir
    private static Path logs;

    private static final Map<Boolean, Subject> SUBJECTS = new HashMap<>();

    @AfterAll
    static void stop() throws IOException {
        for (Subject subject : SUBJECTS.values()) {
            subject.server.close();
        }
        SUBJECTS.clear();
    }

    @Override
    public ServerUnderTest server(ServerUnderTest.Setup setup) {
        return SUBJECTS.computeIfAbsent(setup != ServerUnderTest.Setup.NO_CLEAR_TEXT, DovecotContractTest::start);
    }

    private static Subject start(boolean clearTextLogin) {
        try {
            return new Subject(clearTextLogin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Subject implements ServerUnderTest {
        private static final int FIRST = 100;
        private static final int LAST = 399;

        private final boolean clearTextLogin;
        private final DovecotServer server;
        private final AtomicInteger users = new AtomicInteger(FIRST);

        Subject(boolean clearTextLogin) throws IOException {
            this.clearTextLogin = clearTextLogin;
            Map<String, String> passwords =
                    new HashMap<>(Map.of(SPACES, SPACED_PASSWORD, UTF8_NAME, UTF8_PASSWORD, "certified", PASSWORD));
            for (int i = FIRST; i <= LAST; i++) {
                passwords.put("user" + i, PASSWORD);
            }
            Path log = Files.createDirectory(logs.resolve(String.valueOf(clearTextLogin)));
            server = DovecotServer.start(log, "certified", passwords, clearTextLogin);
        }

        /** Who comes from the server's own address is as good as under TLS to Dovecot. */
        @Override
        public String source() {
            return clearTextLogin ? "127.0.0.1" : "127.0.0.2";
        }

        @Override
        public int port() {
            return server.port();
        }

        @Override
        public int tlsPort() {
            return server.tlsPort();
        }

        @Override
        public SSLContext trust() throws IOException {
            return Contexts.trusting(server.certificate());
        }

        @Override
        public SSLContext trustAndCertificate() throws IOException {
            return Contexts.trusting(server.certificate(), server.clientCertificate());
        }

        @Override
        public String newUser() {
            int number = users.incrementAndGet();
            if (number > LAST) {
                throw new IllegalStateException("the contract needs more users");
            }
            server.maildir("user" + number);
            return "user" + number;
        }

        @Override
        public String token(String user) {
            return server.accessToken(user);
        }

        @Override
        public void deliver(String user, byte[] message) throws IOException {
            server.maildir(user).deliver(message);
        }
    }
}
