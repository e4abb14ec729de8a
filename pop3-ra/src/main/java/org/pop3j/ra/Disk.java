package org.pop3j.ra;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What all that is written to a disk has in common. */
final class Disk {
    private static final System.Logger LOG = System.getLogger(Disk.class.getPackageName());

    private Disk() {}

    /** Writes all of it. */
    static void write(FileChannel file, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    /**
     * Makes the names in a directory survive the loss of power, where the platform can do that.
     *
     * @param directory an absolute path
     * @param made whether it may have just been made: then those of its parents, too
     */
    static void sync(Path directory, boolean made) throws IOException {
        FileChannel names;
        try {
            names = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "this directory cannot be opened, and so cannot be synced", e);
            return;
        }
        try (names) {
            names.force(true);
        }
        Path parent = directory.getParent();
        if (made && parent != null) {
            sync(parent, true);
        }
    }
}
