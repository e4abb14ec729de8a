package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pop3j.interop.contract.ServerContract.deviates;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.auth.Mechanism;
import org.pop3j.protocol.Keyword;
import org.pop3j.testserver.Pop3TestServer;

/** The test server keeps the contract. */
class TestServerContractTest implements ServerContract {
    private static final Map<ServerUnderTest.Setup, Subject> SUBJECTS = new EnumMap<>(ServerUnderTest.Setup.class);

    @AfterAll
    static void stop() {
        SUBJECTS.values().forEach(subject -> subject.server.close());
        SUBJECTS.clear();
    }

    @Override
    public ServerUnderTest server(ServerUnderTest.Setup setup) {
        return SUBJECTS.computeIfAbsent(setup, Subject::new);
    }

    @Override
    @Test
    @DisplayName("S-AUT-11")
    @Deviation(
            "lets its users log in by whatever it offers: which way is right is for the test to say, not for its server")
    public void anAccountThatUsesPassUsesNoApop() throws IOException {
        deviates(ServerContract.super::anAccountThatUsesPassUsesNoApop);
        String user = user(everything());
        try (Wire wire = Wire.of(everything(), user)) {
            wire.ok("QUIT");
            assertThat(wire.ends()).isTrue();
        }
        try (Wire wire = Wire.connect(everything(), everything().port())) {
            wire.ok(LoginClauses.apop(wire.line(), user, ServerUnderTest.PASSWORD));
        }
    }

    @Test
    @DisplayName("S-CAP-05, S-CAP-05b, S-CAP-05c")
    void whatDoesNotWorkIsNotAnnounced() throws IOException {
        Subject bare = new Subject(Pop3TestServer.builder().without(Keyword.TOP, Keyword.UIDL, Keyword.USER));
        String user = bare.newUser();
        bare.deliver(user, GeneralClauses.MAIL.getBytes(US_ASCII));
        try (bare.server;
                Wire wire = Wire.clear(bare)) {
            assertThat(Clauses.tags(wire.lines("CAPA"))).contains("SASL").doesNotContain("TOP", "UIDL", "USER");
            wire.refused("USER " + user);
            wire.ok("AUTH PLAIN " + AuthClauses.plain("", user, ServerUnderTest.PASSWORD));
            assertThat(Clauses.tags(wire.lines("CAPA"))).contains("SASL").doesNotContain("TOP", "UIDL", "USER");
            for (String command : List.of("TOP 1 0", "UIDL", "UIDL 1")) {
                wire.refused(command);
            }
            assertThat(wire.message("RETR 1")).isEqualTo(GeneralClauses.MAIL);
        }
    }

    @Test
    @DisplayName("S-CAP-09, S-CAP-12")
    void howLongMessagesAreKeptIsToldAndTrue() throws IOException {
        Subject forgetful = new Subject(Pop3TestServer.builder().expire(Duration.ofDays(30)));
        String user = forgetful.newUser();
        forgetful.deliver(user, GeneralClauses.MAIL.getBytes(US_ASCII));
        try (forgetful.server) {
            forgetful.passTime(Duration.ofDays(29));
            try (Wire wire = Wire.clear(forgetful)) {
                assertThat(wire.lines("CAPA")).contains("EXPIRE 30");
                wire.login(user);
                assertThat(wire.lines("CAPA")).contains("EXPIRE 30");
                assertThat(wire.ok("STAT")).startsWith("+OK 1 ");
                wire.ok("QUIT");
                assertThat(wire.ends()).isTrue();
            }
            forgetful.passTime(Duration.ofDays(2));
            try (Wire wire = Wire.of(forgetful, user)) {
                assertThat(wire.ok("STAT")).isEqualTo("+OK 0 0");
            }
        }
    }

    static final class Subject implements ServerUnderTest {
        private static final String CERTIFIED = "certified";

        private final AtomicInteger users = new AtomicInteger(100);
        final Pop3TestServer server;

        Subject(Setup setup) {
            this(
                    switch (setup) {
                        case STANDARD -> Pop3TestServer.builder();
                        case EVERYTHING -> Pop3TestServer.builder().utf8().mechanisms(Mechanism.values());
                        case NO_CLEAR_TEXT -> Pop3TestServer.builder().clearTextLogin(false);
                        case LOGIN_DELAY -> Pop3TestServer.builder().loginDelay(Duration.ofHours(1));
                    });
        }

        Subject(Pop3TestServer.Builder builder) {
            server = builder.start();
            server.addUser(SPACES, SPACED_PASSWORD);
            server.addUser(UTF8_NAME, UTF8_PASSWORD);
            server.addUser(CERTIFIED, PASSWORD);
            server.addUser("anonymous", PASSWORD);
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
        public SSLContext trust() {
            return server.clientSslContext();
        }

        @Override
        public SSLContext trustAndCertificate() {
            return server.clientSslContext(CERTIFIED);
        }

        @Override
        public String newUser() {
            String user = "user" + users.incrementAndGet();
            server.addUser(user, PASSWORD);
            return user;
        }

        @Override
        public String token(String user) {
            server.accessToken(user, "token-of-" + user);
            return "token-of-" + user;
        }

        @Override
        public void passTime(Duration time) {
            server.passTime(time);
        }

        @Override
        public void deliver(String user, byte[] message) {
            server.maildrop(user).deliver(message);
        }
    }
}
