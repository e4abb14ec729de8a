package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server whose heap is full: in a JVM of its own, which has little. */
class FullHeapTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void whoCouldNotBeServedForWantOfMemoryDoesNotKeepLaterOnesOut() throws Exception {
        // Without buffers of its own, a thread finds the heap as full as all others do.
        Process process = ChildJvm.command(List.of("-XX:+UseSerialGC", "-Xmx24m", "-XX:-UseTLAB"), Full.class)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader(US_ASCII)) {
            int port = Integer.parseInt(said.readLine());
            assertThat(greeted(port)).isTrue();
            tell(process);
            assertThat(said.readLine()).isEqualTo("full");
            for (int i = 0; i < 3; i++) {
                greeted(port);
            }

            tell(process);
            assertThat(said.readLine()).isEqualTo("empty");

            await().atMost(PATIENCE).until(() -> greeted(port));
        } finally {
            process.destroyForcibly();
        }
    }

    private static void tell(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    private static boolean greeted(int port) throws IOException {
        try (Socket socket = new Socket(Gate.loopback(), port)) {
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() == '+';
        } catch (SocketTimeoutException | SocketException e) {
            return false;
        }
    }

    /** Prints its port; at a line fills its heap, and at the next one makes it empty again. */
    static final class Full {
        private static final byte[] SAID = "full\n".getBytes(US_ASCII);

        private static Object @Nullable [] all;

        private Full() {}

        public static void main(String[] arguments) throws IOException {
            try (Pop3TestServer server = Pop3TestServer.start()) {
                System.out.println(server.port());
                System.in.read();
                for (int octets = 1 << 20; octets > 4; octets /= 4) {
                    fill(octets);
                }
                System.out.write(SAID, 0, SAID.length);
                System.out.flush();
                System.in.read();
                all = null;
                System.out.println("empty");
                System.in.read();
            }
        }

        private static void fill(int octets) {
            try {
                while (true) {
                    all = new Object[] {all, new byte[octets]};
                }
            } catch (OutOfMemoryError e) {
                // As much as there was.
            }
        }
    }
}
