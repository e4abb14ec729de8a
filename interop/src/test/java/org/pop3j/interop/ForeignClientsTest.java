package org.pop3j.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pop3j.client.Tls;
import org.pop3j.testserver.Pop3TestServer;

/** Clients that nobody here wrote, and the test server: each message octet for octet, and gone when they have deleted it. */
@Tag("interop")
class ForeignClientsTest {
    private static final String PASSWORD = "Tr4mpoline-7-otter";

    /** As they are delivered; some are not what a server may send, and have to become that first. */
    private static final List<String> MESSAGES = messages();

    private static Path state;
    private static Path authority;
    private static Pop3TestServer server;

    @BeforeAll
    static void start() throws Exception {
        state = StateDirectory.create("clients");
        server = Pop3TestServer.builder().start();
        authority = Files.writeString(state.resolve("authority.pem"), server.certificatePem());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        StateDirectory.delete(state);
    }

    static Stream<Arguments> clients() {
        List<ForeignClient> clients = new ArrayList<>(List.of(ForeignPrograms.values()));
        clients.addAll(List.of(ForeignLibraries.values()));
        return clients.stream().flatMap(client -> Stream.of(Tls.values())
                .filter(tls -> client != ForeignPrograms.GETMAIL || tls != Tls.STLS)
                .map(tls -> Arguments.of(client, tls)));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void eachMessageComesOctetForOctetAndIsGoneAfterwards(ForeignClient client, Tls tls) throws Exception {
        String user = client.toString() + "-" + tls;
        server.addUser(user, PASSWORD);
        MESSAGES.forEach(message -> server.maildrop(user).deliver(message.getBytes(ISO_8859_1)));
        Path folder = Files.createDirectory(state.resolve(user));
        Fetching fetching = new Fetching(server, tls, user, PASSWORD, MESSAGES.size(), folder, authority);

        List<String> fetched = new ArrayList<>(client.fetchAndDelete(fetching));

        List<String> missing = MESSAGES.stream()
                .map(message -> client.form(sent(message)))
                .filter(message -> !fetched.remove(message))
                .toList();
        assertThat(fetched.stream().map(ForeignClientsTest::shown))
                .as("unlike anything that was sent")
                .isEmpty();
        assertThat(missing.stream().map(ForeignClientsTest::shown))
                .as("not fetched")
                .isEmpty();
        assertThat(server.maildrop(user).count()).isZero();
    }

    private static String shown(String message) {
        return message.length() + " octets: " + message.substring(0, Math.min(60, message.length()));
    }

    /** What the server must make of it: each line ended with CRLF. */
    private static String sent(String message) {
        String lines = message.replaceAll("\r\n|\r|\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }

    private static List<String> messages() {
        List<String> messages = new ArrayList<>(
                Mails.all().stream().map(mail -> new String(mail, ISO_8859_1)).toList());
        messages.addAll(List.of(
                "Subject: no line end\r\n\r\nlast",
                "Subject: bare LF\n\n.\nline\n",
                "Subject: bare CR\r\n\r\n\r.\rline\r",
                "Subject: NUL\r\n\r\na\0b\r\n\0\r\n",
                "Subject: a line of 200,000\r\n\r\n" + "z".repeat(200_000) + "\r\nend\r\n",
                "Subject: From first\r\n\r\nFrom somebody Sat Nov 21 16:00:00 2026\r\n",
                "Subject: dot last\r\n\r\n.",
                ".Subject: dot first\r\n\r\nbody\r\n",
                "Subject: a header and nothing else\r\n"));
        return messages;
    }
}
