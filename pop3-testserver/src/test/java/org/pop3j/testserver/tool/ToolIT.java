package org.pop3j.testserver.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.RecordedSession;
import org.pop3j.testserver.TestCertificate;
import org.pop3j.testserver.TestMessage;

/** The jar of pop3-core, run as its users run it, against a server with TLS, and killed in the middle. */
class ToolIT {
    @TempDir
    private Path work;

    private final Pop3TestServer server = Pop3TestServer.builder()
            .user("alice@example.org", ToolProcess.PASSWORD)
            .start();

    private Path authority = Path.of("");

    @BeforeEach
    void writeAuthority() throws IOException {
        authority = Files.writeString(work.resolve("authority.pem"), server.certificatePem());
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private String url() {
        return "pop3s://alice%40example.org@localhost:" + server.tlsPort();
    }

    private ToolProcess.Result check(String url, String... more) {
        return trusting("check", url, more);
    }

    private ToolProcess.Result trusting(String command, String url, String... more) {
        Stream<String> words = Stream.concat(Stream.of(command, url, "--trust", authority.toString()), Stream.of(more));
        ToolProcess.Result result = ToolProcess.run(work, words.toArray(String[]::new));
        assertThat(result.out() + result.err()).doesNotContain(ToolProcess.PASSWORD, "Exception", "\tat ");
        return result;
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".pop3j.lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void jarSaysItsVersionAndItsHelp() {
        assertThat(ToolProcess.run(work, "--version"))
                .isEqualTo(new ToolProcess.Result(0, "pop3j " + System.getProperty("it.version") + "\n", ""));
        assertThat(ToolProcess.run(work, "fetch", "--help").out()).contains("--delete", "--password-file");
    }

    @Test
    void checkShowsTlsAndTheMaildropUnderImplicitTls() {
        server.maildrop("alice@example.org").deliver(message(1));

        ToolProcess.Result result = check(url());

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("TLSv1.3, TLS_", "certificate   CN=", "for         localhost", "364 days left")
                .contains("login         alice@example.org by SCRAM-SHA-256", "1 message, ", "all is well");
    }

    @Test
    void checkWorksWithStlsAndAsJson() {
        ToolProcess.Result result =
                check("pop3://alice%40example.org;AUTH=CRAM-MD5@127.0.0.1:" + server.port(), "--json", "--verbose");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).contains("\"tlsProtocol\": \"TLSv1.3\"", "\"loginMethod\": \"CRAM-MD5\"");
        assertThat(result.err()).contains("C: STLS", "C: AUTH CRAM-MD5", "C: QUIT");
        assertThat(server.sessions()).singleElement().satisfies(session -> assertThat(session.ending())
                .isEqualTo(RecordedSession.Ending.QUIT));
    }

    @Test
    void expiredCertificateIsShownAndExplained() {
        server.certificate(TestCertificate.expired());

        ToolProcess.Result result = check(url());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).contains("certificate   CN=", "EXPIRED");
        assertThat(result.err()).matches("pop3j: problem: The server's certificate expired on 20..-..-..\\. .*\n");
    }

    @Test
    void certificateForAnotherNameIsExplained() {
        server.certificate(TestCertificate.wrongHost());

        ToolProcess.Result result = check(url(), "--json");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.out()).contains("\"elsewhere.example\"");
        assertThat(result.err()).contains("is not valid for localhost: it is for elsewhere.example.");
    }

    @Test
    void certificateOfAnUnknownAuthorityIsExplainedAndTakenOnlyWithInsecure() {
        server.certificate(TestCertificate.untrusted());

        ToolProcess.Result refused = check(url());
        ToolProcess.Result taken = check(url(), "--insecure");

        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).contains("is not trusted: it comes from CN=").contains("--trust");
        assertThat(taken.exitCode()).isZero();
        assertThat(taken.err())
                .contains("warning: with --insecure everybody on the way can pretend to be the server")
                .contains("warning: Only by --insecure: The server's certificate is not trusted");
    }

    @Test
    void wrongPasswordIsExplained() {
        ToolProcess.Result result =
                ToolProcess.runAs(work, "wrong 4711", "check", url(), "--trust", authority.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .contains("The user's name or the password is wrong")
                .doesNotContain("4711");
    }

    @Test
    void lockedMaildropIsExplained() throws Exception {
        Pop3Client other = Pop3Client.builder("localhost")
                .port(server.tlsPort())
                .sslContext(server.clientSslContext())
                .build();
        try (Maildrop held = other.connect().login("alice@example.org", ToolProcess.PASSWORD.toCharArray())) {
            ToolProcess.Result result = check(url());

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err()).contains("Another session has the maildrop open");
            held.quit();
        }
    }

    @Test
    void fetchWithDeleteMovesEachMailOctetForOctetAndOnce() throws Exception {
        Path mail = work.resolve("mail");
        for (int number = 1; number <= 60; number++) {
            server.maildrop("alice@example.org").deliver(message(number));
        }

        ToolProcess.Result copied = trusting("fetch", url(), "--to", mail.toString(), "--limit", "40");
        ToolProcess.Result moved = trusting("fetch", url(), "--to", mail.toString(), "--delete", "--json");

        assertThat(copied.exitCode()).as(copied.err()).isZero();
        assertThat(moved.exitCode()).as(moved.err()).isZero();
        assertThat(moved.out())
                .contains("\"stored\": 20", "\"present\": 40", "\"deleted\": 60", "\"deletion\": \"confirmed\"");
        List<String> contents = files(mail).stream()
                .map(file -> read(mail.resolve(file)))
                .sorted()
                .toList();
        assertThat(contents)
                .isEqualTo(Stream.iterate(1, number -> number + 1)
                        .limit(60)
                        .map(number -> text(message(number)))
                        .sorted()
                        .toList());
        assertThat(trusting("fetch", url(), "--to", mail.toString()).out()).startsWith("0 messages in the maildrop");
    }

    @Test
    void directoryThatCannotBeWrittenIsExplainedBeforeAnythingIsSent() throws Exception {
        Path file = Files.writeString(work.resolve("file"), "x");

        ToolProcess.Result result =
                trusting("fetch", url(), "--to", file.resolve("mail").toString(), "--delete");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.err()).contains("The directory " + file.resolve("mail") + " cannot be used");
        assertThat(server.sessions()).isEmpty();
    }

    /** INT, which Ctrl-C sends, takes the way of TERM in a JVM; whoever runs tests in the background may have it ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void killedInTheMiddleNothingIsLostDoubledOrHalf(String signal) throws Exception {
        Path mail = work.resolve("mail");
        try (StallingServer stalling = new StallingServer()) {
            String[] words = {
                "fetch",
                "pop3://alice;AUTH=USER@127.0.0.1:" + stalling.port(),
                "--tls",
                "none",
                "--to",
                mail.toString(),
                "--delete"
            };
            try (ToolProcess tool = ToolProcess.start(work, words)) {
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Files.isDirectory(mail) && files(mail).size() == 3);
                assertThat(files(mail))
                        .filteredOn(name -> name.endsWith(".eml"))
                        .containsExactly("m1.eml", "m2.eml");
                assertThat(tool.signal(signal).exitCode()).isNotZero();
            }
            assertThat(stalling.commands()).contains("RETR 3").doesNotContain("DELE 1", "DELE 2", "QUIT");
            assertThat(files(mail)).filteredOn(name -> name.endsWith(".eml")).containsExactly("m1.eml", "m2.eml");

            ToolProcess.Result again = ToolProcess.run(work, words);

            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.out()).contains("2 fetched", "2 there already", "4 deleted");
            assertThat(stalling.commands()).endsWith("DELE 1", "DELE 2", "DELE 3", "DELE 4", "QUIT");
        }
        assertThat(files(mail)).containsExactly("m1.eml", "m2.eml", "m3.eml", "m4.eml");
        assertThat(files(mail).stream().map(file -> read(mail.resolve(file))).toList())
                .isEqualTo(StallingServer.MESSAGES);
    }

    private static TestMessage message(int number) {
        String raw = "Subject: " + number + "\r\n\r\n.stuffed " + "äöü".repeat(number) + "\r\n..\r\n.\r\n";
        return TestMessage.builder()
                .raw(raw.getBytes(StandardCharsets.ISO_8859_1))
                .build();
    }

    private static String text(TestMessage message) {
        return new String(message.content(), StandardCharsets.ISO_8859_1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
