package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;

/** The standalone jar from its command line to its end. */
class StandaloneIT {
    private static final String PASSWORD = "s3cret:4711";

    @TempDir
    private Path work;

    private static Maildrop login(ServerProcess server, Tls tls, String user) throws IOException {
        return server.client(tls).connect().login(user, PASSWORD.toCharArray());
    }

    private static String message(ServerProcess server, String user, int number) throws IOException {
        try (Maildrop maildrop = login(server, Tls.NONE, user)) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            maildrop.retr(number, octets);
            maildrop.quit();
            return octets.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("server"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void jarSaysItsVersionAndItsHelp() {
        assertThat(ServerProcess.run(work, "--version"))
                .isEqualTo(
                        new ServerProcess.Result(0, "pop3-testserver " + System.getProperty("it.version") + "\n", ""));
        assertThat(ServerProcess.run(work, "--help").out())
                .contains("--port", "--stls", "--tls-port", "--user", "--load", "--profile", "--fault")
                .contains("--port-file", "--control", "--bind", "Examples:", "143");
    }

    @Test
    void withoutOptionsThereIsAliceAndNoTls() throws IOException {
        try (ServerProcess server = ServerProcess.start(work);
                Pop3Connection connection = server.client(Tls.NONE).connect()) {
            assertThat(server.ports()).containsOnlyKeys("server", "port");
            assertThat(connection.capabilities().toString()).contains("UIDL").doesNotContain("STLS");
            try (Maildrop maildrop = connection.login("alice", "secret".toCharArray())) {
                assertThat(maildrop.stat().messages()).isZero();
                maildrop.quit();
            }
            assertThat(server.said())
                    .contains("POP3       127.0.0.1:" + server.port("port") + "\n", "user       alice, 0 messages")
                    .doesNotContain("secret", "warning");
        }
    }

    @ParameterizedTest
    @EnumSource(Tls.class)
    void mailIsFetchedInEachWayWithTheCertificateOfThePortFile(Tls tls) throws IOException {
        Path mail = Files.writeString(work.resolve("one.eml"), "Subject: x\r\n\r\n.dot\r\n");
        try (ServerProcess server = ServerProcess.start(
                        work, "--user", "bob:" + PASSWORD, "--load", "bob=" + mail, "--stls", "--tls-port", "0");
                Maildrop maildrop = login(server, tls, "bob")) {
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            maildrop.retr(1, octets);
            maildrop.quit();
            assertThat(octets.toString(StandardCharsets.US_ASCII)).isEqualTo("Subject: x\r\n\r\n.dot\r\n");
            assertThat(server.ports()).containsOnlyKeys("server", "port", "tlsPort", "ca");
            assertThat(server.said()).contains("with STLS", "POP3S").doesNotContain("4711");
        }
    }

    @Test
    void mailIsLoadedFromEachKindOfFile() throws IOException {
        Path folder = Files.createDirectory(work.resolve("folder"));
        Files.writeString(folder.resolve("2.eml"), "Subject: second\n\n");
        Files.writeString(folder.resolve("1.eml"), "Subject: first\n\n");
        Files.writeString(folder.resolve("notes.txt"), "no mail");
        Path mbox = Files.writeString(
                work.resolve("mbox"),
                "From a@b Sat Nov 21 12:00:00 2026\nSubject: m\n\n>From x\n\n",
                StandardCharsets.UTF_8);
        Path maildir = Files.createDirectory(work.resolve("maildir"));
        Files.createDirectory(maildir.resolve("new"));
        Files.createDirectory(maildir.resolve("cur"));
        Files.writeString(maildir.resolve("new/1.x"), "Subject: maildir\n\n");

        try (ServerProcess server = ServerProcess.start(
                work,
                "--user=bob:" + PASSWORD,
                "--user=eve:" + PASSWORD,
                "--user=dan:" + PASSWORD,
                "--load=bob=" + folder,
                "--load=eve=" + mbox,
                "--load=dan=" + maildir)) {
            assertThat(message(server, "bob", 1)).isEqualTo("Subject: first\r\n\r\n");
            assertThat(message(server, "bob", 2)).isEqualTo("Subject: second\r\n\r\n");
            assertThat(message(server, "eve", 1)).startsWith("Subject: m\r\n\r\nFrom x\r\n");
            assertThat(message(server, "dan", 1)).isEqualTo("Subject: maildir\r\n\r\n");
            assertThat(server.said()).contains("bob, 2 messages", "dan, 1 message\n", "eve, 1 message\n");
        }
    }

    @Test
    void faultsAndProfilesWorkFromTheCommandLine() throws IOException {
        try (ServerProcess server = ServerProcess.start(
                        work, "--profile", "no-uidl", "--fault", "login times 1: reply \"-ERR [IN-USE] not now\"");
                Pop3Connection connection = server.client(Tls.NONE).connect()) {
            assertThat(connection.capabilities().toString()).doesNotContain("UIDL");
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(Pop3ReplyException.class)
                    .hasMessageContaining("not now");
            connection.login("alice", "secret".toCharArray()).close();
            assertThat(server.said()).contains("profile    no-uidl", "fault      login times 1: reply ");
        }
    }

    @Test
    void aShellReadsThePortFileWhateverItsFolderIsCalled() throws Exception {
        Path odd = Files.createDirectory(work.resolve("it's a $HOME"));
        try (ServerProcess server = ServerProcess.start(odd, "--tls-port", "0", "--control", "0")) {
            Path said = work.resolve("said");
            int exit = new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            ". \"$1\" && echo \"$port $tlsPort $controlPort $ca\"",
                            "sh",
                            odd + "/ports")
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();

            assertThat(exit).isZero();
            assertThat(Files.readString(said))
                    .isEqualTo(server.port("port") + " " + server.port("tlsPort") + " " + server.port("controlPort")
                            + " " + odd + "/ports.pem\n");
            assertThat(odd.resolve("ports.pem")).content().startsWith("-----BEGIN CERTIFICATE-----\n");
        }
    }

    /** INT, which Ctrl-C sends, takes the way of TERM in a JVM; whoever runs tests in the background may have it ignored. */
    @Test
    void aSignalEndsItAndItsFilesAreGone() throws IOException {
        try (ServerProcess server = ServerProcess.start(work, "--stls", "--control", "0");
                Pop3Connection connection = server.client(Tls.STLS).connect()) {
            assertThat(files()).containsExactly("ports", "ports.pem");

            ServerProcess.Result result = server.signal("TERM");

            assertThat(result.exitCode()).isEqualTo(143);
            assertThat(result.err()).isEmpty();
            assertThat(files()).isEmpty();
            assertThatThrownBy(() -> connection.login("alice", "secret".toCharArray()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatAKilledServerLeftIsReplacedAndOtherFilesStay() throws IOException {
        Files.writeString(work.resolve("ports"), "server=pop3-testserver\nport=1\n");
        try (ServerProcess server = ServerProcess.launch(work, "--port", "0", "--port-file", "ports")) {
            await().atMost(Duration.ofMinutes(1)).until(() -> server.said().contains("Ctrl-C"));
            assertThat(server.port("port")).isGreaterThan(1);
            assertThat(server.signal("KILL").exitCode()).isNotZero();
        }
        assertThat(files()).containsExactly("ports");
        Path precious = Files.writeString(work.resolve("precious"), "all my notes");

        ServerProcess.Result refused = ServerProcess.run(work, "--port", "0", "--port-file", precious.toString());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("pop3-testserver: --port-file " + precious
                        + ": this is there already, and is not a port file.\n");
        assertThat(precious).hasContent("all my notes");
    }

    @Test
    void aSecondStartOnTheSamePortLeavesTheFilesOfTheFirstAlone() throws IOException {
        try (ServerProcess first = ServerProcess.start(work, "--stls")) {
            String port = Integer.toString(first.port("port"));
            String told = Files.readString(work.resolve("ports"));
            String certificate = Files.readString(work.resolve("ports.pem"));

            ServerProcess.Result second = ServerProcess.run(work, "--port", port, "--port-file", "ports", "--stls");

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err()).contains("cannot listen on 127.0.0.1:" + port);
            assertThat(work.resolve("ports")).hasContent(told);
            assertThat(work.resolve("ports.pem")).hasContent(certificate);
            assertThat(first.signal("TERM").exitCode()).isEqualTo(143);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aSignalEndsItWhileItStillLoadsMail() throws Exception {
        Fifo mail = new Fifo(work.resolve("mail"));
        try (ServerProcess server = ServerProcess.launch(work, "--port", "0", "--load", "alice=" + mail.path());
                OutputStream loading = mail.awaitReader()) {
            loading.flush();

            ServerProcess.Result result = server.signal("TERM");

            assertThat(result).isEqualTo(new ServerProcess.Result(143, "", ""));
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, Address.loopback())) {
            String port = Integer.toString(taken.getLocalPort());

            ServerProcess.Result pop3 = ServerProcess.run(work, "--port", port, "--port-file", "ports");
            ServerProcess.Result control = ServerProcess.run(work, "--port", "0", "--control", port);

            assertThat(pop3.exitCode()).isEqualTo(1);
            assertThat(pop3.err())
                    .contains("cannot listen on 127.0.0.1:" + port)
                    .doesNotContain("\tat ");
            assertThat(control.exitCode()).isEqualTo(1);
            assertThat(control.err()).contains("--control: cannot listen on 127.0.0.1:" + port);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aServerThatOthersCanReachWarns() throws IOException {
        try (ServerProcess server =
                ServerProcess.start(work, "--bind", "0.0.0.0", "--control", "127.0.0.2:0", "--control-host", "pop3")) {
            InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
            new java.net.Socket(other, server.port("port")).close();
            assertThat(server.said())
                    .contains("warning: the server listens on 0.0.0.0", "http://127.0.0.2:")
                    .doesNotContain("the control listens on");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--port=70000 | Invalid value for option '--port': a port is a number from 0 to 65535.",
                "--port=alice:s3cret | Invalid value for option '--port': a port is a number from 0 to 65535.",
                "--tls-port=x | Invalid value for option '--tls-port': a port is a number from 0 to 65535.",
                "--stls=s3cret | Invalid value for option '--stls': this is not a boolean.",
                "--user=s3cret | there is no colon between name and password.",
                "--user=:s3cret | there is no name before the colon.",
                "--user=bob: | there is no password for bob.",
                "--user=b b:s3cret | --user: a user name has no spaces and no controls: b b.",
                "--user=bob:s3cret --user=bob:s3cret2 | --user bob is there twice.",
                "--load=s3cret | option '--load' (NAME=PATH): the form is NAME=PATH, such as alice=mails.",
                "--load=alice:s3cret=x | the form is NAME=PATH, such as alice=mails.",
                "--load=carol=mails | --load carol=mails: there is no --user carol.",
                "--load=alice=mails | --load alice=mails: ",
                "--fault=nonsense | option '--fault' (FAULT): expected a place (",
                "--profile=s3cret | there are the profiles strict, ",
                "--control=s3cret:b:c | option '--control': this is no address of this machine",
                "--control=0 --control-host=pop3:8110 | '--control-host' (NAME): this takes a name without a port, such as pop3.",
                "--control-host=x | --control-host goes with --control.",
                "--bind=s3cret.invalid | this is no address of this machine",
                "--password=s3cret | There is no option --password.",
                "s3cret | There are words on the command line that belong to no option.",
                "--port | Missing required parameter for option '--port' (PORT).",
            })
    void whatIsWrongOnTheCommandLineIsSaidWithoutPasswords(String words, String message) {
        // "b b" is one word.
        String[] typed = Stream.of(words.replace("b b", "b\0b").split(" "))
                .map(word -> word.replace('\0', ' '))
                .toArray(String[]::new);

        ServerProcess.Result result = ServerProcess.run(work, typed);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .startsWith("pop3-testserver: ")
                .contains(message)
                .doesNotContain("s3cret", "Exception", "\tat ");
    }
}
