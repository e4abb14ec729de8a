package org.pop3j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelayProxyTest {
    private static final Duration ROUND_TRIP = Duration.ofMillis(40);

    @Test
    void greetingAndEachAnswerTakeARoundTrip() throws Exception {
        try (DelayProxy proxy = new DelayProxy(ReplayServer.start(), ROUND_TRIP)) {
            long begin = System.nanoTime();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                assertThat(new String(in.readNBytes(5), StandardCharsets.US_ASCII))
                        .isEqualTo("+OK\r\n");
                assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(ROUND_TRIP.toNanos());
                for (int i = 1; i <= 3; i++) {
                    out.write("NOOP\r\nNOOP\r\n".getBytes(StandardCharsets.US_ASCII));
                    in.readNBytes(10);
                    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo((1 + i) * ROUND_TRIP.toNanos());
                }
            }
            assertThat(proxy.flights()).isEqualTo(3);
        }
    }
}
