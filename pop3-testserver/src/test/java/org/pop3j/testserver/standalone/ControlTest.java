package org.pop3j.testserver.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMessage;
import picocli.CommandLine;

/** The control in this JVM, with less patience than that of the program. */
class ControlTest {
    private static final Duration STALLED = Duration.ofSeconds(2);
    private static final int OCTETS = 1 << 26;

    private final Pop3TestServer server =
            Pop3TestServer.builder().user("alice", "secret").build();
    private Control control;
    private String request;

    @BeforeEach
    void start() throws IOException {
        Options options = new Options();
        new CommandLine(options).parseArgs();
        InetSocketAddress free = new InetSocketAddress(Address.loopback(), 0);
        control = Control.start(free, List.of(), server, new Seed(options, server), STALLED);
        String uniqueId = server.maildrop("alice").deliver(TestMessage.generated(OCTETS, 1));
        request = "GET /api/maildrops/alice/messages/" + uniqueId
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    }

    @AfterEach
    void stop() {
        control.close();
        server.close();
    }

    @Test
    void whoTakesNothingOfTheAnswerIsDropped() throws IOException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < HttpLimits.THREADS + 6; i++) {
                Socket socket = new Socket();
                held.add(socket);
                socket.setReceiveBufferSize(1024);
                socket.setSoTimeout(60_000);
                socket.connect(new InetSocketAddress(Address.loopback(), control.port()));
                socket.getOutputStream().write(request.getBytes(US_ASCII));
            }

            for (Socket socket : held) {
                // The last ones get a thread only when the first ones have lost theirs.
                assertThat(socket.getInputStream().readNBytes(4)).isEqualTo("HTTP".getBytes(US_ASCII));
            }
            assertThat(octets(held.get(0).getInputStream())).isLessThan(OCTETS);
            assertThat(new ControlClient(control.port()).get("/api/server").statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void whoTakesTheAnswerGetsAllOfIt() throws IOException {
        assertThat(new ControlClient(control.port()).raw(request)).hasSizeGreaterThan(OCTETS);
    }

    private static long octets(InputStream in) throws IOException {
        long octets = 0;
        byte[] some = new byte[1 << 16];
        try {
            for (int more = in.read(some); more >= 0; more = in.read(some)) {
                octets += more;
            }
        } catch (SocketException e) {
            // A reset is an end, too.
        }
        return octets;
    }
}
