package org.pop3j.testserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the octets of a stored message are. */
sealed interface Content {
    /** The octets from the beginning. */
    InputStream open() throws IOException;

    /** Gives up the space; nobody opens it any more. */
    void discard();

    /** In the heap. */
    final class InMemory implements Content {
        private final byte[] octets;

        InMemory(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }

        @Override
        public void discard() {
            // The garbage collector does.
        }
    }

    /** In a file. */
    final class InFile implements Content {
        private final SpillFolder folder;
        private final Path file;

        InFile(SpillFolder folder, Path file) {
            this.folder = folder;
            this.file = file;
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void discard() {
            folder.delete(file);
        }
    }
}
