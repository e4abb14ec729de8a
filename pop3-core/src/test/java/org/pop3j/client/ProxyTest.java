package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections through a proxy. The names of the servers do not exist: who looked them up would fail. */
class ProxyTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String SESSION = """
            S: +OK
            C: CAPA
            S: -ERR
            C: QUIT
            S: +OK
            """;

    private static void runSession(Pop3Client.Builder client) throws IOException {
        client.tls(Tls.NONE).build().connect().quit();
    }

    @Test
    void socksProxyIsGivenTheNameOfTheServer() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.socks(server.port(), false)) {
            runSession(Pop3Client.builder("pop.invalid").port(110).proxy(ProxyServer.socks("127.0.0.1", proxy.port())));
            assertThat(proxy.asked()).containsExactly("type 3 pop.invalid 110");
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.7, type 1 192.0.2.7 50000", "2001:db8::7, type 4 2001:db8:0:0:0:0:0:7 50000"})
    void socksProxyIsGivenAnAddressAsAnAddress(String host, String asked) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.socks(server.port(), false)) {
            runSession(Pop3Client.builder(host).port(50_000).proxy(ProxyServer.socks("127.0.0.1", proxy.port())));
            assertThat(proxy.asked()).containsExactly(asked);
        }
    }

    @Test
    void socksProxyIsGivenAPasswordIfItWantsOne() throws Exception {
        List<String> log = new ArrayList<>();
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.socks(server.port(), true)) {
            ProxyServer withPassword =
                    ProxyServer.socks("127.0.0.1", proxy.port()).withPassword("bob", "sesam".toCharArray());
            runSession(Pop3Client.builder("pop.invalid").proxy(withPassword).protocolLog(log::add));
            assertThat(proxy.asked()).containsExactly("bob:sesam", "type 3 pop.invalid 110");
            assertThat(withPassword).hasToString("SOCKS proxy 127.0.0.1:" + proxy.port());
        }
        assertThat(log).noneMatch(line -> line.contains("sesam"));
    }

    @Test
    void socksProxyThatWantsNoPasswordIsShownNone() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.socks(server.port(), false)) {
            runSession(Pop3Client.builder("pop.invalid")
                    .proxy(ProxyServer.socks("127.0.0.1", proxy.port()).withPassword("bob", "sesam".toCharArray())));
            assertThat(proxy.asked()).containsExactly("type 3 pop.invalid 110");
        }
    }

    @Test
    void httpProxyIsAskedToConnect() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.http(server.port(), false)) {
            runSession(Pop3Client.builder("pop.invalid").port(110).proxy(ProxyServer.http("127.0.0.1", proxy.port())));
            assertThat(proxy.asked()).containsExactly("CONNECT pop.invalid:110 HTTP/1.1", "Host: pop.invalid:110");
        }
    }

    @Test
    void httpProxyIsGivenCredentialsAndAnIpv6AddressInBrackets() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(SESSION);
                TestProxy proxy = TestProxy.http(server.port(), false)) {
            runSession(Pop3Client.builder("2001:db8::7")
                    .proxy(ProxyServer.http("127.0.0.1", proxy.port()).withPassword("bob", "sesam".toCharArray())));
            assertThat(proxy.asked())
                    .containsExactly(
                            "CONNECT [2001:db8::7]:110 HTTP/1.1",
                            "Host: [2001:db8::7]:110",
                            "Proxy-Authorization: Basic Ym9iOnNlc2Ft");
        }
    }

    @Test
    void tlsGoesThroughTheTunnelToTheServer(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        try (ScriptedServer server = ScriptedServer.play(
                        keys.server("server", "dns:pop.invalid", "-validity", "10"), "! tls\n" + SESSION);
                TestProxy proxy = TestProxy.socks(server.port(), false)) {
            Pop3Client.builder("pop.invalid")
                    .proxy(ProxyServer.socks("127.0.0.1", proxy.port()))
                    .sslContext(keys.client())
                    .build()
                    .connect()
                    .quit();
            assertThat(proxy.asked()).containsExactly("type 3 pop.invalid 995");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "\\5\\0\\5\\5\\0\\1\\0\\0\\0\\0\\0\\0, connection refused",
        "\\5\\0\\5\\2\\0\\1\\0\\0\\0\\0\\0\\0, not allowed by its rules",
        "\\5\\0\\5\\143\\0\\1\\0\\0\\0\\0\\0\\0, refused with 99",
        "\\5\\0\\5\\0\\0\\7\\0\\0\\0\\0\\0\\0, its answer has an unknown kind of address",
        "\\5\\377, it wants credentials of another kind",
        "HTTP/1.1 400 Bad Request, it does not speak SOCKS 5",
        "\\5, it has closed the connection"
    })
    void refusalOfASocksProxyNamesTheProxyAndTheReason(String answer, String reason) throws Exception {
        requireRefusal("R: " + answer, true, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 407 Proxy Authentication Required\\r\\n\\r\\n, it answers 407 Proxy Authentication Required",
        "HTTP/1.1 503 no\\33way\\r\\n\\r\\n, it answers 503 no?way",
        "+OK ready\\r\\n\\r\\n, it does not speak HTTP/1.1",
        "HTTP/1.1 200 OK\\r\\n, it has closed the connection"
    })
    void refusalOfAnHttpProxyNamesTheProxyAndTheReason(String answer, String reason) throws Exception {
        requireRefusal("R: " + answer, false, reason);
    }

    private static void requireRefusal(String answer, boolean socks, String reason) throws Exception {
        try (ScriptedServer proxy = ScriptedServer.play("! deaf\n" + answer + "\n")) {
            assertThatThrownBy(() -> runSession(through(proxy, socks)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("pop.invalid:110: connect through the " + (socks ? "SOCKS" : "HTTP")
                            + " proxy 127.0.0.1:" + proxy.port() + ": " + reason);
        }
    }

    private static Pop3Client.Builder through(ScriptedServer proxy, boolean socks) {
        return Pop3Client.builder("pop.invalid")
                .proxy(
                        socks
                                ? ProxyServer.socks("127.0.0.1", proxy.port())
                                : ProxyServer.http("127.0.0.1", proxy.port()));
    }

    @Test
    void endlessAnswerOfAnHttpProxyEndsAtTheLimit() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.play("! deaf\n! flood x\n")) {
            assertThatThrownBy(() -> runSession(through(proxy, false)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("more than 16384 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void silentProxyMeetsTheReadTimeout(boolean socks) throws Exception {
        try (ScriptedServer proxy = ScriptedServer.play("! deaf\n! hold\n")) {
            assertThatThrownBy(() -> runSession(through(proxy, socks).readTimeout(SHORT)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("proxy 127.0.0.1:" + proxy.port() + ": silent for " + SHORT);
        }
    }

    @Test
    void proxyThatDripsMeetsTheCommandTimeout() throws Exception {
        try (ScriptedServer proxy = ScriptedServer.play("! deaf\n! drip x\n")) {
            assertThatThrownBy(() -> runSession(through(proxy, false).commandTimeout(SHORT)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("not complete within " + SHORT);
        }
    }

    @Test
    void proxyThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listener.getLocalPort();
        }
        assertThatThrownBy(
                        () -> runSession(Pop3Client.builder("pop.invalid").proxy(ProxyServer.socks("127.0.0.1", port))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("pop.invalid:110: connect to the proxy 127.0.0.1:" + port);
    }

    @ParameterizedTest
    @CsvSource({"'', x", "bob, ''", "bob, 'a\tb'", "'bob\n', x"})
    void credentialsThatCannotBeSentAreRefused(String user, String password) {
        assertThatThrownBy(() -> ProxyServer.socks("proxy", 1080).withPassword(user, password.toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProxyServer.http("proxy", 8080).withPassword("bob:", "x".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProxyServer.http("proxy", 8080)
                        .withPassword("bob", "x".repeat(256).toCharArray()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
