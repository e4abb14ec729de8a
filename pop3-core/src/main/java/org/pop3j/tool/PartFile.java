package org.pop3j.tool;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A mail on its way into the folder. Closing it puts its octets on the disk. */
final class PartFile extends OutputStream {
    private final Path path;
    private final FileOutputStream out;
    private boolean closed;

    PartFile(Path path) throws IOException {
        this.path = path;
        this.out = new FileOutputStream(path.toFile());
    }

    Path path() {
        return path;
    }

    @Override
    public void write(int octet) throws ToolException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws ToolException {
        try {
            out.write(octets, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws ToolException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            out.getFD().sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Removes what has become of it. */
    void discard() {
        try {
            close();
        } catch (ToolException e) {
            // It is not kept anyway.
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The next run removes it.
        }
    }

    private ToolException failed(IOException cause) {
        return ToolException.local("A mail cannot be written to " + path.getParent(), cause);
    }
}
