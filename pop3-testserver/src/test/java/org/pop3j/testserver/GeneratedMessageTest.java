package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedMessageTest {
    private static final long FIVE_GIGABYTES = 5_000_000_000L;

    @Test
    void itHasJustSoManyOctetsAndIsCanonical() {
        for (int octets = 256; octets < 1200; octets++) {
            for (long seed : new long[] {0, 1, -1, 4711}) {
                byte[] message = TestMessage.generated(octets, seed).content();
                assertThat(message).hasSize(octets);
                assertThat(Canonical.of(message)).isEqualTo(message);
            }
        }
    }

    @Test
    void itBeginsWithAHeaderAndHasLinesOfPrintableAscii() {
        String message = new String(TestMessage.generated(200_000, 7).content(), StandardCharsets.ISO_8859_1);

        assertThat(message).startsWith("""
                        From: sender@example.org
                        To: recipient@example.org
                        Subject: generated
                        Date: Sun, 1 Nov 2026 00:00:00 +0000
                        Message-ID: <7.200000@example.org>

                        """.replace("\n", "\r\n"));
        assertThat(message).matches("(?:[!-~ ]{0,76}\r\n)*+");
    }

    @Test
    void someLinesBeginWithADotAndSomeAreNothingElseOrEmpty() {
        List<String> lines = new String(TestMessage.generated(200_000, 7).content(), StandardCharsets.US_ASCII)
                .lines()
                .toList();

        assertThat(lines.stream().filter(line -> line.startsWith(".")).count()).isBetween(200L, 400L);
        assertThat(lines.stream().filter("."::equals).count()).isBetween(60L, 140L);
        assertThat(lines.stream().filter(String::isEmpty).count()).isBetween(60L, 140L);
    }

    @Test
    void aLineThatIsLostOrMovedMakesADifference() {
        List<String> lines = new String(TestMessage.generated(1_000_000, 7).content(), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.length() > 1)
                .toList();

        assertThat(lines).doesNotHaveDuplicates();
    }

    @Test
    void theSameSizeAndSeedMakeTheSameMessageForEver() throws Exception {
        byte[] message = TestMessage.generated(100_000, 42).content();

        assertThat(sha256(message)).isEqualTo("4eb885de85cbb10167ab3c1ea4dabd18fd195173f732e948711aa21fadfa3d6b");
        assertThat(TestMessage.generated(100_000, 42).content()).isEqualTo(message);
        assertThat(TestMessage.generated(100_000, 43).content()).isNotEqualTo(message);
    }

    @Test
    void howItIsReadDoesNotMatter() throws IOException {
        byte[] message = TestMessage.generated(20_000, 1).content();
        for (int count : new int[] {1, 2, 77, 79, 8191, 8193}) {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try (InputStream in = TestMessage.generated(20_000, 1).source().open()) {
                for (byte[] some = in.readNBytes(count); some.length > 0; some = in.readNBytes(count)) {
                    read.writeBytes(some);
                }
            }
            assertThat(read.toByteArray()).as("%d at a time", count).isEqualTo(message);
        }
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        try (InputStream in = TestMessage.generated(20_000, 1).source().open()) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                single.write(octet);
            }
        }
        assertThat(single.toByteArray()).isEqualTo(message);
    }

    @Test
    void aSmallerOneThanItsHeaderIsRefused() {
        assertThatThrownBy(() -> TestMessage.generated(255, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsServedOctetForOctet() throws IOException {
        TestMessage message = TestMessage.generated(300_000, 3);
        try (Pop3TestServer server = Pop3TestServer.start()) {
            server.maildrop("alice").deliver(message);
            try (LineClient client = LineClient.alice(server)) {
                assertThat(client.command("LIST 1")).isEqualTo("+OK 1 300000");
                assertThat(client.message("RETR 1")).isEqualTo(message.content());
                assertThat(client.lines("TOP 1 0")).hasSize(6);
            }
        }
    }

    @Test
    void oneOfManyGigabytesIsDeliveredAtOnceAndIsNoArray() {
        TestMessage message = TestMessage.generated(FIVE_GIGABYTES, 1);
        try (SpillFolder folder = new SpillFolder()) {
            TestMaildrop maildrop = new TestMaildrop(folder, "v", new Changes(), Expiry.NEVER);
            maildrop.deliver(message);
            StoredMessage stored = maildrop.messages().get(0);

            assertThat(stored.octets()).isEqualTo(FIVE_GIGABYTES);
            assertThatThrownBy(stored::content).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(message::content).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aMessageOfManyTimesTheHeapIsServed() throws IOException {
        long octets = 1L << 27;
        String received = ChildJvm.run(List.of("-Xmx32m"), Served.class, Long.toString(octets));

        assertThat(received.strip()).isEqualTo(Long.toString(octets));
    }

    /** In a JVM of its own: serves a generated message to a socket, takes the dots out, prints the octets. */
    static final class Served {
        private Served() {}

        public static void main(String[] arguments) throws IOException {
            TestMessage message = TestMessage.generated(Long.parseLong(arguments[0]), 1);
            try (Pop3TestServer server = Pop3TestServer.start();
                    InputStream expected = message.source().open()) {
                server.maildrop("alice").deliver(message);
                try (LineClient client = LineClient.alice(server)) {
                    client.ok("RETR 1");
                    System.out.println(client.compareMessage(expected));
                }
            }
        }
    }

    private static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }
}
