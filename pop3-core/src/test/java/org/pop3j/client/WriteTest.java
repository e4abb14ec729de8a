package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that do not read what they are sent. They answer all the same, so that the client has more to say, until the
 * window that the server announces and the send buffer of the client's system are full.
 */
class WriteTest {
    /** Some 20 MB of commands: more than a system buffers for one connection. */
    static final List<Integer> MANY =
            IntStream.rangeClosed(1, 1_500_000).boxed().toList();

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final String ANSWERS_WITHOUT_READING = """
            C: DELE 1
            ! deaf
            ! flood +OK\\n
            """;

    /** Waits until some thread waits for room in the send buffer. */
    static void awaitBlockedWrite() {
        awaitFrame("pause");
    }

    /** Waits until some thread is in a method of the socket. */
    static void awaitFrame(String method) {
        await().until(() -> Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().startsWith(DeadlineSocket.class.getName())
                        && frame.getMethodName().equals(method)));
    }

    @Test
    @DisplayName("C-GEN-02, C-PIP-01: a server that does not read meets the read time-out too")
    void serverThatNeverReadsMeetsTheReadTimeout() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining(ANSWERS_WITHOUT_READING));
                Maildrop maildrop = ScriptedServer.login(server.client().readTimeout(SHORT))) {
            assertThatThrownBy(() -> maildrop.dele(MANY))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("DELE in TRANSACTION: took nothing for " + SHORT);
        }
    }

    @Test
    void serverThatNeverReadsMeetsTheReadTimeoutUnderTls(@TempDir Path folder) throws Exception {
        TestKeys keys = new TestKeys(folder);
        SSLContext context = keys.server("server", "ip:127.0.0.1", "-validity", "10");
        try (ScriptedServer server = ScriptedServer.play(context, "! tls\n" + pipelining(ANSWERS_WITHOUT_READING));
                Maildrop maildrop = ScriptedServer.login(server.client()
                        .tls(Tls.IMPLICIT)
                        .sslContext(keys.client())
                        .readTimeout(SHORT))) {
            assertThatThrownBy(() -> maildrop.dele(MANY))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("DELE in TRANSACTION: took nothing for " + SHORT);
        }
    }

    @Test
    void writeGoesOnWhenTheServerReadsAgain() throws Exception {
        byte[] octets = new byte[32 << 20];
        new Random(1939).nextBytes(octets);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listener.accept()) {
                    awaitBlockedWrite();
                    return socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Endpoint peer = new Endpoint("127.0.0.1", listener.getLocalPort());
            Transport transport = new Route(peer, null).connect(Timeouts.DEFAULT, new Lifeline(peer));
            transport.write(octets, octets.length);
            transport.close();
            assertThat(Arrays.equals(received.get(), octets)).isTrue();
        }
    }
}
