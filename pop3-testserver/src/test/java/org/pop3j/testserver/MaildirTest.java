package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Maildir that others use while it is read: what they do comes between its first message and the second one. */
class MaildirTest {
    @TempDir
    private Path maildir;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(maildir.resolve("new"));
        Files.createDirectories(maildir.resolve("cur"));
        file("new/1.M1P1.host", "X: a\n");
    }

    @Test
    void aMessageThatMovesFromNewToCurIsFoundThere() throws IOException {
        Path file = file("new/2.M1P1.host", "X: b\n");
        file("cur/2.M1P10.host:2,S", "X: c\n");

        assertThat(readWhile(() -> Files.move(file, maildir.resolve("cur/2.M1P1.host:2,S"))))
                .containsExactly("X: a\n", "X: b\n", "X: c\n");
    }

    @Test
    void aMessageWhoseFlagsChangeIsFoundUnderItsNewName() throws IOException {
        Path file = file("cur/2.M1P1.host:2,", "X: b\n");

        assertThat(readWhile(() -> Files.move(file, maildir.resolve("cur/2.M1P1.host:2,RS"))))
                .containsExactly("X: a\n", "X: b\n");
    }

    @Test
    void aMessageThatWasListedTwiceBecauseItMovedIsReadOnce() throws IOException {
        Path file = file("new/2.M1P1.host", "X: b\n");
        file("cur/2.M1P1.host:2,S", "X: b\n");

        assertThat(readWhile(() -> Files.delete(file))).containsExactly("X: a\n", "X: b\n");
    }

    @Test
    void aMessageThatWasListedTwiceAndThenGotItsFlagsIsReadOnce() throws IOException {
        Path before = file("new/2.M1P1.host", "X: b\n");
        Path after = file("cur/2.M1P1.host:2,", "X: b\n");

        assertThat(readWhile(() -> {
                    Files.delete(before);
                    Files.move(after, maildir.resolve("cur/2.M1P1.host:2,S"));
                }))
                .containsExactly("X: a\n", "X: b\n");
    }

    @Test
    void aMessageThatWasListedTwiceAndLostItsFlagsIsReadOnce() throws IOException {
        file("cur/2.M1P1.host:2,", "X: b\n");
        Path before = file("cur/2.M1P1.host:2,S", "X: b\n");

        assertThat(readWhile(() -> Files.delete(before))).containsExactly("X: a\n", "X: b\n");
    }

    @Test
    void messagesOfOneNameInBothFoldersAreTwo() throws IOException {
        file("new/2.M1P1.host", "X: b\n");
        file("cur/2.M1P1.host:2,", "X: c\n");

        assertThat(readWhile(() -> {})).containsExactly("X: a\n", "X: b\n", "X: c\n");
    }

    @Test
    void aMessageWithoutATimeInItsNameMayMoveWhileItIsListed() throws IOException {
        // To whoever asks for its time, a link to nowhere is like a file that was there a moment ago.
        Files.createSymbolicLink(maildir.resolve("new/copy-of-a-mail"), Path.of("nowhere"));
        file("cur/copy-of-a-mail:2,", "X: copy\n");

        assertThat(readWhile(() -> {})).containsExactly("X: a\n", "X: copy\n");
    }

    @Test
    void aMessageThatIsDeletedIsReportedByName() throws IOException {
        Path file = file("new/2.M1P1.host", "X: b\n");

        assertThatThrownBy(() -> readWhile(() -> Files.delete(file)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("2.M1P1.host");
    }

    private interface Deed {
        void happens() throws IOException;
    }

    private List<String> readWhile(Deed deed) throws IOException {
        List<String> contents = new ArrayList<>();
        MailFiles.read(maildir, message -> {
            if (contents.isEmpty()) {
                deed.happens();
            }
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            message.writeTo(octets);
            contents.add(octets.toString(StandardCharsets.US_ASCII));
        });
        return contents;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(maildir.resolve(name), content, StandardCharsets.US_ASCII);
    }
}
