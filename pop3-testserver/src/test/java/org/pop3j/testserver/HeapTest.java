package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages cost beyond their octets, measured in a JVM that has nothing else to do. */
class HeapTest {
    private static final double MOST_OF_RAW = 1.05;
    private static final int MOST_BEYOND = 100;

    @ParameterizedTest
    @CsvSource({"100000, 40", "10000, 4096"})
    void theHeapHoldsTheOctetsAndLittleMore(int messages, int octets) throws IOException {
        String used = ChildJvm.run(List.of("-XX:+UseSerialGC", "-Xmx512m"), Filled.class, "" + messages, "" + octets);

        double raw = (double) messages * octets;
        assertThat(Double.parseDouble(used)).isBetween(raw, MOST_OF_RAW * raw + MOST_BEYOND * messages);
    }

    /** In a JVM of its own: fills a maildrop, and prints by how many octets the heap has grown. */
    static final class Filled {
        private Filled() {}

        public static void main(String[] arguments) {
            int messages = Integer.parseInt(arguments[0]);
            byte[] message = new byte[Integer.parseInt(arguments[1])];
            message[message.length - 2] = '\r';
            message[message.length - 1] = '\n';
            try (Pop3TestServer server = Pop3TestServer.start()) {
                TestMaildrop maildrop = server.maildrop("alice");
                maildrop.deliver(message);
                maildrop.clear();
                long before = ChildJvm.usedHeap();
                for (int i = 0; i < messages; i++) {
                    maildrop.deliver(message);
                }
                System.out.println(ChildJvm.usedHeap() - before);
                if (maildrop.count() != messages) {
                    throw new AssertionError("not all are there");
                }
            }
        }
    }
}
