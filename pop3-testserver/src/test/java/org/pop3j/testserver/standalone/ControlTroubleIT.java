package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control when clients, files or the memory let it down, or when several ask at once. */
class ControlTroubleIT {
    private static final String MAIL = "/api/maildrops/alice/messages";

    @TempDir
    private Path work;

    private static ControlClient control(ServerProcess server) {
        return new ControlClient(server.port("controlPort"));
    }

    private static HttpResponse<String> reset(ControlClient control) {
        return control.send(control.request("/api/reset").POST(BodyPublishers.noBody()));
    }

    private static void hold(ServerProcess server, List<Socket> held, String octets) throws IOException {
        Socket socket = new Socket(Address.loopback(), server.port("controlPort"));
        held.add(socket);
        socket.getOutputStream().write(octets.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void requestsThatNeverEndDoNotKeepOthersOutForEver() throws IOException {
        List<Socket> held = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(work, "--control", "0")) {
            for (int i = 0; i < 6; i++) {
                hold(server, held, "POST /api/reset HTTP/1.1\r\nHost: localhost\r\nContent-Le");
                hold(server, held, "POST /api/reset HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 9\r\n\r\n{");
            }

            assertThat(control(server).get("/api/server").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aResetLetsNobodyInBeforeAllOfTheMailIsThere() throws Exception {
        Path mail = Files.writeString(work.resolve("one.eml"), "Subject: first\r\n\r\n");
        try (ServerProcess server = ServerProcess.start(work, "--control", "0", "--load", "alice=" + mail)) {
            Files.delete(mail);
            Fifo fifo = new Fifo(mail);
            ControlClient control = control(server);
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(() -> reset(control));

            try (OutputStream out = fifo.awaitReader()) {
                assertThatThrownBy(() -> new Socket(Address.loopback(), server.port("port")))
                        .isInstanceOf(ConnectException.class);
                out.flush();
            }

            // The pipe was an mbox without messages.
            assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
            new Socket(Address.loopback(), server.port("port")).close();
        }
    }

    @Test
    void resetsAtOnceBringTheMailBackOnce() throws Exception {
        Path folder = Files.createDirectory(work.resolve("mails"));
        for (int i = 0; i < 500; i++) {
            Files.writeString(folder.resolve(i + ".eml"), "Subject: " + i + "\r\n\r\n");
        }
        try (ServerProcess server = ServerProcess.start(work, "--control", "0", "--load", "alice=" + folder)) {
            ControlClient control = control(server);
            List<CompletableFuture<HttpResponse<String>>> answers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> reset(control), task -> new Thread(task).start()))
                    .limit(6)
                    .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
            }

            assertThat(control.get(MAIL).body()).contains("\"messages\":500,");
        }
    }

    @Test
    void aResetThatFailsLeavesNoPartOfTheMail() throws IOException {
        Path one = Files.writeString(work.resolve("one.eml"), "Subject: 1\r\n\r\n");
        Path two = Files.writeString(work.resolve("two.eml"), "Subject: 2\r\n\r\n");
        try (ServerProcess server =
                ServerProcess.start(work, "--control", "0", "--load=alice=" + one, "--load=alice=" + two)) {
            Files.delete(two);
            ControlClient control = control(server);

            HttpResponse<String> answer = reset(control);

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("two.eml: there is no such file or folder");
            assertThat(control.get(MAIL).body()).contains("\"messages\":0,");
            new Socket(Address.loopback(), server.port("port")).close();
        }
    }

    @Test
    void aUserIsTheSameHoweverTheNameIsPutIn() {
        try (ServerProcess server = ServerProcess.start(work, "--control", "0")) {
            ControlClient control = control(server);
            // The ligature of f and i.
            HttpResponse<String> added = control.json("/api/users", "{\"user\":\"\ufb01ona\",\"password\":\"pw\"}");

            assertThat(added.statusCode()).isEqualTo(201);
            assertThat(added.body()).startsWith("{\"user\":\"fiona\",");
            assertThat(control.get("/api/maildrops/%EF%AC%81ona/messages").statusCode())
                    .isEqualTo(200);
            assertThat(control.json("/api/users", "{\"user\":\"\ufb01ona\",\"password\":\"pw\"}")
                            .statusCode())
                    .isEqualTo(409);
            // Who builds a URL leaves these out of its path.
            for (String user : List.of(".", "..")) {
                assertThat(control.json("/api/users", "{\"user\":\"" + user + "\",\"password\":\"pw\"}")
                                .statusCode())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void aMessageThatVanishesIsLeftOutOfTheListAndNotFound() throws IOException {
        Path kept = Files.createDirectory(work.resolve("kept"));
        Path mail = Files.write(
                work.resolve("large.eml"),
                ("Subject: large\r\n\r\n" + "x".repeat(1 << 21)).getBytes(StandardCharsets.US_ASCII));
        try (ServerProcess server = ServerProcess.startWith(
                "-Djava.io.tmpdir=" + kept, work, "--control", "0", "--load", "alice=" + mail)) {
            ControlClient control = control(server);
            assertThat(control.mail(MAIL, "Subject: small\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                            .statusCode())
                    .isEqualTo(201);
            String large = control.get(MAIL).body().replaceAll("(?s).*?\"uniqueId\":\"([^\"]*)\".*", "$1");
            assertThat(control.get(MAIL + "/" + large).body()).startsWith("Subject: large");

            // What a deletion does between the look into the maildrop and that into the message.
            try (Stream<Path> files = Files.walk(kept)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }

            assertThat(control.get(MAIL).body()).contains("\"small\"").doesNotContain("\"large\"");
            HttpResponse<String> gone = control.get(MAIL + "/" + large);
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(gone.body()).isEqualTo("{\"error\":\"the maildrop of alice has no message " + large + "\"}\n");
        }
    }

    @Test
    void aBodyThatDoesNotFitIntoTheMemoryIsRefusedAndTheRestGoesOn() {
        try (ServerProcess server = ServerProcess.startWith("-Xmx32m", work, "--control", "0")) {
            ControlClient control = control(server);

            HttpResponse<String> refused = control.mail(MAIL, new byte[1 << 26]);

            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).isEqualTo("{\"error\":\"there is not enough memory for this\"}\n");
            assertThat(control.mail(MAIL, "Subject: small\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                            .statusCode())
                    .isEqualTo(201);
        }
    }
}
