package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and folders with mail in them. In the notation of these tests {@code |} is LF. */
class LoadTest {
    private final SpillFolder folder = new SpillFolder();
    private final TestMaildrop maildrop = new TestMaildrop(folder, "v", new Changes(), Expiry.NEVER);

    @TempDir
    private Path temporary;

    @AfterEach
    void deleteFiles() {
        folder.close();
    }

    @Test
    void aFileWithOneMessageIsOneMessage() throws IOException {
        List<String> uniqueIds = maildrop.load(file("a.eml", "Subject: a||.|From nobody|>From x|"));

        assertThat(contents()).containsExactly("Subject: a||.|From nobody|>From x|");
        assertThat(uniqueIds)
                .containsExactly(maildrop.messages().get(0).uniqueId())
                .doesNotContain("");
    }

    @Test
    void anMboxHasItsMessagesInOrderWithoutWhatBelongsToTheFile() throws IOException {
        List<String> uniqueIds = maildrop.load(file("mbox", """
                        From alice@example.org Sun Nov  1 00:00:00 2026
                        Subject: one

                        first

                        From bob@example.org Sun Nov  1 00:00:01 2026
                        Subject: two

                        second


                        From bob@example.org Sun Nov  1 00:00:02 2026
                        Subject: three

                        """));

        assertThat(contents()).containsExactly("Subject: one||first|", "Subject: two||second||", "Subject: three|");
        assertThat(uniqueIds)
                .containsExactlyElementsOf(maildrop.messages().stream()
                        .map(StoredMessage::uniqueId)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "|", "||", "last", "last|", "last||"})
    void howAnMboxEndsIsNoMatter(String end) throws IOException {
        maildrop.load(file("mbox", "From x|Subject: a||body|" + end));

        String message = contents().get(0);
        assertThat(message)
                .isEqualTo(
                        switch (end) {
                            case "", "|" -> "Subject: a||body|";
                            case "||" -> "Subject: a||body||";
                            default -> "Subject: a||body|last|";
                        });
    }

    @Test
    void quotedFromLinesLoseOneQuoteWhereverTheyAre() throws IOException {
        maildrop.load(file("mbox", "From x|Subject: a|>From: y||>From z|>>From z|> From z|>Fromage|x >From z|>|>>|"));

        assertThat(contents()).containsExactly("Subject: a|>From: y||From z|>From z|> From z|>Fromage|x >From z|>|>>|");
    }

    @Test
    void aFromLineSeparatesOnlyBehindAnEmptyLine() throws IOException {
        maildrop.load(file("mbox", "From x|Subject: a||one|From here on|two||From y|Subject: b|||Fromage|"));

        assertThat(contents()).containsExactly("Subject: a||one|From here on|two|", "Subject: b|||Fromage|");
    }

    /** As those leave them who count octets instead of quoting (mboxcl2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "From here on||nothing|",
                "From here on|there are words: two|",
                "From here on|: no name|",
                "From here on|>Subject b|",
                "From : bob@example.org|To: alice|",
                "From here on|",
                "From here on",
            })
    void aFromLineSeparatesOnlyBeforeAHeaderField(String text) throws IOException {
        maildrop.load(file("mbox", "From x|Subject: a||one||" + text));
        String ended = text.endsWith("|") ? text : text + "|";
        assertThat(contents()).containsExactly("Subject: a||one||" + ended);

        maildrop.clear();
        maildrop.load(file("mbox", "From x|Subject: a||one||" + ended + "|From y|Subject : b||two|"));
        assertThat(contents()).containsExactly("Subject: a||one||" + ended, "Subject : b||two|");
    }

    @Test
    void aMessageWhoseFirstFieldIsFromIsNoMbox() throws IOException {
        maildrop.load(file("a.eml", "From : bob@example.org|Subject: a||From x|>From y||From z|B: c|"));

        assertThat(contents()).containsExactly("From : bob@example.org|Subject: a||From x|>From y||From z|B: c|");
    }

    @Test
    void anMboxMayHaveLinesThatEndWithCrlf() throws IOException {
        maildrop.load(file("mbox", "From x|Subject: a||>From q||From y|Subject: b||".replace("|", "\r\n")));

        assertThat(contents()).containsExactly("Subject: a||From q|", "Subject: b|");
    }

    @Test
    void linesMayBeLongerThanAnyBuffer() throws IOException {
        String longLine = "x".repeat(200_000);
        maildrop.load(file("mbox", "From " + longLine + "|Subject: a||" + longLine + "||From y|X: y|" + longLine));

        assertThat(contents()).containsExactly("Subject: a||" + longLine + "|", "X: y|" + longLine + "|");
    }

    @Test
    void whereABufferEndsMakesNoDifference() throws IOException {
        int buffer = 1 << 16;
        for (int cut = -12; cut <= 12; cut++) {
            String head = "From x|A: b||";
            String filler = "y".repeat(buffer + cut - head.length()) + "|";
            maildrop.clear();
            maildrop.load(file("mbox" + cut, head + filler + "|From z|C: d||>From q|end|"));

            assertThat(contents()).as("cut at %d", cut).containsExactly("A: b||" + filler, "C: d||From q|end|");
        }
    }

    @Test
    void anEmptyFileHasNoMessage() throws IOException {
        assertThat(maildrop.load(file("empty", ""))).isEmpty();
        assertThat(maildrop.count()).isZero();
    }

    @Test
    void aLargeMboxIsNotHeldInMemory() throws IOException {
        Path mbox = temporary.resolve("large");
        byte[] line = "x".repeat(99).concat("\n").getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(mbox)) {
            for (int message = 0; message < 3; message++) {
                out.write("From x\nSubject: large\n\n".getBytes(StandardCharsets.US_ASCII));
                for (int i = 0; i < 500_000; i++) {
                    out.write(line);
                }
                out.write('\n');
            }
        }

        assertThat(ChildJvm.run(List.of("-Xmx24m"), Loaded.class, mbox.toString()))
                .isEqualTo("50500018\n50500018\n50500018\n");
    }

    /** In a JVM of its own: loads an mbox, and prints the octets of each message. */
    static final class Loaded {
        private Loaded() {}

        public static void main(String[] arguments) {
            try (SpillFolder folder = new SpillFolder()) {
                TestMaildrop maildrop = new TestMaildrop(folder, "v", new Changes(), Expiry.NEVER);
                maildrop.load(Path.of(arguments[0]));
                maildrop.messages().forEach(message -> System.out.println(message.octets()));
            }
        }
    }

    @Test
    void aMaildirComesInOrderOfTimeFromNewAndCur() throws IOException {
        file("new/1700000002.M1P1.host", "X: c||");
        file("cur/1700000001.M99P1.host:2,S", "X: a||");
        file("cur/1700000001.M100P1.host:2,", "X: b||");
        file("cur/1700000002.M1P2.host:2,T", "X: d||");
        file("new/999999999.12_3.host", "X: oldest||");
        Path unnamed = file("cur/copy-of-a-mail", "X: e||");
        Files.setLastModifiedTime(unnamed, FileTime.from(Instant.ofEpochSecond(1_700_000_003)));

        maildrop.load(temporary);

        assertThat(contents()).containsExactly("X: oldest||", "X: a||", "X: b||", "X: c||", "X: d||", "X: e||");
    }

    @Test
    void ofAMaildirNothingElseIsTouched() throws IOException {
        file("new/1.M1P1.host", "X: a||");
        file("tmp/2.M1P1.host", "X: half written");
        file(".Sent/cur/3.M1P1.host:2,S", "X: subfolder||");
        file("cur/.hidden", "X: hidden||");
        file("cur/folder/4.M1P1.host", "X: folder||");
        file("dovecot-uidlist", "3 V1 N1");

        maildrop.load(temporary);

        assertThat(contents()).containsExactly("X: a||");
    }

    @Test
    void anEmptyMaildirIsOne() throws IOException {
        Files.createDirectories(temporary.resolve("cur"));

        assertThat(maildrop.load(temporary)).isEmpty();
    }

    @Test
    void aFileOfAMaildirIsNeverAnMbox() throws IOException {
        file("new/1.M1P1.host", "From x|Subject: a||");

        assertThatThrownBy(() -> maildrop.load(temporary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.M1P1.host");
    }

    @Test
    void aFolderOfFilesComesInOrderOfTheirNames() throws IOException {
        file("b.eml", "X: b||");
        file("a.EML", "X: a||");
        file("c.txt", "X: c||");
        file("sub/d.eml", "X: d||");

        maildrop.load(temporary);

        assertThat(contents()).containsExactly("X: a||", "X: b||");
    }

    @Test
    void aFolderWithoutMailIsTakenForAMistake() throws IOException {
        file("c.txt", "X: c||");

        assertThatThrownBy(() -> maildrop.load(temporary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(temporary.toString())
                .hasMessageContaining("Maildir");
    }

    @Test
    void whatIsNoMessageIsRefusedByNameAndNothingIsDelivered() throws IOException {
        file("new/1.M1P1.host", "X: " + "x".repeat(2 * Intake.IN_MEMORY) + "||");
        file("new/2.M1P1.host", "\u0089PNG||");

        assertThatThrownBy(() -> maildrop.load(temporary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2.M1P1.host");
        assertThat(maildrop.count()).isZero();
        try (var files = Files.list(folder.newFile().getParent())) {
            assertThat(files).as("nothing but the probe").hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello|", "|body", ": x|", "no field: x|", "{json: 1}"})
    void aFileMustBeginLikeAMessage(String content) throws IOException {
        Path file = file("a.txt", content);

        if (content.startsWith("{")) {
            // By the letter a brace may begin a name.
            assertThat(maildrop.load(file)).hasSize(1);
        } else {
            assertThatThrownBy(() -> maildrop.load(file))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a.txt");
        }
    }

    @Test
    void whatIsNotThereIsReportedByName() {
        assertThatThrownBy(() -> maildrop.load(temporary.resolve("missing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("missing");
    }

    private List<String> contents() {
        return maildrop.messages().stream()
                .map(message -> new String(message.content(), StandardCharsets.ISO_8859_1).replace("\r\n", "|"))
                .toList();
    }

    private Path file(String name, String content) throws IOException {
        Path file = temporary.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content.replace("|", "\n"), StandardCharsets.ISO_8859_1);
    }
}
