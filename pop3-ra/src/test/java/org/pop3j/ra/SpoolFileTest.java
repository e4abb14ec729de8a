package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.protocol.ScanListing;

class SpoolFileTest {
    private static byte[] random(int count) {
        byte[] octets = new byte[count];
        new SplittableRandom(count).nextBytes(octets);
        return octets;
    }

    private final SpoolMemory memory = new SpoolMemory();
    private final long all = memory.left();
    private final int allFiles = memory.filesLeft();

    @AfterEach
    void allMemoryIsGivenBackAndAllFilesAreClosed() {
        assertThat(memory.left()).isEqualTo(all);
        assertThat(memory.filesLeft()).isEqualTo(allFiles);
    }

    private Octets spooled(byte[] octets, int piece) throws IOException {
        SpoolFile file = new SpoolFile(memory, Optional.empty());
        for (int from = 0; from < octets.length; from += piece) {
            file.write(octets, from, Math.min(piece, octets.length - from));
        }
        return file.finish();
    }

    private static InputStream open(Octets octets) {
        return new OctetsInputStream(octets, () -> true, 0, octets.count());
    }

    private static long spoolFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("pop3j-"))
                    .count();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, SpoolFile.MAX_IN_MEMORY, SpoolFile.MAX_IN_MEMORY + 1, 1_000_000})
    void whatIsReadIsWhatWasWritten(int count) throws IOException {
        byte[] octets = random(count);
        try (Octets spooled = spooled(octets, 8192);
                InputStream in = open(spooled)) {
            assertThat(spooled.count()).isEqualTo(count);
            assertThat(in.readAllBytes()).isEqualTo(octets);
        }
    }

    @Test
    void aLargeMailLeavesNoFileBehindWhileItIsOpenNorAfterwards() throws IOException {
        long before = spoolFiles();
        try (Octets spooled = spooled(random(1_000_000), 8192)) {
            assertThat(spooled).isInstanceOf(Octets.InFile.class);
            assertThat(spoolFiles()).as("a file that a killed JVM would leave").isEqualTo(before);
        }
        assertThat(spoolFiles()).isEqualTo(before);
    }

    @Test
    void aPartOfAMailIsReadWithoutItsBeginning() throws IOException {
        byte[] octets = random(600_000);
        try (Octets spooled = spooled(octets, 5000)) {
            SharedOctetsInputStream whole = new SharedOctetsInputStream(spooled, () -> true, 0, spooled.count());
            try (InputStream part = whole.newStream(1000, 500_000);
                    InputStream rest = ((SharedOctetsInputStream) part).newStream(400_000, -1)) {
                assertThat(part.readAllBytes()).isEqualTo(Arrays.copyOfRange(octets, 1000, 500_000));
                assertThat(rest.readAllBytes()).isEqualTo(Arrays.copyOfRange(octets, 401_000, 500_000));
            }
        }
    }

    @Test
    void aStreamCanBeMarkedAndReset() throws IOException {
        try (Octets spooled = spooled(random(100), 100);
                InputStream in = open(spooled)) {
            assertThat(in.skip(10)).isEqualTo(10);
            in.mark(1);
            int first = in.read();
            in.reset();
            assertThat(in.read()).isEqualTo(first);
            assertThat(in.skip(1000)).isEqualTo(89);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void whatFindsNoRoomInMemoryGoesIntoFiles() throws IOException {
        List<Octets> mails = new ArrayList<>();
        byte[] octets = random(200_000);
        for (int i = 0; i < 100; i++) {
            mails.add(spooled(octets, 8192));
        }

        assertThat(mails)
                .hasAtLeastOneElementOfType(Octets.InMemory.class)
                .hasAtLeastOneElementOfType(Octets.InFile.class);
        for (Octets mail : mails) {
            try (InputStream in = open(mail)) {
                assertThat(in.readAllBytes()).isEqualTo(octets);
            }
            mail.close();
            mail.close();
        }
    }

    @Test
    void aMailThatNeverBecomesWholeTakesNoMemory() throws IOException {
        SpoolFile file = new SpoolFile(memory, Optional.empty());
        file.write(random(5000), 0, 5000);
        assertThat(memory.left()).isEqualTo(all - 5000);
        file.discard();
    }

    @Test
    void aFileCountsAsOpenUntilItIsClosed() throws IOException {
        try (Octets inFile = spooled(random(SpoolFile.MAX_IN_MEMORY + 1), 8192);
                Octets inMemory = spooled(random(10), 10)) {
            assertThat(inFile.isOpen() && inMemory.isOpen()).isTrue();
            assertThat(memory.filesLeft()).isEqualTo(allFiles - 1);
        }
    }

    @Test
    void ofTwoMessagesWithOneNumberTheLaterIsKept() throws IOException {
        Spool spool = new Spool(
                new MaildropAddress("mail.example.com", 110, "orders"),
                memory,
                Long.MAX_VALUE,
                Set.of(),
                Optional.empty(),
                Instant.EPOCH);
        ScanListing message = new ScanListing(1, 3);
        for (String octets : List.of("one", "two")) {
            try (OutputStream out = spool.open(message)) {
                out.write(octets.getBytes(StandardCharsets.US_ASCII));
            }
            spool.received(message, 3);
        }

        try (Octets kept = spool.whole().values().iterator().next();
                InputStream in = open(kept)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("two");
        }
    }
}
