package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.Pop3TestServer;

class PortFileTest {
    private static final List<PortFile.Entry> PORTS = List.of(new PortFile.Entry("port", "1110"));

    @TempDir
    private Path work;

    private Path file;
    private Path certificate;

    @BeforeEach
    void names() {
        file = work.resolve("ports");
        certificate = work.resolve("ports.pem");
    }

    private static String pem() {
        try (Pop3TestServer server = Pop3TestServer.builder().build()) {
            return server.certificatePem();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "port=8080\n",
                "port=8080\nname=shop\n",
                "server=pop3-testserver\nport=1\nname=shop\n",
                "server=pop3-testserver\nport=1",
            })
    void aFileThatIsNoPortFileIsRefusedAndStays(String content) throws Exception {
        Files.writeString(file, content);

        assertThatThrownBy(() -> new PortFile(file).check(false))
                .isInstanceOf(Problem.class)
                .hasMessage("--port-file " + file + ": this is there already, and is not a port file.");
        assertThat(Files.readString(file)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my only key", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void aFileInPlaceOfTheCertificateIsRefusedAndStays(String content) throws Exception {
        Files.writeString(certificate, content);

        assertThatThrownBy(() -> new PortFile(file).check(true))
                .isInstanceOf(Problem.class)
                .hasMessage("--port-file " + file + ": " + certificate
                        + " is there already, and is no certificate of a test server.");
        assertThat(Files.readString(certificate)).isEqualTo(content);
    }

    @Test
    void aCertificateWithSomethingBehindItIsSomebodyElses() throws Exception {
        Files.writeString(certificate, pem() + "my only key");

        assertThatThrownBy(() -> new PortFile(file).check(true)).isInstanceOf(Problem.class);
        new PortFile(file).check(false);
    }

    @Test
    void whatAnotherServerHasLeftStaysUntilThisOneRuns() throws Exception {
        new PortFile(file).write(List.of(new PortFile.Entry("port", "1")), Optional.of(pem()));
        String left = Files.readString(file);
        String authority = pem();
        PortFile next = new PortFile(file);

        next.check(true);

        assertThat(Files.readString(file)).isEqualTo(left);
        next.write(PORTS, Optional.of(authority));
        assertThat(Files.readString(file)).isEqualTo("server=pop3-testserver\nport=1110\nca=" + certificate + "\n");
        assertThat(Files.readString(certificate)).isEqualTo(authority);
    }

    @Test
    void theCertificateThatAnotherServerHasLeftGoesThoughThisOneHasNone() throws Exception {
        new PortFile(file).write(PORTS, Optional.of(pem()));
        PortFile next = new PortFile(file);

        next.check(false);

        assertThat(certificate).exists();
        next.write(PORTS, Optional.empty());
        assertThat(files()).containsExactly(file);
    }

    @Test
    void aServerWithoutCertificateLeavesWhatIsSomebodyElses() throws Exception {
        Files.writeString(certificate, "my only key");

        new PortFile(file).write(PORTS, Optional.empty());

        assertThat(Files.readString(certificate)).isEqualTo("my only key");
    }

    @Test
    void othersMayReadTheFilesAsFarAsTheyMayReadAnyOfThisUser() throws Exception {
        new PortFile(file).write(PORTS, Optional.of(pem()));
        Path any = Files.writeString(work.resolve("any"), "");

        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(any));
        assertThat(Files.getPosixFilePermissions(certificate)).isEqualTo(Files.getPosixFilePermissions(any));
    }

    @Test
    void theCertificateIsRemovedThoughSomebodyHasRemovedTheFile() throws Exception {
        PortFile written = new PortFile(file);
        written.write(PORTS, Optional.of(pem()));
        Files.delete(file);

        written.remove();

        assertThat(files()).isEmpty();
    }

    @Test
    void whatASecondServerHasWrittenIsNotRemovedByTheFirst() throws Exception {
        PortFile first = new PortFile(file);
        first.write(PORTS, Optional.of(pem()));
        PortFile second = new PortFile(file);
        second.check(true);
        second.write(List.of(new PortFile.Entry("port", "2")), Optional.of(pem()));

        first.remove();

        assertThat(files()).containsExactly(file, certificate);
        second.remove();
        assertThat(files()).isEmpty();
    }

    @Test
    void nothingIsWrittenAfterTheEnd() throws Exception {
        PortFile ended = new PortFile(file);
        ended.remove();

        ended.write(PORTS, Optional.empty());

        assertThat(files()).isEmpty();
    }
}
