package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Servers come and go by the thousands in the JVM of a build: what one of them leaves behind adds up. */
class StartStopTest {
    private static final int TIMES = 10_000;
    private static final int CLIENTS_EACH = 50;
    private static final int TLS_EACH = 1000;

    /** What other threads of this JVM, and its compiler, may open or allocate meanwhile. */
    private static final int MORE_FILES = 20;

    private static final long MORE_HEAP = 4L << 20;

    @Test
    void tenThousandServersLeaveNoThreadSocketOrHeap() throws IOException {
        startAndStop(TLS_EACH);
        Leftovers before = Leftovers.now();
        startAndStop(TIMES);
        Leftovers after = Leftovers.now();

        assertThat(after.threads()).as("threads of servers").isZero();
        assertThat(after.files()).as("open files, %d before", before.files()).isLessThan(before.files() + MORE_FILES);
        assertThat(after.heap()).as("heap, %d before", before.heap()).isLessThan(before.heap() + MORE_HEAP);
    }

    private static void startAndStop(int times) throws IOException {
        TestMessage endless = TestMessage.generated(1L << 40, 1);
        for (int i = 1; i <= times; i++) {
            try (Pop3TestServer server = Pop3TestServer.start()) {
                if (i % CLIENTS_EACH == 0) {
                    server.maildrop("alice").deliver(endless);
                    connect(server, i % TLS_EACH == 0);
                }
            }
        }
    }

    /** One client waits, the other one does not read what it has asked for. Both see the server go. */
    private static void connect(Pop3TestServer server, boolean tls) throws IOException {
        try (LineClient idle = tls ? LineClient.secure(server) : LineClient.clear(server);
                LineClient stuck = LineClient.alice(server)) {
            idle.ok("CAPA");
            stuck.ok("RETR 1");
            server.close();
        }
    }

    private record Leftovers(long threads, long files, long heap) {
        private static final Path OPEN_FILES = Path.of("/proc/self/fd");

        static Leftovers now() throws IOException {
            return new Leftovers(countThreads(), countFiles(), ChildJvm.usedHeap());
        }

        private static long countThreads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("pop3-testserver:"))
                    .count();
        }

        /** Zero where the system does not tell. */
        private static long countFiles() throws IOException {
            if (!Files.isDirectory(OPEN_FILES)) {
                return 0;
            }
            try (Stream<Path> files = Files.list(OPEN_FILES)) {
                return files.count();
            }
        }
    }
}
