package org.pop3j.testserver.standalone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells other programs where the server is: lines {@code name=value} that a shell can read, complete as soon as the file
 * is there. Thread-safe: {@link #remove} may come at any time.
 */
final class PortFile {
    /** Of what no shell makes anything else. */
    private static final String PLAIN = "[A-Za-z0-9_./:@%+,-]+";

    /** The first line, by which such a file is known from others that have ports in them. */
    private static final Entry MARK = new Entry("server", "pop3-testserver");

    private static final Pattern OURS =
            Pattern.compile(Pattern.quote(MARK.toString()) + "\n((port|tlsPort|controlPort|ca)=[^\n]*\n)*");

    private static final Pattern ONE_CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----\\s*");

    private static final String AUTHORITY = "CN=pop3j test authority ";

    private final Path file;
    private final Path certificate;

    /** What is in the files that are ours, in the order in which they came. */
    private final Map<Path, String> written = new LinkedHashMap<>();

    private boolean over;

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

    /**
     * Makes sure that nothing stands in the way but what another server has left. That stays, too, until this one runs: the
     * other one may be running.
     *
     * @param secured whether there will be a certificate
     * @throws Problem if there is a file of somebody else
     */
    void check(boolean secured) throws Problem {
        try {
            if (Files.exists(file)
                    && !(Files.isRegularFile(file) && OURS.matcher(text(file)).matches())) {
                throw Problem.cannotRun("--port-file " + file + ": this is there already, and is not a port file.");
            }
            if (secured && Files.exists(certificate) && !(Files.isRegularFile(certificate) && isCertificateOfOurs())) {
                throw Problem.cannotRun("--port-file " + file + ": " + certificate
                        + " is there already, and is no certificate of a test server.");
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private boolean isCertificateOfOurs() throws IOException {
        String pem = text(certificate);
        if (!ONE_CERTIFICATE.matcher(pem).matches()) {
            return false;
        }
        try {
            return CertificateFactory.getInstance("X.509")
                                    .generateCertificate(
                                            new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                            instanceof X509Certificate known
                    && known.getSubjectX500Principal().getName().startsWith(AUTHORITY);
        } catch (CertificateException e) {
            return false;
        }
    }

    /** Octets, because what is not ours may be anything. */
    private static String text(Path any) throws IOException {
        return new String(Files.readAllBytes(any), StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes the file, and before it the certificate that is to be trusted; if there is none, one that another server has left
     * is removed. Without effect after {@link #remove}.
     */
    synchronized void write(List<Entry> ports, Optional<String> pem) throws Problem {
        if (over) {
            return;
        }
        String text = MARK + "\n" + ports.stream().map(entry -> entry + "\n").collect(Collectors.joining());
        try {
            if (pem.isPresent()) {
                replace(certificate, pem.get());
                text += new Entry("ca", certificate.toString()) + "\n";
            } else if (Files.isRegularFile(certificate) && isCertificateOfOurs()) {
                Files.delete(certificate);
            }
            replace(file, text);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Problem failure(IOException cause) {
        return Problem.cannotRun("--port-file " + file + " cannot be written: " + Problem.because(cause) + ".");
    }

    private void replace(Path target, String text) throws IOException {
        // Not by createTempFile, which lets nobody else read what it makes.
        String unique = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path whole = target.resolveSibling(".pop3j-" + unique + ".tmp");
        try {
            Files.writeString(whole, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            written.put(target, text);
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** Removes each of the files, unless another server has written its own there. */
    synchronized void remove() {
        over = true;
        written.forEach(PortFile::removeIfStill);
        written.clear();
    }

    private static void removeIfStill(Path target, String text) {
        try {
            if (Files.exists(target) && Files.readString(target).equals(text)) {
                Files.delete(target);
            }
        } catch (IOException e) {
            // The process ends: whoever looks for the server finds that out.
        }
    }
}
