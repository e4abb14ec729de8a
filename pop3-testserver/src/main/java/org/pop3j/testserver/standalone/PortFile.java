package org.pop3j.testserver.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells other programs where the server is: lines {@code name=value} that a shell can read, complete as soon as the file
 * is there. Not thread-safe.
 */
final class PortFile {
    /** Of what no shell makes anything else. */
    private static final String PLAIN = "[A-Za-z0-9_./:@%+,-]+";

    private static final String FIRST_NAME = "port=";

    private final Path file;
    private final Path certificate;
    private Optional<String> written = Optional.empty();

    PortFile(Path file) {
        this.file = file;
        certificate = file.resolveSibling(file.getFileName() + ".pem");
    }

    /** A line of the file. */
    record Entry(String name, String value) {
        @Override
        public String toString() {
            return name + "=" + (value.matches(PLAIN) ? value : "'" + value.replace("'", "'\\''") + "'");
        }
    }

    /** Removes what a killed server has left, so that nobody takes it for ours. Other files stay. */
    void prepare() throws Problem {
        try {
            if (Files.exists(file) && !(Files.isRegularFile(file) && isPortFile())) {
                throw Problem.cannotRun("--port-file " + file + ": this is there already, and is not a port file.");
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private boolean isPortFile() throws IOException {
        // Octets, because what is not ours may be anything.
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).startsWith(FIRST_NAME);
    }

    /** Writes the file, and before it the certificate that is to be trusted. */
    void write(List<Entry> ports, Optional<String> pem) throws Problem {
        String text = ports.stream().map(entry -> entry + "\n").collect(Collectors.joining());
        try {
            if (pem.isPresent()) {
                replace(certificate, pem.get());
                text += new Entry("ca", certificate.toString()) + "\n";
            }
            written = Optional.of(text);
            replace(file, text);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Problem failure(IOException cause) {
        return Problem.cannotRun("--port-file " + file + " cannot be written: " + Problem.because(cause) + ".");
    }

    private static void replace(Path target, String text) throws IOException {
        Path whole = Files.createTempFile(target.toAbsolutePath().getParent(), ".pop3j-", ".tmp");
        try {
            Files.writeString(whole, text);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Removes both files, unless another server has written its own there. */
    void remove() {
        try {
            if (written.isPresent()
                    && Files.exists(file)
                    && Files.readString(file).equals(written.get())) {
                Files.delete(file);
                Files.deleteIfExists(certificate);
            }
        } catch (IOException e) {
            // The process ends: whoever looks for the server finds that out.
            written = Optional.empty();
        }
    }
}
