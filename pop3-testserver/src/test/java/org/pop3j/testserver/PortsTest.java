package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Where a server listens, and where it offers TLS. */
class PortsTest {
    private static final byte[] ANOTHER_LOOPBACK = {127, 0, 0, 2};

    @Test
    void aServerWithoutATlsPortOpensOneOnlyAndComesBackOnIt() throws IOException {
        try (Pop3TestServer server = Pop3TestServer.builder().withoutTlsPort().start()) {
            int port = server.port();
            assertThatThrownBy(server::tlsPort)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this server has no port with implicit TLS");
            assertThat(server).hasToString("POP3 test server on 127.0.0.1, port " + port);

            server.reset();

            try (LineClient client = LineClient.clear(server)) {
                assertThat(server.port()).isEqualTo(port);
                assertThat(client.lines("CAPA")).contains("STLS");
            }
        }
    }

    @Test
    void aServerListensOnItsAddressAndOnNoOther() throws IOException {
        InetAddress address = InetAddress.getByAddress(ANOTHER_LOOPBACK);
        try (Pop3TestServer server = Pop3TestServer.builder().bind(address).start()) {
            assertThat(server.host()).isEqualTo("127.0.0.2");
            LineClient.clear(server).close();
            assertThatThrownBy(() -> new Socket(Gate.loopback(), server.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aServerOnAllAddressesIsReachedOnEach() throws IOException {
        InetAddress all = InetAddress.getByAddress(new byte[4]);
        try (Pop3TestServer server = Pop3TestServer.builder().bind(all).start();
                Socket other = new Socket(InetAddress.getByAddress(ANOTHER_LOOPBACK), server.port())) {
            assertThat(server.host()).isEqualTo("127.0.0.1");
            LineClient.clear(server).close();
            assertThat(other.isConnected()).isTrue();
        }
    }

    @Test
    void aServerThatWasOnlyBuiltIsFilledBeforeAnybodyCanConnect() throws IOException {
        try (Pop3TestServer server =
                Pop3TestServer.builder().user("alice", "secret").build()) {
            server.maildrop("alice").deliver(new byte[] {'x'});
            assertThat(server.port()).isZero();

            server.startAccepting();

            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("STAT")).isEqualTo("+OK 1 3");
            }
        }
    }

    @Test
    void usersAreListedSorted() {
        try (Pop3TestServer server =
                Pop3TestServer.builder().user("bob", "b").user("alice", "a").start()) {
            server.addUser("aaron", "x");

            assertThat(server.users()).containsExactly("aaron", "alice", "bob");
        }
    }
}
