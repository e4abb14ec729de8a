package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reply in several small writes without TCP_NODELAY waits for the client's delayed acknowledgement: 40 ms each. */
class RoundTripTest {
    private static final int COUNT = 100;

    /** A hundred waits would take four seconds. */
    private static final Duration HICCUPS = Duration.ofSeconds(1);

    private final Pop3TestServer server = Pop3TestServer.start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest(name = "lines {0}, TLS {1}")
    @CsvSource({"1, false", "50, false", "800, false", "50, true", "800, true"})
    void aReplyOfAnySizeWaitsForNoAcknowledgement(int lines, boolean tls) throws IOException {
        String message = "Subject: x\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(lines);
        server.maildrop("alice").deliver(message.getBytes(StandardCharsets.ISO_8859_1));
        try (LineClient client = tls ? LineClient.secure(server) : LineClient.clear(server)) {
            client.login("alice", "secret");
            run(client, "RETR 1");
            run(client, "NOOP");
            Duration noop = run(client, "NOOP");
            Duration retr = run(client, "RETR 1");

            assertThat(retr).isLessThan(noop.multipliedBy(20).plus(HICCUPS));
        }
    }

    private static Duration run(LineClient client, String command) throws IOException {
        long start = System.nanoTime();
        for (int i = 0; i < COUNT; i++) {
            client.ok(command);
            if (command.startsWith("RETR")) {
                client.skipAnswer();
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
