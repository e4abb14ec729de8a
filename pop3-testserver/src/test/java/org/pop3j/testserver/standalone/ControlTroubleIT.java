package org.pop3j.testserver.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
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
import java.util.concurrent.TimeoutException;
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
        Socket socket = new Socket();
        held.add(socket);
        // What the system takes in for whoever does not read is to be little.
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(Address.loopback(), server.port("controlPort")));
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
    void answersThatNobodyReadsDoNotKeepOthersOut() throws IOException {
        Path mail = large();
        List<Socket> held = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(work, "--control", "0", "--load", "alice=" + mail)) {
            ControlClient control = control(server);
            String request = "GET " + MAIL + "/" + uniqueId(control) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            for (int i = 0; i < 8; i++) {
                hold(server, held, request);
            }
            // Each of them has a thread, and the thread has begun to write.
            for (Socket socket : held) {
                assertThat(socket.getInputStream().readNBytes(4)).isEqualTo("HTTP".getBytes(StandardCharsets.US_ASCII));
            }

            assertThat(control.get("/api/server").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private static String uniqueId(ControlClient control) {
        return control.get(MAIL).body().replaceAll("(?s).*?\"uniqueId\":\"([^\"]*)\".*", "$1");
    }

    /** More than any sockets hold. */
    private Path large() throws IOException {
        return Files.write(
                work.resolve("large.eml"),
                ("Subject: large\r\n\r\n" + ("x".repeat(70) + "\r\n").repeat(400_000))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** As before, each large body in memory has one of eight places. */
    @Test
    void noMoreThanEightLargeBodiesAreTakenInAtOnce() throws Exception {
        List<Socket> held = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(work, "--control", "0")) {
            ControlClient control = control(server);
            for (int i = 0; i < 8; i++) {
                hold(
                        server,
                        held,
                        "POST " + MAIL + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/rfc822\r\n"
                                + "Content-Length: 8\r\nConnection: close\r\n\r\na: b");
            }
            assertThat(control.get("/api/server").statusCode()).isEqualTo(200);

            CompletableFuture<HttpResponse<String>> ninth = CompletableFuture.supplyAsync(
                    () -> control.mail(MAIL, "c: d\r\n".getBytes(StandardCharsets.US_ASCII)));

            assertThatThrownBy(() -> ninth.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            held.get(0).getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(ninth.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
            assertThat(control.get(MAIL).body()).contains("\"messages\":2,");
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void aResetWithABodyMayTakeLongerThanItsRequest() throws Exception {
        Path mail = Files.writeString(work.resolve("one.eml"), "Subject: first\r\n\r\n");
        try (ServerProcess server = ServerProcess.startWith(
                "-Dsun.net.httpserver.maxReqTime=1", work, "--control", "0", "--load", "alice=" + mail)) {
            Files.delete(mail);
            Fifo fifo = new Fifo(mail);
            ControlClient control = control(server);
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(() -> control.json("/api/reset", "{}"));

            try (OutputStream out = fifo.awaitReader()) {
                assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
                        .as("neither answered nor dropped")
                        .isInstanceOf(TimeoutException.class);
                out.flush();
            }

            assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
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
            String large = uniqueId(control);
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
