package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {
    private static final int CONNECTIONS = 5000;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Besides the connections: jars, pipes and the like. */
    private static final int OTHER_FILES = 500;

    @Test
    void fiveThousandSessionsAtOnceAreHeldIn256MegabytesOfHeap() throws Exception {
        long files = filesAllowed();
        // No test can raise the limit that the system sets for this process.
        assumeTrue(files >= CONNECTIONS + OTHER_FILES, () -> CONNECTIONS + " connections, but " + files + " files");
        Process process = ChildJvm.command(List.of("-Xmx256m"), ServerProcess.class)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Socket> clients = new ArrayList<>();
        try (BufferedReader said = process.inputReader(US_ASCII)) {
            int port = Integer.parseInt(said.readLine());
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket client = new Socket(InetAddress.getByAddress(LOOPBACK), port);
                client.setSoTimeout(60_000);
                clients.add(client);
                assertThat(line(client)).isEqualTo("+OK pop3j test server ready");
                assertThat(answer(client, "USER u" + i)).startsWith("+OK");
                assertThat(answer(client, "PASS secret")).startsWith("+OK");
            }
            for (Socket client : clients) {
                assertThat(answer(client, "NOOP")).isEqualTo("+OK");
            }
            process.outputWriter(US_ASCII).append('\n').flush();
            int megabytes = Integer.parseInt(said.readLine());
            assertThat(megabytes).as("MiB of heap").isLessThan(128);
        } finally {
            process.destroyForcibly();
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    /** What Linux says; elsewhere it is tried. */
    private static long filesAllowed() throws IOException {
        Path limits = Path.of("/proc/self/limits");
        if (!Files.exists(limits)) {
            return Long.MAX_VALUE;
        }
        return Files.readAllLines(limits).stream()
                .filter(line -> line.startsWith("Max open files "))
                .map(line -> line.split(" +")[3])
                .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static String answer(Socket client, String command) throws IOException {
        client.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
        return line(client);
    }

    private static String line(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] octets = new byte[512];
        int count = 0;
        while (count == 0 || octets[count - 1] != '\n') {
            int more = in.read(octets, count, octets.length - count);
            assertThat(more).as("the connection is open").isPositive();
            count += more;
        }
        return new String(octets, 0, count - 2, US_ASCII);
    }
}
