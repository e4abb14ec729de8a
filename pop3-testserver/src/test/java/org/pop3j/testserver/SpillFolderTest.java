package org.pop3j.testserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of large messages, when the JVM ends and when the server does. */
class SpillFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void aServerThatNobodyClosesLeavesNoFiles() throws IOException {
        String printed = ChildJvm.run(List.of("-Djava.io.tmpdir=" + temporary), Unclosed.class, temporary.toString());

        assertThat(printed).isEqualTo("1" + System.lineSeparator());
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).isEmpty();
        }
    }

    /** In a JVM of its own: delivers a large message, prints how many folders there are for that, and ends. */
    static final class Unclosed {
        private Unclosed() {}

        public static void main(String[] arguments) throws IOException {
            Pop3TestServer server = Pop3TestServer.start();
            server.maildrop("alice").deliver(new byte[2 * Intake.IN_MEMORY]);
            try (Stream<Path> folders = Files.list(Path.of(arguments[0]))) {
                System.out.println(folders.count());
            }
        }
    }

    /** Otherwise thousands of servers in one build would add up. */
    @Test
    void aFolderThatIsClosedIsNotKeptForTheEndOfTheJvm() throws IOException {
        WeakReference<SpillFolder> closed = usedAndClosed();

        Awaitility.await().until(() -> {
            System.gc();
            return closed.refersTo(null);
        });
    }

    private static WeakReference<SpillFolder> usedAndClosed() throws IOException {
        try (SpillFolder folder = new SpillFolder()) {
            folder.newFile();
            return new WeakReference<>(folder);
        }
    }
}
