package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.client.Maildrop;
import org.pop3j.client.Pop3Client;
import org.pop3j.client.Pop3Connection;
import org.pop3j.client.Pop3ReplyException;
import org.pop3j.client.Tls;

/** Listings of servers that do not give every message a unique-id. */
class ListingTest {
    // SHA-256 of "\r\none\r\n" and of "\r\ntwo\r\n".
    private static final String ONE = "h:LnbXM0x8ruO6c60K_qmXatM0px1b9bO7Qbma10dq7kk";
    private static final String TWO = "h:L4tNGaoI9YugCqR-ZsvL4mZamb9LkdkaPGKH3N5iOe4";

    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of("LIST", "+OK\r\n1 7\r\n2 7\r\n.\r\n"));
    private final Set<String> shared = new HashSet<>();
    private ServerSocket listener;
    private Thread server;

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 2, InetAddress.getLoopbackAddress());
        server = new Thread(this::serve, "server");
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
        server.join();
    }

    private void serve() {
        while (!listener.isClosed()) {
            serveOne();
        }
    }

    private void serveOne() {
        try (Socket socket = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write("+OK\r\n".getBytes(US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = line.matches("USER .*|PASS .*") ? "+OK\r\n" : answers.getOrDefault(line, "-ERR\r\n");
                socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
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
            return Listing.read(maildrop, shared);
        }
    }

    @BeforeEach
    void messages() {
        answers.put("RETR 1", "+OK\r\n\r\none\r\n.\r\n");
        answers.put("RETR 2", "+OK\r\n\r\ntwo\r\n.\r\n");
    }

    @Test
    void theServersUniqueIdsAreTakenAsTheyAreAndNothingIsRead() throws IOException {
        answers.put("UIDL", "+OK\r\n1 a\r\n2 A\r\n.\r\n");
        answers.remove("RETR 1");

        assertThat(read().uniqueIds()).containsExactly("a", "A");
        assertThat(read().flaw()).isEmpty();
    }

    @Test
    void aMessageWithoutAUniqueIdIsKnownByItsOctets() throws IOException {
        answers.put("UIDL", "+OK\r\n1\r\n2 b\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly(ONE, "b");
        assertThat(read().flaw()).hasValueSatisfying(flaw -> assertThat(flaw).contains("message 1 "));
    }

    @Test
    void aMessageThatUidlLeavesOutIsKnownByItsOctets() throws IOException {
        answers.put("UIDL", "+OK\r\n1 a\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly("a", TWO);
    }

    @Test
    void messagesWithOneUniqueIdAreAllKnownByTheirOctets() throws IOException {
        answers.put("LIST", "+OK\r\n1 7\r\n2 7\r\n3 7\r\n.\r\n");
        answers.put("UIDL", "+OK\r\n1 same\r\n2 same\r\n3 c\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly(ONE, TWO, "c");
    }

    @Test
    void aUniqueIdThatWasSharedIsOfNoUseAsLongAsAMessageHasIt() throws IOException {
        answers.put("UIDL", "+OK\r\n1 same\r\n2 same\r\n.\r\n");
        assertThat(read().uniqueIds()).containsExactly(ONE, TWO);
        answers.put("UIDL", "+OK\r\n1 a\r\n2 same\r\n.\r\n");
        assertThat(read().uniqueIds()).containsExactly("a", TWO);
        answers.put("UIDL", "+OK\r\n1 a\r\n2 b\r\n.\r\n");
        assertThat(read().uniqueIds()).containsExactly("a", "b");

        assertThat(shared).isEmpty();
    }

    /** Too long; and an octet that RFC 1939 does not allow, which MariaDB's column would refuse. */
    @ParameterizedTest
    @ValueSource(strings = {"x{129}", "\u00e9"})
    void aUniqueIdThatALedgerCannotHoldIsReplaced(String uniqueId) throws IOException {
        answers.put("UIDL", "+OK\r\n1 a\r\n2 " + uniqueId.replace("x{129}", "x".repeat(129)) + "\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly("a", TWO);
    }

    @Test
    void messagesWithTheSameOctetsAreNumbered() throws IOException {
        answers.put("RETR 2", "+OK\r\n\r\none\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly(ONE, ONE + ":2");
    }

    @Test
    void aMessageThatTheServerDoesNotGiveIsNotListed() throws IOException {
        answers.remove("RETR 1");

        assertThat(read().uniqueIds()).containsExactly(TWO);
    }

    @Test
    void aMessageThatCameBetweenTheListingsWaitsForTheNextSession() throws IOException {
        answers.put("LIST", "+OK\r\n1 7\r\n.\r\n");
        answers.put("UIDL", "+OK\r\n1 a\r\n2 b\r\n.\r\n");

        assertThat(read().uniqueIds()).containsExactly("a");
    }

    @Test
    void aServerWithoutUidlHasItsMessagesKnownByTheirOctets() throws IOException {
        assertThat(read().uniqueIds()).containsExactly(ONE, TWO);
        assertThat(read().flaw()).contains("the server does not know UIDL");
    }

    @Test
    void aServerThatAnnouncesUidlAndRefusesItIsInTrouble() {
        answers.put("CAPA", "+OK\r\nUIDL\r\n.\r\n");

        assertThatThrownBy(this::read).isInstanceOf(Pop3ReplyException.class).hasMessageContaining("UIDL");
    }

    @Test
    void aServerThatCannotTellTheUniqueIdsNowIsNotTakenForOneWithoutUidl() {
        answers.put("UIDL", "-ERR [SYS/TEMP] not now\r\n");

        assertThatThrownBy(this::read).isInstanceOf(Pop3ReplyException.class).hasMessageContaining("UIDL");
    }
}
