package org.pop3j.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pop3j.client.ScriptedServer.loggedIn;
import static org.pop3j.client.ScriptedServer.pipelining;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pop3j.protocol.ResponseCode;
import org.pop3j.protocol.ScanListing;

/** RETR and DELE of many messages, with PIPELINING and without. */
class PipeliningTest {
    private static final List<ScanListing> THREE =
            List.of(new ScanListing(1, 10), new ScanListing(2, 10), new ScanListing(4, 10));

    @Test
    @DisplayName("C-PIP-03: RETR is pipelined with RETR only")
    void messagesAreAskedForBeforeTheFirstHasCome() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        C: RETR 4
                        S: +OK
                        S: one
                        S: .
                        S: +OK
                        S: two
                        S: .
                        S: +OK
                        S: four
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            maildrop.retr(THREE, log);
            assertThat(log.events)
                    .containsExactly(
                            "open 1",
                            "close",
                            "received 1: one/5",
                            "open 2",
                            "close",
                            "received 2: two/5",
                            "open 4",
                            "close",
                            "received 4: four/6");
        }
    }

    @Test
    void withoutPipeliningEachAnswerIsAwaited() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(loggedIn("""
                        C: RETR 1
                        ! quiet
                        S: +OK
                        S: one
                        S: .
                        C: RETR 2
                        ! quiet
                        S: -ERR gone
                        C: RETR 4
                        ! quiet
                        S: +OK
                        S: four
                        S: .
                        C: DELE 1
                        ! quiet
                        S: +OK
                        C: DELE 4
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            maildrop.retr(THREE, log);
            assertThat(log.events)
                    .containsExactly(
                            "open 1",
                            "close",
                            "received 1: one/5",
                            "refused 2: gone",
                            "open 4",
                            "close",
                            "received 4: four/6");
            assertThat(maildrop.dele(List.of(1, 4))).isEmpty();
        }
    }

    @Test
    void pipeliningCanBeForbidden() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: DELE 1
                        ! quiet
                        S: +OK
                        C: DELE 2
                        S: +OK
                        """));
                Maildrop maildrop = ScriptedServer.login(server.client().pipelining(false))) {
            maildrop.dele(List.of(1, 2));
        }
    }

    @Test
    void refusedMessageConcernsNoOther() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        C: RETR 4
                        S: +OK
                        S: one
                        S: .
                        S: -ERR [SYS/TEMP] not now
                        S: +OK
                        S: four
                        S: .
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            maildrop.retr(THREE, log);
            assertThat(log.events).contains("received 1: one/5", "refused 2: not now", "received 4: four/6");
            assertThat(log.refusals.get(0).code()).contains(ResponseCode.SYS_TEMP);
            maildrop.noop();
        }
    }

    @Test
    void windowIsBoundedByOctetsAndHoldsOneMoreAtLeast() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        ! quiet
                        S: +OK
                        S: .
                        C: RETR 3
                        ! quiet
                        S: +OK
                        S: .
                        C: RETR 4
                        S: +OK
                        S: .
                        S: +OK
                        S: .
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            maildrop.retr(
                    List.of(
                            new ScanListing(1, 10),
                            new ScanListing(2, 1_200_000),
                            new ScanListing(3, Long.MAX_VALUE),
                            new ScanListing(4, Long.MAX_VALUE)),
                    log);
            assertThat(log.events).contains("received 4: /0");
        }
    }

    @Test
    void windowIsBoundedByOctetsOfCommands() throws Exception {
        int count = 2000;
        int first = Window.COMMAND_OCTETS / "DELE 1000\r\n".length();
        StringBuilder script = new StringBuilder();
        List<Integer> numbers = IntStream.range(1000, 1000 + count).boxed().toList();
        numbers.subList(0, first)
                .forEach(n -> script.append("C: DELE ").append(n).append('\n'));
        script.append("! quiet\n! deaf\n");
        numbers.forEach(n -> script.append(n % 3 == 0 ? "S: -ERR no\n" : "S: +OK\n"));
        try (ScriptedServer server = ScriptedServer.play(pipelining(script.toString()));
                Maildrop maildrop = server.login()) {
            Map<Integer, Pop3ReplyException> refused = maildrop.dele(numbers);
            assertThat(refused.keySet())
                    .containsExactlyElementsOf(
                            numbers.stream().filter(n -> n % 3 == 0).toList());
            assertThat(refused.get(1002)).hasMessage("DELE refused in TRANSACTION: no");
        }
    }

    @Test
    void repeatedNumberIsMarkedOnce() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: DELE 7
                        C: DELE 3
                        ! quiet
                        S: +OK
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThat(maildrop.dele(List.of(7, 3, 7))).isEmpty();
        }
    }

    @Test
    void numberBelowOneIsRefusedBeforeAnyIsMarked() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            assertThatThrownBy(() -> maildrop.dele(List.of(1, 2, 0))).isInstanceOf(IllegalArgumentException.class);
            maildrop.noop();
        }
    }

    @Test
    void nothingIsSentForNothing() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: NOOP
                        S: +OK
                        """));
                Maildrop maildrop = server.login()) {
            maildrop.retr(List.of(), new Log());
            assertThat(maildrop.dele(List.of())).isEmpty();
            maildrop.noop();
        }
    }

    @Test
    void messageThatBreaksOffIsClosedButNotReceived() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        C: RETR 4
                        S: +OK
                        S: one
                        S: .
                        S: +OK
                        R: tw
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            assertThatThrownBy(() -> maildrop.retr(THREE, log)).isInstanceOf(IOException.class);
            assertThat(log.events).containsExactly("open 1", "close", "received 1: one/5", "open 2", "close");
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatASinkThrowsComesOutUntouchedAndEndsTheConnection() throws Exception {
        String script = pipelining("""
                C: RETR 1
                C: RETR 2
                C: RETR 4
                S: +OK
                S: one
                S: .
                S: -ERR no
                S: +OK
                S: four
                S: .
                ! hold
                """);
        for (String when : List.of("open 1", "close", "received 1: one/5", "refused 2: no", "received 4: four/6")) {
            try (ScriptedServer server = ScriptedServer.play(script);
                    Maildrop maildrop = server.login()) {
                Log log = new Log();
                log.failAt = when;
                assertThatThrownBy(() -> maildrop.retr(THREE, log)).isSameAs(log.failure);
                assertThat(log.events).endsWith(when);
                assertThatThrownBy(maildrop::quit)
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(UpdateUnknownException.class);
            }
        }
    }

    @Test
    void sinkThatPassesARefusalOnEndsTheConnectionLikeAnyOther() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        S: -ERR no
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            log.passRefusalsOn = true;
            assertThatThrownBy(() -> maildrop.retr(List.of(new ScanListing(1, 1)), log))
                    .isInstanceOf(Pop3ReplyException.class);
            assertThatThrownBy(maildrop::noop).isInstanceOf(IOException.class).hasMessageContaining("dropped");
        }
    }

    @Test
    void sinkMayNotDeleteWhileAnswersAreOutstanding() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        C: RETR 4
                        S: +OK
                        S: one
                        S: .
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            log.onReceived = () -> maildrop.dele(1);
            assertThatThrownBy(() -> maildrop.retr(THREE, log)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void sinkMayCloseTheMaildrop() throws Exception {
        try (ScriptedServer server = ScriptedServer.play(pipelining("""
                        C: RETR 1
                        C: RETR 2
                        C: RETR 4
                        S: +OK
                        S: one
                        S: .
                        ! hold
                        """));
                Maildrop maildrop = server.login()) {
            Log log = new Log();
            log.onReceived = maildrop::close;
            assertThatThrownBy(() -> maildrop.retr(THREE, log)).isInstanceOf(IOException.class);
            assertThat(log.events).hasSize(3);
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    /** Writes down what it is told, and fails on request. */
    private static final class Log implements MessageSink {
        private final List<String> events = new ArrayList<>();
        private final List<Pop3ReplyException> refusals = new ArrayList<>();
        private final IOException failure = new IOException("the sink's own");
        private String failAt = "";
        private boolean passRefusalsOn;
        private Action onReceived = () -> {};
        private String content = "";

        @Override
        public OutputStream open(ScanListing message) throws IOException {
            note("open " + message.messageNumber());
            return new ByteArrayOutputStream() {
                @Override
                public void close() throws IOException {
                    content = toString(ISO_8859_1).strip();
                    note("close");
                }
            };
        }

        @Override
        public void received(ScanListing message, long octets) throws IOException {
            note("received " + message.messageNumber() + ": " + content + "/" + octets);
            onReceived.run();
        }

        @Override
        public void refused(ScanListing message, Pop3ReplyException reason) throws IOException {
            refusals.add(reason);
            note("refused " + message.messageNumber() + ": "
                    + reason.statusLine().text());
            if (passRefusalsOn) {
                throw reason;
            }
        }

        private void note(String event) throws IOException {
            events.add(event);
            if (event.equals(failAt)) {
                throw failure;
            }
        }
    }
}
