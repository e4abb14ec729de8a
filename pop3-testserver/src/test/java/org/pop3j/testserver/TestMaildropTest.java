package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.protocol.LockedMaildrop;

class TestMaildropTest {
    private final SpillFolder folder = new SpillFolder();
    private final TestMaildrop maildrop = new TestMaildrop(folder, "v", new Changes(), Expiry.NEVER);

    @AfterEach
    void deleteFiles() {
        folder.close();
    }

    @Test
    void aMessageIsStoredInTheFormInWhichItIsSent() throws Exception {
        String uniqueId = maildrop.deliver(octets("Subject: x\n\nbare\r\nlast"));

        byte[] sent = octets("Subject: x\r\n\r\nbare\r\nlast\r\n");
        StoredMessage message = maildrop.messages().get(0);
        assertThat(message.uniqueId()).isEqualTo(uniqueId);
        assertThat(message.content()).isEqualTo(sent);
        assertThat(message.octets()).isEqualTo(sent.length);
        assertThat(message.sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(sent)));
    }

    @Test
    void uniqueIdsAreNeverGivenAgain() {
        String first = maildrop.deliver(octets("a"));
        String twin = maildrop.deliver(octets("a"));
        maildrop.clear();
        String third = maildrop.deliver(octets("a"));

        assertThat(List.of(first, twin, third)).doesNotHaveDuplicates();
    }

    @Test
    void onlyOneSessionHasTheLock() {
        LockedMaildrop session = maildrop.lock().orElseThrow();

        assertThat(maildrop.locked()).isTrue();
        assertThat(maildrop.lock()).isEmpty();

        session.release();
        assertThat(maildrop.locked()).isFalse();
        assertThat(maildrop.lock()).isPresent();
    }

    @Test
    void releasingTwiceDoesNotTakeTheLockFromTheNextSession() {
        LockedMaildrop former = maildrop.lock().orElseThrow();
        former.release();
        assertThat(maildrop.lock()).isPresent();
        former.release();

        assertThat(maildrop.locked()).isTrue();
    }

    @Test
    void aSessionSeesWhatWasThereWhenItBegan() throws IOException {
        maildrop.deliver(octets("one\r\n"));
        LockedMaildrop session = maildrop.lock().orElseThrow();
        maildrop.deliver(octets("two\r\n"));
        maildrop.clear();

        assertThat(session.messages()).isEqualTo(1);
        assertThat(read(session, 1)).isEqualTo(octets("one\r\n"));
        assertThat(maildrop.count()).isZero();
    }

    @Test
    void anUpdateRemovesExactlyWhatIsMarked() throws IOException {
        String one = maildrop.deliver(octets("same"));
        maildrop.deliver(octets("same"));
        String three = maildrop.deliver(octets("same"));
        LockedMaildrop session = maildrop.lock().orElseThrow();
        String four = maildrop.deliver(octets("same"));
        session.update(Set.of(2));

        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(one, three, four);
        assertThat(maildrop.updates()).isEqualTo(1);
        assertThat(maildrop.locked()).isFalse();
    }

    @Test
    void aReleaseRemovesNothingAndIsNoUpdate() {
        maildrop.deliver(octets("one"));
        maildrop.lock().orElseThrow().release();

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    void aLargeMessageGoesToAFileAndTheFileGoesWithTheMessage() throws IOException {
        byte[] large = large();
        maildrop.deliver(large);
        Path file = onlyFile();
        assertThat(maildrop.messages().get(0).content()).isEqualTo(large);

        LockedMaildrop session = maildrop.lock().orElseThrow();
        session.update(Set.of(1));
        assertThat(file).doesNotExist();
    }

    @Test
    void aClearedLargeMessageStaysReadableForTheSessionThatSawIt() throws IOException {
        maildrop.deliver(large());
        Path file = onlyFile();
        LockedMaildrop session = maildrop.lock().orElseThrow();
        maildrop.clear();

        assertThat(read(session, 1)).isEqualTo(large());
        session.release();
        assertThat(file).doesNotExist();
    }

    @Test
    void clearingDeletesFilesAtOnceIfNobodyReads() throws IOException {
        maildrop.deliver(large());
        Path file = onlyFile();
        StoredMessage message = maildrop.messages().get(0);
        maildrop.clear();

        assertThat(file).doesNotExist();
        assertThatThrownBy(message::content).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void closingTheFolderLeavesNothingBehind() throws IOException {
        maildrop.deliver(large());
        maildrop.deliver(large());
        Path parent = folder.newFile().getParent();
        folder.close();

        assertThat(parent).doesNotExist();
    }

    @Test
    void upToOneMebibyteStaysInTheHeap() throws IOException {
        byte[] atTheLimit = Arrays.copyOf(large(), Intake.IN_MEMORY);
        atTheLimit[Intake.IN_MEMORY - 2] = '\r';
        atTheLimit[Intake.IN_MEMORY - 1] = '\n';
        maildrop.deliver(atTheLimit);

        try (var files = Files.list(folder.newFile().getParent())) {
            assertThat(files).hasSize(1);
        }
        assertThat(maildrop.messages().get(0).octets()).isEqualTo(Intake.IN_MEMORY);
    }

    @Test
    void aFileIsDeliveredLikeItsOctets(@TempDir Path temporary) throws IOException {
        Path file = Files.write(temporary.resolve("a.eml"), octets("Subject: file\n\n.\n"));
        maildrop.deliver(file);

        assertThat(maildrop.messages().get(0).content()).isEqualTo(octets("Subject: file\r\n\r\n.\r\n"));
    }

    @Test
    void aFileThatIsNotThereIsReportedByName(@TempDir Path temporary) {
        Path missing = temporary.resolve("missing.eml");

        assertThatThrownBy(() -> maildrop.deliver(missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing.eml");
        assertThat(maildrop.count()).isZero();
    }

    private Path onlyFile() throws IOException {
        Path probe = folder.newFile();
        folder.delete(probe);
        try (var files = Files.list(probe.getParent())) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private static byte[] read(LockedMaildrop session, int number) throws IOException {
        try (InputStream in = session.open(number)) {
            return in.readAllBytes();
        }
    }

    private static byte[] large() {
        byte[] octets = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd\r\n"
                .repeat(20_000)
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(octets.length).isGreaterThan(Intake.IN_MEMORY);
        return octets;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
