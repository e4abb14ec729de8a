package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Tls;

/** Listings of servers that do not give every message a unique-id. */
class ListingTest {
    private final Map<String, String> answers = new HashMap<>(Map.of("LIST", "+OK\r\n1 10\r\n2 20\r\n.\r\n"));
    private ServerSocket listener;
    private Thread server;

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server = new Thread(this::serve, "server");
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
        server.join();
    }

    private void serve() {
        try (Socket socket = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write("+OK\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = line.matches("USER .*|PASS .*") ? "+OK\r\n" : answers.getOrDefault(line, "-ERR\r\n");
                socket.getOutputStream().write(answer.getBytes(US_ASCII));
            }
        } catch (IOException e) {
            // The client has gone, which ends the test.
        }
    }

    private Listing read() throws IOException {
        Pop3Client client = Pop3Client.builder("127.0.0.1")
                .port(listener.getLocalPort())
                .tls(Tls.NONE)
                .build();
        try (Pop3Connection connection = client.connect();
                Maildrop maildrop = connection.login("orders", "secret".toCharArray())) {
            return Listing.read(maildrop);
        }
    }

    @Test
    void aMessageWithoutAUniqueIdIsNotPassedOverInSilence() {
        answers.put("UIDL", "+OK\r\n1\r\n2 b\r\n.\r\n");
        answers.put("UIDL 1", "+OK 1\r\n");

        assertThatThrownBy(this::read).isInstanceOf(UniqueIdsException.class).hasMessageContaining("message 1 ");
    }

    @Test
    void aMessageThatUidlLeavesOutIsNotPassedOverInSilence() {
        answers.put("UIDL", "+OK\r\n1 a\r\n.\r\n");

        assertThatThrownBy(this::read).isInstanceOf(UniqueIdsException.class).hasMessageContaining("message 2 ");
    }

    @Test
    void aMessageThatCameBetweenTheListingsWaitsForTheNextSession() throws IOException {
        answers.put("UIDL", "+OK\r\n1 a\r\n.\r\n");
        answers.put("UIDL 2", "+OK 2 b\r\n");

        assertThat(read().uniqueIds()).containsExactly("a");
    }

    @Test
    void aServerWithoutUidlIsTold() {
        assertThatThrownBy(this::read).isInstanceOf(UniqueIdsException.class).hasMessageContaining("refuses UIDL");
    }
}
