package org.pop3j.ra;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The octets of a spooled mail, readable at any position by any thread until closed. */
sealed interface Octets extends Closeable {
    long count();

    /** Whether it can still be read: an interrupted reader closes a file. */
    boolean isOpen();

    /** Reads up to {@code length} octets from a position; at least one unless {@code length} is 0; -1 at the end. */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /** Closes it, and removes what would outlive the process: it is settled, or can be fetched again. */
    default void remove() throws IOException {
        close();
    }

    /** A small mail. */
    final class InMemory implements Octets {
        private final byte[] octets;
        private final SpoolMemory memory;
        private final AtomicBoolean open = new AtomicBoolean(true);

        /**
         * The array is the mail's from now on.
         *
         * @param memory from which so much has been taken; it is given back at the end
         */
        InMemory(byte[] octets, SpoolMemory memory) {
            this.octets = octets;
            this.memory = memory;
        }

        @Override
        public long count() {
            return octets.length;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            if (position >= octets.length) {
                return -1;
            }
            int count = (int) Math.min(length, octets.length - position);
            System.arraycopy(octets, (int) position, into, offset, count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            if (open.getAndSet(false)) {
                memory.giveBack(octets.length);
            }
        }
    }

    /** A large mail, in a file without a name where the platform allows that, so that a killed JVM leaves nothing behind; or any, if it is to outlive that. */
    final class InFile implements Octets {
        private final FileChannel channel;
        private final long count;
        private final SpoolMemory memory;
        private final Optional<Path> kept;
        private final AtomicBoolean open = new AtomicBoolean(true);

        /**
         * @param memory which counts the file as open until the end
         * @param kept where the file is, if it is to outlive the process
         */
        InFile(FileChannel channel, long count, SpoolMemory memory, Optional<Path> kept) {
            this.channel = channel;
            this.count = count;
            this.memory = memory;
            this.kept = kept;
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(into, offset, length), position);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            if (open.getAndSet(false)) {
                memory.fileClosed();
            }
            channel.close();
        }

        @Override
        public void remove() throws IOException {
            close();
            if (kept.isPresent()) {
                Files.deleteIfExists(kept.get());
            }
        }
    }
}
