package org.pop3j.interop.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.interop.ChildProcess;
import org.pop3j.testserver.Pop3TestServer;

/** The test server in a JVM whose heap is smaller than what it is sent. */
class SmallHeapTest {
    private static final int MEBIBYTES_OF_HEAP = 24;
    private static final int MEBIBYTES_OF_LINE = 64;

    @Test
    @DisplayName("S-GEN-11b")
    void aLineThatIsLargerThanTheHeapIsReadAndForgotten(@TempDir Path directory) throws IOException {
        Path output = Files.createFile(directory.resolve("port"));
        try (ChildProcess child = ChildProcess.start(command(), Map.of(), output);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(child, output))) {
            socket.setSoTimeout(30_000);
            byte[] much = "x".repeat(1 << 20).getBytes(US_ASCII);
            for (int i = 0; i < MEBIBYTES_OF_LINE; i++) {
                socket.getOutputStream().write(much);
            }
            socket.getOutputStream().write("\r\nQUIT\r\n".getBytes(US_ASCII));
            String answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answers).matches("\\+OK[^\r\n]*\r\n-ERR[^\r\n]*\r\n\\+OK[^\r\n]*\r\n");
            assertThat(child.isAlive()).isTrue();
        }
    }

    private static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MEBIBYTES_OF_HEAP + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Child.class.getName());
    }

    private static int port(ChildProcess child, Path output) {
        String line = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> Files.readString(output),
                        printed -> printed.endsWith(System.lineSeparator()) || !child.isAlive());
        return Integer.parseInt(line.strip());
    }

    /** What runs in the other JVM, until that is ended. */
    static final class Child {
        private Child() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) throws InterruptedException {
            try (Pop3TestServer server = Pop3TestServer.start()) {
                System.out.println(server.port());
                new CountDownLatch(1).await();
            }
        }
    }
}
