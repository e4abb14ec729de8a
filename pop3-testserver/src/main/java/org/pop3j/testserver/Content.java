package org.pop3j.testserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the octets of a message are. Immutable. */
sealed interface Content permits Content.InMemory, Content.InFile, GeneratedContent {
    /** Some JVMs need the last few. */
    int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** How many there are. */
    long octets();

    /** The octets from the beginning. */
    InputStream open() throws IOException;

    /**
     * All octets, a copy.
     *
     * @throws IllegalStateException if there are too many for an array
     */
    default byte[] toArray() throws IOException {
        if (octets() > LONGEST_ARRAY) {
            throw new IllegalStateException("a message of " + octets() + " octets is too large for an array");
        }
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    /** Gives up the space; nobody opens it any more. */
    default void discard() {
        // The garbage collector does.
    }

    /** In the heap. */
    final class InMemory implements Content {
        private final byte[] octets;

        InMemory(byte[] octets) {
            this.octets = octets;
        }

        @Override
        public long octets() {
            return octets.length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(octets);
        }
    }

    /** In a file. */
    final class InFile implements Content {
        private final SpillFolder folder;
        private final Path file;
        private final long octets;

        InFile(SpillFolder folder, Path file, long octets) {
            this.folder = folder;
            this.file = file;
            this.octets = octets;
        }

        @Override
        public long octets() {
            return octets;
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
