package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.Capabilities;
import org.pop3j.protocol.Pop3Exception;
import org.pop3j.protocol.Pop3ProtocolException;

/** Greeting and capabilities, and servers that do not get that far. */
class ConnectTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration FAR_LESS_THAN_ANY_OTHER_TIMEOUT = Duration.ofSeconds(8);

    @Test
    void greetingAndCapabilitiesAreRead() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK POP3 ready
                C: CAPA
                S: +OK list follows
                S: top
                S: Sasl PLAIN SCRAM-SHA-256
                S: pipelining
                S: X-NOBODY-KNOWS  this   one
                S:
                S: .
                """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThat(connection.greeting().text()).isEqualTo("POP3 ready");
            assertThat(connection.capabilities().has(Capabilities.TOP)).isTrue();
            assertThat(connection.capabilities().has(Capabilities.PIPELINING)).isTrue();
            assertThat(connection.capabilities().get(Capabilities.SASL))
                    .hasValueSatisfying(
                            sasl -> assertThat(sasl.parameters()).containsExactly("PLAIN", "SCRAM-SHA-256"));
            assertThat(connection.capabilities().has(Capabilities.UIDL)).isFalse();
            assertThat(connection.tlsSession()).isEmpty();
        }
    }

    @Test
    void serverThatDoesNotKnowCapaIsFine() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: -ERR what?
                """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThat(connection.capabilities()).isEqualTo(Capabilities.NONE);
        }
    }

    @Test
    void serverThatHangsUpOnCapaIsNamedIfItIsNotThereASecondTime() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: +OK\nC: CAPA\n", "! reset\n")) {
            assertThatThrownBy(() -> server.client().build().connect())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("CAPA")
                    .hasMessageContaining("closed")
                    .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        }
    }

    @Test
    @DisplayName("C-GEN-02: a server that is silent meets the read time-out")
    void serverThatIsSilentOnCapaMeetsTheReadTimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                ! hold
                """)) {
            assertThatThrownBy(() -> server.client().readTimeout(SHORT).build().connect())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("CAPA");
        }
    }

    @Test
    void refusingGreetingIsReportedWithItsText() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: -ERR [SYS/TEMP] come back\tlater\n")) {
            assertThatThrownBy(() -> server.client().build().connect())
                    .isInstanceOf(Pop3Exception.class)
                    .isNotInstanceOf(Pop3ProtocolException.class)
                    .hasMessageContaining("[SYS/TEMP] come back?later");
        }
    }

    @Test
    void greetingOfAnotherProtocolIsABrokenProtocol() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("S: 220 smtp.example ESMTP\n")) {
            assertThatThrownBy(() -> server.client().build().connect()).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    void endOfStreamInsteadOfAGreetingIsAnError() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("R: +OK without an end\n")) {
            assertThatThrownBy(() -> server.client().build().connect())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("greeting");
        }
    }

    @Test
    void endlessGreetingEndsAtTheLimit() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("! flood x\n")) {
            assertThatThrownBy(() -> server.client().build().connect()).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    void endlessCapabilitiesEndAtTheLimit() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: +OK
                ! flood X-MORE\\r\\n
                """)) {
            assertThatThrownBy(() -> server.client().build().connect()).isInstanceOf(Pop3ProtocolException.class);
        }
    }

    @Test
    void silentServerMeetsTheReadTimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("! hold\n")) {
            assertThatThrownBy(() -> server.client().readTimeout(SHORT).build().connect())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port())
                    .hasMessageContaining("greeting")
                    .hasMessageContaining(SHORT.toString());
        }
    }

    @Test
    @DisplayName("C-GEN-02: a server that drips meets the command time-out")
    void greetingThatDripsMeetsTheCommandTimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("! drip x\n")) {
            long begin = System.nanoTime();
            assertThatThrownBy(
                            () -> server.client().commandTimeout(SHORT).build().connect())
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("not complete within " + SHORT);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FAR_LESS_THAN_ANY_OTHER_TIMEOUT);
        }
    }

    @Test
    void sessionTimeoutBoundsAServerThatAlwaysHasMore() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: -ERR
                C: USER alice
                S: +OK
                C: PASS secret
                S: +OK
                C: CAPA
                S: -ERR
                C: RETR 1
                S: +OK
                ! flood abcdefgh
                """)) {
            Maildrop maildrop = ScriptedServer.login(server.client().sessionTimeout(Duration.ofSeconds(3)));
            assertThatThrownBy(() -> maildrop.retr(1, OutputStream.nullOutputStream()))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("session");
        }
    }

    @Test
    void refusedConnectionNamesTheServer() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        Pop3Client client =
                Pop3Client.builder("127.0.0.1").port(port).tls(Tls.NONE).build();
        assertThatThrownBy(client::connect)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void quitBeforeLoginReturnsOnOk() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: -ERR
                C: QUIT
                S: +OK bye
                """);
                Pop3Connection connection = server.client().build().connect()) {
            connection.quit();
            assertThatThrownBy(connection::quit).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void quitBeforeLoginWithoutAnswerIsNotAboutAnUpdate() throws Exception {
        try (ScriptedServer server = ScriptedServer.play("""
                S: +OK
                C: CAPA
                S: -ERR
                C: QUIT
                """);
                Pop3Connection connection = server.client().build().connect()) {
            assertThatThrownBy(connection::quit)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UpdateUnknownException.class);
        }
    }

    @Test
    void interruptedConnectNamesServerAndStep() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Pop3Client client = Pop3Client.builder("127.0.0.1")
                    .port(listener.getLocalPort())
                    .tls(Tls.NONE)
                    .build();
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(client::connect)
                        .isInstanceOf(SocketException.class)
                        .hasMessage("127.0.0.1:" + listener.getLocalPort() + ": connect: interrupted");
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Test
    void unknownNameNamesServerAndStep() {
        Pop3Client client = Pop3Client.builder("no.such.host.invalid")
                .port(110)
                .tls(Tls.NONE)
                .build();
        assertThatThrownBy(client::connect)
                .isInstanceOf(UnknownHostException.class)
                .hasMessageStartingWith("no.such.host.invalid:110: connect: ");
    }

    @Test
    void addressThatCannotBeReachedNamesServerAndStep() {
        // No TCP connection can be made to a multicast address; how the system says so differs.
        Pop3Client client = Pop3Client.builder("224.0.0.1")
                .port(110)
                .tls(Tls.NONE)
                .connectTimeout(SHORT)
                .build();
        assertThatThrownBy(client::connect)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("224.0.0.1:110: connect: ");
    }
}
