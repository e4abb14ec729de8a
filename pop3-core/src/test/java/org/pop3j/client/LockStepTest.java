package org.pop3j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pop3j.protocol.Limits;
import org.pop3j.protocol.Pop3ProtocolException;
import org.pop3j.protocol.ScanListing;

/** Which failures within a pipeline keep a client from pipelining again. */
class LockStepTest {
    private static final List<ScanListing> TWO = List.of(new ScanListing(1, 5), new ScanListing(2, 5));
    private static final Opening NOWHERE = OutputStream::nullOutputStream;

    /** Opens the stream for a message. */
    private interface Opening {
        OutputStream open() throws IOException;
    }

    /** What is not to be blamed on the server's pipelining. */
    enum Fault {
        LOST_WITHIN_A_MESSAGE("S: +OK\nS: half\n", client -> client, NOWHERE),
        LOST_BEFORE_AN_ANSWER("", client -> client, NOWHERE),
        MESSAGE_BEYOND_THE_LIMIT(
                "S: +OK\nS: more than ten octets\nS: .\n! hold\n",
                client -> client.limits(Limits.DEFAULT.withMessageOctets(10)),
                NOWHERE),
        SESSION_BEYOND_THE_LIMIT(
                "S: +OK " + "x".repeat(600) + "\n! hold\n",
                client -> client.limits(Limits.DEFAULT.withSessionOctets(500)),
                NOWHERE),
        END_OF_THE_SESSION_TIMEOUT("! hold\n", client -> client.sessionTimeout(Duration.ofSeconds(2)), NOWHERE),
        TIMEOUT_OF_THE_SINK_AT_ITS_BEGIN("S: +OK\nS: .\n! hold\n", client -> client, () -> {
            throw new SocketTimeoutException("the store is slow");
        }),
        TIMEOUT_OF_THE_SINK(
                "S: +OK\nS: text\nS: .\n! hold\n",
                client -> client,
                () -> new Broken(new SocketTimeoutException("the store is slow"))),
        PROTOCOL_OF_THE_SINK(
                "S: +OK\nS: text\nS: .\n! hold\n",
                client -> client,
                () -> new Broken(new Pop3ProtocolException("the store's own")));

        final String script;
        final UnaryOperator<Pop3Client.Builder> settings;
        final Opening sink;

        Fault(String script, UnaryOperator<Pop3Client.Builder> settings, Opening sink) {
            this.script = script;
            this.settings = settings;
            this.sink = sink;
        }
    }

    private static final class Broken extends OutputStream {
        private final IOException failure;

        private Broken(IOException failure) {
            this.failure = failure;
        }

        @Override
        public void write(int octet) throws IOException {
            throw failure;
        }
    }

    private static MessageSink sink(Opening opening) {
        return new MessageSink() {
            @Override
            public OutputStream open(ScanListing message) throws IOException {
                return opening.open();
            }

            @Override
            public void received(ScanListing message, long octets) {
                // The failures come before that.
            }

            @Override
            public void refused(ScanListing message, Pop3ReplyException reason) throws IOException {
                throw reason;
            }
        };
    }

    private static Maildrop login(Pop3Client client) throws IOException {
        return client.connect().login("alice", "secret".toCharArray());
    }

    @ParameterizedTest
    @EnumSource
    void pipelineThatFailsThroughNoFaultOfTheServersIsTriedAgain(Fault fault) throws Exception {
        try (ScriptedServer server = ScriptedServer.play(
                pipelining("C: RETR 1\nC: RETR 2\n" + fault.script),
                pipelining("C: DELE 1\nC: DELE 2\nS: +OK\nS: +OK\n"))) {
            Pop3Client client = fault.settings.apply(server.client()).build();
            Maildrop first = login(client);
            assertThatThrownBy(() -> first.retr(TWO, sink(fault.sink))).isInstanceOf(IOException.class);
            Maildrop second = login(client);
            assertThat(second.dele(List.of(1, 2))).isEmpty();
            second.close();
        }
    }

    @Test
    void silenceWithinAMessageOfAPipelineEndsPipelining() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(
                pipelining("C: RETR 1\nC: RETR 2\nS: +OK\nS: half\n! hold\n"),
                pipelining("C: DELE 1\n! quiet\nS: +OK\nC: DELE 2\nS: +OK\n"))) {
            Pop3Client client =
                    server.client().readTimeout(Duration.ofSeconds(1)).build();
            Maildrop first = login(client);
            assertThatThrownBy(() -> first.retr(TWO, sink(NOWHERE))).isInstanceOf(SocketTimeoutException.class);
            Maildrop second = login(client);
            assertThat(second.dele(List.of(1, 2))).isEmpty();
            second.close();
        }
    }
}
