package org.pop3j.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.protocol.UniqueId;

/** Real files. That a full disk fails a write is not shown here: it would need a file system of its own. */
class MailFolderTest {
    private static final FileName NAME = FileName.of(new UniqueId("uid-1"));

    @TempDir
    private Path directory;

    private static MailFolder.Stored store(MailFolder folder, String octets) throws IOException {
        PartFile part = folder.begin();
        part.write(octets.getBytes(US_ASCII), 0, octets.length());
        part.close();
        return folder.store(part.path(), NAME).orElseThrow();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".pop3j.lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void mailHasItsNameOnlyWhenItIsWhole() throws Exception {
        try (MailFolder folder = MailFolder.open(directory)) {
            PartFile part = folder.begin();
            part.write('a');
            assertThat(files()).singleElement().asString().startsWith(".pop3j-").endsWith(".part");
            part.close();
            MailFolder.Stored stored = folder.store(part.path(), NAME).orElseThrow();
            folder.sync();

            assertThat(stored).isEqualTo(new MailFolder.Stored(directory.resolve("uid-1.eml"), false));
            assertThat(stored.file()).hasContent("a");
            assertThat(files()).containsExactly("uid-1.eml");
            assertThat(Files.getPosixFilePermissions(stored.file()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void sameOctetsAreNotStoredAgainByALaterRun() throws Exception {
        try (MailFolder folder = MailFolder.open(directory)) {
            store(folder, "mail");
        }
        try (MailFolder folder = MailFolder.open(directory)) {
            assertThat(store(folder, "mail")).isEqualTo(new MailFolder.Stored(directory.resolve("uid-1.eml"), true));
        }
        assertThat(files()).containsExactly("uid-1.eml");
    }

    @Test
    void anotherMailWithTheSameUniqueIdGetsAnotherName() throws Exception {
        for (String mail : List.of("first", "other", "other", "first")) {
            try (MailFolder folder = MailFolder.open(directory)) {
                store(folder, mail);
            }
        }

        assertThat(files()).containsExactly("uid-1.eml", "uid-1~2.eml");
        assertThat(directory.resolve("uid-1.eml")).hasContent("first");
        assertThat(directory.resolve("uid-1~2.eml")).hasContent("other");
    }

    @Test
    void twoMailsOfOneRunAreTwoFilesEvenIfTheyAreEqual() throws Exception {
        for (int run = 0; run < 2; run++) {
            try (MailFolder folder = MailFolder.open(directory)) {
                store(folder, "equal");
                store(folder, "equal");
            }
        }

        assertThat(files()).containsExactly("uid-1.eml", "uid-1~2.eml");
    }

    @Test
    void whatIsNoFileOfOursIsNeitherFollowedNorOverwritten() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "mail");
        Files.createSymbolicLink(directory.resolve("uid-1.eml"), elsewhere);
        Files.createSymbolicLink(directory.resolve("uid-1~2.eml"), directory.resolve("nowhere"));
        Files.createDirectory(directory.resolve("uid-1~3.eml"));

        try (MailFolder folder = MailFolder.open(directory)) {
            assertThat(folder.holding(NAME, 4)).isEmpty();
            assertThat(store(folder, "mail").file()).hasFileName("uid-1~4.eml");
        }
        assertThat(elsewhere).hasContent("mail");
        assertThat(directory.resolve("nowhere")).doesNotExist();
    }

    @Test
    void mailThatIsThereIsFoundByItsSizeAndOnlyOnce() throws Exception {
        Files.writeString(directory.resolve("uid-1.eml"), "12345");
        Files.writeString(directory.resolve("uid-1~2.eml"), "123");

        try (MailFolder folder = MailFolder.open(directory)) {
            assertThat(folder.holding(NAME, 4)).isEmpty();
            assertThat(folder.holding(NAME, 3)).contains(directory.resolve("uid-1~2.eml"));
            assertThat(folder.holding(NAME, 3)).isEmpty();
        }
    }

    @Test
    void whatAKilledRunLeftIsRemoved() throws Exception {
        Files.writeString(directory.resolve(".pop3j-123.part"), "hal");
        Files.writeString(directory.resolve("mine.part"), "x");

        MailFolder.open(directory).close();

        assertThat(files()).containsExactly("mine.part");
    }

    @Test
    void oneRunAtATime() throws Exception {
        try (MailFolder first = MailFolder.open(directory)) {
            assertThatThrownBy(() -> MailFolder.open(directory))
                    .isInstanceOf(ToolException.class)
                    .hasMessageContaining("another run");
            first.sync();
        }
        MailFolder.open(directory).close();
    }

    @Test
    void directoryIsMadeWithItsParentsAndSynced() throws Exception {
        Path deep = directory.resolve("a").resolve("b");

        try (MailFolder folder = MailFolder.open(deep)) {
            store(folder, "mail");
            folder.sync();
        }
        assertThat(deep.resolve("uid-1.eml")).hasContent("mail");
    }

    @Test
    void mailsOfOneNameAreBounded() throws Exception {
        for (int ordinal = 1; ordinal <= 1000; ordinal++) {
            Files.writeString(directory.resolve(NAME.file(ordinal)), "x" + ordinal);
        }

        try (MailFolder folder = MailFolder.open(directory)) {
            assertThat(folder.holding(NAME, 77)).isEmpty();
            PartFile part = folder.begin();
            part.write('x');
            part.close();
            assertThat(folder.store(part.path(), NAME)).isEmpty();
            part.discard();
        }
        assertThat(files()).hasSize(1000);
    }

    @Test
    void placeWhereNothingCanBeWrittenIsRefusedInWords() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> MailFolder.open(file.resolve("mail")))
                .isInstanceOfSatisfying(
                        ToolException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.LOCAL))
                .hasMessageStartingWith("The directory " + file.resolve("mail") + " cannot be used: ");
    }
}
