package org.pop3j.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client makes of the sessions in the RFCs, however they are cut. */
class ClientTranscriptTest {
    private static final String TRAILING = "+OK octets that belong to nobody\r\n";

    static Stream<Transcript> transcripts() {
        return Transcripts.all();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void eachAnswerInOnePiece(Transcript transcript) throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        for (Transcript.Exchange exchange : transcript.exchanges()) {
            String keyword = send(client, exchange);
            assertThat(client.receive(exchange.octets())).isEqualTo(expected(keyword, exchange));
            startTls(client, exchange);
        }
        client.engine().endOfStream();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void eachAnswerOctetByOctet(Transcript transcript) throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        for (Transcript.Exchange exchange : transcript.exchanges()) {
            String keyword = send(client, exchange);
            assertThat(client.receive(exchange.octets(), 1)).isEqualTo(expected(keyword, exchange));
            startTls(client, exchange);
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void octetsBehindAnAnswerAreNotTouchedAndThenRefused(Transcript transcript) throws Exception {
        int last = transcript.exchanges().size() - 1;
        for (int i = 0; i < last; i++) {
            ClientDriver client = replay(transcript, i);
            Transcript.Exchange exchange = transcript.exchanges().get(i);
            String keyword = send(client, exchange);
            ByteBuffer received = octets(exchange.octets() + TRAILING);
            if (!exchange.startsTls() && !exchange.challenging()) {
                assertThat(client.events(received)).isEqualTo(expected(keyword, exchange));
                assertThat(received.remaining()).isEqualTo(TRAILING.length());
            }
            // Behind STLS and a challenge they are noticed at once.
            assertThatThrownBy(() -> client.events(received))
                    .isInstanceOf(Pop3ProtocolException.class)
                    .hasMessageMatching(".*(no command asked for|in the clear behind .*|behind a challenge)");
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void theEndOfTheStreamInsideAnyAnswerIsAnError(Transcript transcript) throws Exception {
        for (int i = 0; i < transcript.exchanges().size(); i++) {
            Transcript.Exchange exchange = transcript.exchanges().get(i);
            for (int cut = 0; cut < exchange.octets().length(); cut++) {
                ClientDriver client = replay(transcript, i);
                send(client, exchange);
                client.receive(exchange.octets().substring(0, cut));
                assertThatThrownBy(client.engine()::endOfStream)
                        .as("%s cut at %d", exchange, cut)
                        .isInstanceOf(Pop3ProtocolException.class);
            }
        }
    }

    private static ClientDriver replay(Transcript transcript, int upTo) throws Exception {
        ClientDriver client = new ClientDriver(Limits.DEFAULT);
        for (Transcript.Exchange exchange : transcript.exchanges().subList(0, upTo)) {
            send(client, exchange);
            client.receive(exchange.octets());
            startTls(client, exchange);
        }
        return client;
    }

    /** Sends the command, or the response to a challenge; gives the name that the answer goes by. */
    private static String send(ClientDriver client, Transcript.Exchange exchange) {
        String command = exchange.command();
        if (client.challenged()) {
            assertThat(client.respond(command)).isEqualTo(command + "\r\n");
            return "AUTH";
        }
        if (command.isEmpty()) {
            return "greeting";
        }
        assertThat(client.send(command)).isEqualTo(command + "\r\n");
        return command.split(" ", 2)[0];
    }

    private static void startTls(ClientDriver client, Transcript.Exchange exchange) {
        if (exchange.startsTls()) {
            client.engine().tlsStarted();
        }
    }

    private static List<String> expected(String keyword, Transcript.Exchange exchange) {
        if (exchange.challenging()) {
            return List.of("challenge " + exchange.statusLine().substring(2));
        }
        if (!exchange.multiLine()) {
            return List.of(keyword + " " + exchange.statusLine());
        }
        List<String> events = new ArrayList<>(List.of(keyword + "... " + exchange.statusLine()));
        List<String> lines = exchange.data().stream()
                .map(line -> line.startsWith(".") ? line.substring(1) : line)
                .toList();
        if (keyword.equals("RETR") || keyword.equals("TOP")) {
            events.add("body " + String.join("\r\n", lines) + "\r\n");
        } else {
            lines.forEach(line -> events.add("line " + line));
        }
        events.add("end");
        return events;
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
