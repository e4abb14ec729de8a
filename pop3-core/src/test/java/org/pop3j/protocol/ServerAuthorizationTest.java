package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1939, sections 4, 7 and 13: who gets in. */
class ServerAuthorizationTest {
    private final MemoryMaildrop maildrop = new MemoryMaildrop("one\r\n");

    @Test
    @DisplayName("S-AUT-01")
    void userAndPassLeadToTransaction() {
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
        assertThat(server.command("USER alice")).startsWith("+OK");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
        assertThat(server.command("PASS secret")).startsWith("+OK");
        assertThat(server.engine().state()).isEqualTo(SessionState.TRANSACTION);
    }

    @Test
    @DisplayName("S-AUT-02")
    void passWithoutUserIsRefused() {
        assertThat(ServerDriver.connected(maildrop).indicators("PASS secret")).containsExactly("-ERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAPA", "foo", "", "STAT", "NOOP", "USER", "PASS", "USER bob"})
    @DisplayName("S-AUT-03")
    void passHasToFollowUserDirectly(String between) {
        ServerDriver server = ServerDriver.connected(maildrop);
        server.command("USER alice");
        server.command(between);
        assertThat(server.indicators("PASS secret")).containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-AUT-03")
    void evenARefusedLineBetweenUserAndPassCounts() {
        ServerDriver server = ServerDriver.connected(maildrop);
        server.send("USER alice\r\nNOOP\n");
        assertThat(server.indicators("PASS secret")).containsExactly("-ERR");
        server.send("USER alice\r\n" + "x".repeat(300) + "\r\n");
        assertThat(server.indicators("PASS secret")).containsExactly("-ERR");
    }

    @Test
    @DisplayName("S-AUT-04, S-AUT-04b")
    void aWrongPasswordNeedsAnotherUserBeforeTheNextTry() {
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.indicators("USER alice", "PASS wrong", "PASS secret", "USER alice", "PASS secret"))
                .containsExactly("+OK", "-ERR", "-ERR", "+OK", "+OK");
    }

    @Test
    @DisplayName("S-AUT-05, S-CAP-08, S-RC-03")
    void anUnknownAccountIsAnsweredLikeAWrongPassword() {
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.command("USER nobody")).isEqualTo(server.command("USER alice"));
        String wrongPassword = server.send("USER alice\r\nPASS wrong\r\n");
        assertThat(server.send("USER nobody\r\nPASS secret\r\n")).isEqualTo(wrongPassword);
        assertThat(wrongPassword).contains("-ERR [AUTH] ");
    }

    @Test
    @DisplayName("S-AUT-06")
    void quitBeforeLoginEndsTheSessionWithoutUpdate() {
        ServerDriver server = ServerDriver.connected(maildrop);
        assertThat(server.command("QUIT")).startsWith("+OK");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
        assertThat(maildrop.updates()).isZero();
        assertThat(server.command("NOOP")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER", "USER ", "USER a b", "USER  alice", "USER alice "})
    @DisplayName("S-AUT-07")
    void userTakesExactlyOneName(String line) {
        assertThat(ServerDriver.connected(maildrop).indicators(line)).containsExactly("-ERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PASS", "PASS "})
    @DisplayName("S-AUT-07")
    void passWithoutAPasswordIsRefused(String line) {
        assertThat(ServerDriver.connected(maildrop).indicators("USER alice", line))
                .containsExactly("+OK", "-ERR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " a", "a ", "  a  b  ", " "})
    @DisplayName("S-AUT-08")
    void allSpacesOfThePasswordBelongToIt(String password) {
        Accounts accounts = ServerDriver.accounts("alice", password, user -> new Login.Granted(maildrop));
        ServerDriver server = ServerDriver.connected(ServerSettings.DEFAULT, accounts);
        assertThat(server.indicators("USER alice", "PASS " + password)).containsOnly("+OK");
    }

    @Test
    @DisplayName("S-AUT-09")
    void anotherUserReplacesTheFirst() {
        assertThat(ServerDriver.connected(maildrop).indicators("USER bob", "USER alice", "PASS secret"))
                .containsOnly("+OK");
    }

    @Test
    @DisplayName("S-AUT-10, S-AUT-10b, S-RC-01")
    void aLockedMaildropIsInUse() {
        Optional<ResponseCode> inUse = Optional.of(ResponseCode.IN_USE);
        Accounts accounts =
                ServerDriver.accounts("alice", "secret", user -> new Login.Refused(inUse, "another session"));
        ServerDriver server = ServerDriver.connected(ServerSettings.DEFAULT, accounts);
        server.command("USER alice");
        assertThat(server.command("PASS secret")).isEqualTo("-ERR [IN-USE] another session\r\n");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-CAP-10")
    void aLoginTooSoonIsRefusedToPassAndToAuthButUserTellsNothing() {
        Login tooSoon = new Login.Refused(Optional.of(ResponseCode.LOGIN_DELAY), "once a minute");
        Accounts accounts = new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return tooSoon;
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return response -> new AuthExchange.Step.Concluded(tooSoon);
            }
        };
        ServerSettings settings =
                ServerSettings.DEFAULT.withMechanisms(List.of(new SaslMechanism("PLAIN", true, true)));
        ServerDriver server = ServerDriver.connected(settings, accounts);
        assertThat(server.command("USER alice")).startsWith("+OK");
        assertThat(server.command("PASS secret")).isEqualTo("-ERR [LOGIN-DELAY] once a minute\r\n");
        assertThat(server.command("AUTH PLAIN =")).isEqualTo("-ERR [LOGIN-DELAY] once a minute\r\n");
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-GEN-12")
    void theLastRefusalBeforeTheLoginClosesTheConnection() {
        ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.withMaxRefusals(3));
        assertThat(server.indicators("STAT", "USER alice", "PASS wrong")).containsExactly("-ERR", "+OK", "-ERR");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.READ);
        assertThat(server.send("GET / HTTP/1.0\r\nUSER alice\r\nPASS secret\r\n"))
                .isEqualTo("-ERR unknown command\r\n");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
        assertThat(server.engine().state()).isEqualTo(SessionState.AUTHORIZATION);
    }

    @Test
    @DisplayName("S-GEN-12")
    void overLongLinesAndFailedExchangesCountAsWell() {
        ServerSettings settings = ServerSettings.DEFAULT
                .withMechanisms(List.of(new SaslMechanism("PLAIN", true, true)))
                .withMaxRefusals(2);
        ServerDriver server = ServerDriver.connected(settings, new Accounts() {
            @Override
            public Login login(String user, byte[] password) {
                return new Login.Granted(maildrop);
            }

            @Override
            public AuthExchange authenticate(SaslMechanism mechanism) {
                return response -> new AuthExchange.Step.Challenge(new byte[0]);
            }
        });
        assertThat(server.command("x".repeat(300))).startsWith("-ERR ");
        assertThat(server.command("AUTH PLAIN")).isEqualTo("+ \r\n");
        assertThat(server.command("*")).startsWith("-ERR ");
        assertThat(server.last()).isEqualTo(ServerEngine.Action.CLOSE);
    }

    @Test
    @DisplayName("S-GEN-12")
    void refusalsAfterTheLoginAreNotCounted() {
        ServerDriver server = ServerDriver.connected(maildrop, ServerSettings.DEFAULT.withMaxRefusals(1));
        assertThat(server.indicators("USER alice", "PASS secret", "RETR 9", "X", "RETR 9", "STAT"))
                .containsExactly("+OK", "+OK", "-ERR", "-ERR", "-ERR", "+OK");
    }

    @Test
    void noRefusalAtAllCannotBeConfigured() {
        assertThatThrownBy(() -> ServerSettings.DEFAULT.withMaxRefusals(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S-CAP-07")
    void codesAreOnlySentIfTheyAreAnnounced() {
        ServerSettings silent = ServerSettings.DEFAULT.withAnnounced(List.of());
        ServerDriver server = ServerDriver.connected(maildrop, silent);
        server.command("USER alice");
        assertThat(server.command("PASS wrong")).isEqualTo("-ERR wrong name or password\r\n");
    }

    @Test
    void thePasswordIsOverwrittenAfterTheLogin() {
        AtomicReference<byte[]> seen = new AtomicReference<>(new byte[0]);
        Accounts accounts = (user, password) -> {
            seen.set(password);
            assertThat(new String(password, StandardCharsets.US_ASCII)).isEqualTo("secret");
            return new Login.Granted(maildrop);
        };
        ServerDriver.connected(ServerSettings.DEFAULT, accounts).send("USER alice\r\nPASS secret\r\n");
        assertThat(seen.get()).containsOnly(0).hasSize(6);
    }

    @Test
    void theObserverNeverSeesASecret() {
        List<String> seen = new ArrayList<>();
        ServerObserver observer = new ServerObserver() {
            @Override
            public void received(String redactedCommandLine) {
                seen.add(redactedCommandLine);
            }

            @Override
            public void replied(String statusLine) {
                seen.add(statusLine);
            }
        };
        ServerEngine engine = new ServerEngine(ServerSettings.DEFAULT, ServerDriver.alice(maildrop), observer);
        ServerDriver server = new ServerDriver(engine, ServerDriver.WHOLE, ServerDriver.WHOLE);
        server.pump();
        for (String line : List.of(
                "USER alice",
                "PASS hunter2",
                "pass hunter2",
                " PASS hunter2",
                "PASS\thunter2",
                "PASSWORD hunter2",
                "hunter2",
                "hunt er2",
                "AUTH PLAIN hunter2",
                "APOP alice hunter2",
                "PASS hunter2\0",
                "x".repeat(300) + "hunter2")) {
            server.command(line);
        }
        server.send("PASS hunter2\n");
        assertThat(seen).noneMatch(line -> line.contains("hunt"));
        assertThat(seen).contains("USER alice", "PASS ****", "pass ****", "AUTH ****", "APOP ****", "****");
    }
}
