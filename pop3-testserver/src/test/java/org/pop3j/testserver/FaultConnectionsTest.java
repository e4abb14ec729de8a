package org.pop3j.testserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pop3j.testserver.fault.Fault;

/** Faults that end, hold up or slow down connections. */
class FaultConnectionsTest {
    private static final String GREETING = "+OK pop3j test server ready\r\n";

    private final Pop3TestServer server = Pop3TestServer.start();
    private final TestMaildrop maildrop = server.maildrop("alice");

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "half-close", "reset", "stall", "raw \"#\"", "garbage 3 seed 1", "delay 3600s"})
    void everyEffectOfConnectionsHappensAtEveryPoint(String effect) throws IOException {
        maildrop.deliver("a\r\nb\r\n".getBytes(ISO_8859_1));
        assertAt("accept", effect, "");
        assertAt("greeting", effect, "");
        assertAt("command CAPA", effect, GREETING);
        assertAt("status-line USER", effect, GREETING);
        assertAt("end USER", effect, GREETING + "+OK now the password\r\n");
        String transaction = GREETING + "+OK now the password\r\n+OK 1 messages (6 octets)\r\n";
        assertAt("command RETR", effect, transaction);
        assertAt("status-line RETR", effect, transaction);
        assertAt("line 2 RETR", effect, transaction + "+OK 6 octets\r\na\r\n");
        assertAt("octet 1", effect, transaction + "+OK 6 octets\r\na");
        assertAt("terminator", effect, transaction + "+OK 6 octets\r\na\r\nb\r\n");
        assertAt("end RETR", effect, transaction + "+OK 6 octets\r\na\r\nb\r\n.\r\n");
        if (!effect.startsWith("raw") && !effect.startsWith("garbage")) {
            assertAt("login", effect, GREETING + "+OK now the password\r\n");
            assertAt("update", effect, transaction + "+OK 6 octets\r\na\r\nb\r\n.\r\n");
        }
    }

    /** The octets up to there come, then the effect, which is the first thing that differs. */
    private void assertAt(String point, String effect, String before) throws IOException {
        boolean beforeLogin = point.equals("command CAPA");
        Fault fault = Fault.parse(point + ": " + effect);
        InjectedFault injected = server.inject(fault);
        try (LineClient client = LineClient.connect(server)) {
            if (before.isEmpty()) {
                assertEffect(effect, client, injected);
            } else {
                String commands = beforeLogin ? "CAPA\r\n" : "USER alice\r\nPASS secret\r\nRETR 1\r\nQUIT\r\n";
                // At once, because what came later would turn an end into a reset.
                client.send(commands);
                assertThat(client.octets(before.length())).as(fault.toString()).isEqualTo(before);
                assertEffect(effect, client, injected);
            }
        }
        injected.remove();
        Awaitility.await().untilAsserted(() -> assertThat(maildrop.locked()).isFalse());
    }

    private static void assertEffect(String effect, LineClient client, InjectedFault injected) throws IOException {
        switch (effect) {
            case "close", "half-close" -> assertThat(client.rest()).isEmpty();
            case "reset" -> client.assertReset();
            case "stall", "delay 3600s" -> {
                assertThat(client.isSilent()).isTrue();
                injected.remove();
                assertThat(client.octets(1)).isNotEmpty();
            }
            case "raw \"#\"" -> assertThat(client.octets(1)).isEqualTo("#");
            default -> assertThat(client.octets(3)).isEqualTo(garbage());
        }
        assertThat(injected.fired()).isEqualTo(1);
    }

    private static String garbage() {
        byte[] octets = new byte[3];
        new Random(1).nextBytes(octets);
        return new String(octets, ISO_8859_1);
    }

    @Test
    void aFaultThatEndsAConnectionDeletesNothingAndIsInTheRecord() throws IOException {
        maildrop.deliver("a\r\n".getBytes(ISO_8859_1));
        server.inject(Fault.parse("command NOOP: close"));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("DELE 1");
            client.send("NOOP\r\n");
            assertThat(client.rest()).isEmpty();
        }
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.FAULT));
        assertThat(server.sessions().get(0).lines()).endsWith("C: NOOP", "*: fault: command NOOP: close");
        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(maildrop.locked()).isFalse();
        assertThat(maildrop.updates()).isZero();
    }

    @Test
    void halfClosedTheServerStillReads() throws IOException {
        server.inject(Fault.parse("status-line NOOP: half-close"));
        try (LineClient client = LineClient.alice(server)) {
            client.send("NOOP\r\n");
            assertThat(client.rest()).isEmpty();
            for (int i = 0; i < 1000; i++) {
                client.send("x".repeat(10_000));
            }
            assertThat(maildrop.locked()).isTrue();
        }
        Awaitility.await().untilAsserted(() -> assertThat(maildrop.locked()).isFalse());
    }

    @Test
    void underTlsACloseIsOrderlyAndAHalfCloseIsNot() throws IOException {
        server.inject(Fault.parse("status-line NOOP times 1: close"));
        server.inject(Fault.parse("status-line NOOP: half-close"));
        try (LineClient closed = LineClient.secure(server);
                LineClient half = LineClient.secure(server)) {
            closed.login("alice", "secret");
            closed.send("NOOP\r\n");
            assertThat(closed.restBeneathTls()).as("close_notify").isNotEmpty();
            half.login("alice", "secret");
            half.send("NOOP\r\n");
            assertThat(half.restBeneathTls()).isEmpty();
        }
    }

    @Test
    void theResetIsBeneathTls() throws IOException {
        server.inject(Fault.parse("octet 10 CAPA: reset"));
        try (LineClient client = LineClient.secure(server)) {
            client.ok("CAPA");
            client.assertReset();
        }
        try (LineClient client = LineClient.clear(server)) {
            client.ok("STLS");
            client.handshake(server.host(), server.clientSslContext());
            client.ok("CAPA");
            client.assertReset();
        }
    }

    @Test
    void whatWasPipelinedBehindStlsIsDroppedThoughFaultsAreSet() throws IOException {
        server.inject(Fault.parse("command DELE: close"));
        try (LineClient client = LineClient.clear(server)) {
            client.send("STLS\r\nCAPA\r\n");
            assertThat(client.line()).isEqualTo("+OK begin TLS");
            client.handshake(server.host(), server.clientSslContext());
            client.login("alice", "secret");
        }
        assertThat(server.sessions().get(0).commands()).doesNotContain("CAPA");
    }

    @Test
    void aHandshakeIsHeldUpAndGoesOn() throws IOException {
        InjectedFault stall = server.inject(Fault.parse("tls: stall"));
        try (LineClient implicit = LineClient.connectTls(server);
                LineClient stls = LineClient.clear(server)) {
            stls.ok("STLS");
            Awaitility.await().until(() -> stall.fired() == 2);
            Thread removing = new Thread(stall::remove);
            removing.start();
            implicit.handshake(server.host(), server.clientSslContext());
            assertThat(implicit.line()).startsWith("+OK");
            stls.handshake(server.host(), server.clientSslContext());
            stls.login("alice", "secret");
        }
    }

    @Test
    void whatTheClientHasSentMeanwhileBelongsToTheHandshake() throws IOException {
        server.inject(Fault.parse("tls: delay 300ms"));
        try (LineClient implicit = LineClient.secure(server);
                LineClient stls = LineClient.clear(server)) {
            implicit.login("alice", "secret");
            stls.ok("STLS");
            stls.handshake(server.host(), server.clientSslContext());
            stls.ok("CAPA");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept", "tls"})
    void aHandshakeCanBeClosedResetOrSpoilt(String point) throws IOException {
        for (String effect : new String[] {"close", "reset", "raw \"+OK no TLS here\\r\\n\"", "garbage 100 seed 2"}) {
            InjectedFault injected = server.inject(Fault.parse(point + ": " + effect));
            try (LineClient client = LineClient.connectTls(server)) {
                assertThatThrownBy(() -> client.handshake(server.host(), server.clientSslContext()))
                        .as(effect)
                        .isInstanceOf(IOException.class);
            }
            assertThat(injected.fired()).isEqualTo(1);
            injected.remove();
        }
        LineClient.secure(server).close();
    }

    @Test
    void whatComesDuringAStallUnderTlsIsAnsweredAfterIt() throws IOException {
        server.inject(Fault.parse("status-line NOOP: stall"));
        try (LineClient client = LineClient.secure(server)) {
            client.login("alice", "secret");
            client.send("NOOP\r\n");
            assertThat(client.isSilent()).isTrue();
            client.send("ST");
            assertThat(client.isSilent()).isTrue();
            client.send("AT\r\nSTAT\r\n");
            assertThat(client.isSilent()).isTrue();
            server.clearFaults();
            assertThat(client.line()).isEqualTo("+OK");
            assertThat(client.line()).isEqualTo("+OK 0 0");
            assertThat(client.line()).isEqualTo("+OK 0 0");
        }
    }

    @Test
    void aDelayLastsSoLong() throws IOException {
        server.inject(Fault.parse("status-line NOOP: delay 300ms"));
        try (LineClient client = LineClient.alice(server)) {
            long before = System.nanoTime();
            client.ok("NOOP");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void aThrottledAnswerTakesItsTimeAndTheNextOneDoesNot() throws IOException {
        server.inject(Fault.parse("reply CAPA times 1: throttle 500"));
        try (LineClient client = LineClient.clear(server)) {
            long before = System.nanoTime();
            int octets = String.join("\r\n", client.lines("CAPA")).length();
            assertThat(octets).isGreaterThan(150);
            Duration least = Duration.ofMillis(1000L * octets / 500 - 100);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(least);
            server.clearFaults();
            assertThat(client.lines("CAPA")).contains("UIDL");
        }
    }

    @Test
    void slicesAreRecordsUnderTls() throws IOException {
        server.inject(Fault.parse("status-line CAPA times 1: slice 7"));
        try (LineClient client = LineClient.connectTls(server)) {
            client.handshake(server.host(), server.clientSslContext());
            assertThat(client.some(1000)).hasSize(GREETING.length());
            client.send("CAPA\r\n");
            StringBuilder answer = new StringBuilder();
            while (!answer.toString().endsWith("\r\n.\r\n")) {
                byte[] slice = client.some(1000);
                assertThat(slice).hasSizeBetween(1, 7);
                answer.append(new String(slice, ISO_8859_1));
            }
            assertThat(answer.toString()).startsWith("+OK capabilities follow\r\n");
            client.send("CAPA\r\n");
            assertThat(client.some(1000)).hasSize(answer.length());
        }
    }

    @Test
    void fromAcceptOnTheWholeSessionIsSliced() throws IOException {
        server.inject(Fault.parse("accept: slice 3"));
        try (LineClient client = LineClient.connectTls(server)) {
            client.handshake(server.host(), server.clientSslContext());
            StringBuilder said = new StringBuilder();
            client.send("QUIT\r\n");
            for (byte[] slice = client.some(100); slice.length > 0; slice = client.some(100)) {
                assertThat(slice).hasSizeBetween(1, 3);
                said.append(new String(slice, ISO_8859_1));
            }
            assertThat(said.toString()).isEqualTo(GREETING + "+OK bye\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "status-line CAPA", "line 2 CAPA", "terminator CAPA"})
    void anEndlessLineEndsWhenTheFaultIsRemoved(String point) throws IOException {
        InjectedFault injected = server.inject(Fault.parse(point + ": endless-line"));
        try (LineClient client = LineClient.connect(server)) {
            client.send("CAPA\r\nNOOP\r\n");
            while (!client.octets(1).equals("x")) {
                // What comes before the point.
                assertThat(injected.fired()).isLessThan(2);
            }
            assertThat(client.octets(200_000)).matches("x+");
            injected.remove();
            assertThat(client.line()).matches("x*");
            while (!client.line().equals("-ERR NOOP is not allowed in AUTHORIZATION")) {
                // To the answer behind it.
                assertThat(injected.fired()).isEqualTo(1);
            }
        }
    }

    @Test
    void anEndlessListingLooksLikeOneAndEndsWhenTheFaultIsRemoved() throws IOException {
        maildrop.deliver("a\r\n".getBytes(ISO_8859_1));
        InjectedFault list = server.inject(Fault.parse("terminator LIST: endless-listing"));
        InjectedFault uidl = server.inject(Fault.parse("line 1 UIDL: endless-listing"));
        try (LineClient client = LineClient.alice(server)) {
            client.ok("LIST");
            assertThat(client.line()).isEqualTo("1 3");
            for (int i = 0; i < 10_000; i++) {
                assertThat(client.line()).isEqualTo((i + 2) + " 100");
            }
            list.remove();
            client.restOfAnswer();
            client.ok("UIDL");
            assertThat(client.line()).isEqualTo("1 made-up-1");
            assertThat(client.line()).isEqualTo("2 made-up-2");
            uidl.remove();
            assertThat(client.restOfAnswer()).last().asString().startsWith("1 ");
            client.ok("NOOP");
        }
    }

    @Test
    void whoWaitsForAStallIsFreeAtOnceWhenTheClientGoesOrTheServerStops() throws IOException {
        server.inject(Fault.parse("command NOOP: stall"));
        try (LineClient gone = LineClient.alice(server)) {
            gone.send("NOOP\r\n");
            Awaitility.await().until(() -> server.faults().get(0).fired() == 1);
        }
        Awaitility.await().untilAsserted(() -> assertThat(maildrop.locked()).isFalse());
        assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.LOST);

        try (LineClient stopped = LineClient.alice(server)) {
            stopped.send("NOOP\r\n");
            Awaitility.await().until(() -> server.faults().get(0).fired() == 2);
            server.stopAccepting();
            assertThat(maildrop.locked()).isFalse();
            assertThat(server.sessions().get(1).ending()).isEqualTo(RecordedSession.Ending.DROPPED);
        }
        server.startAccepting();
        try (LineClient reset = LineClient.alice(server)) {
            reset.send("NOOP\r\n");
            Awaitility.await().until(() -> server.faults().get(0).fired() == 3);
            server.reset();
            assertThat(maildrop.locked()).isFalse();
            assertThat(server.faults()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delay 1000s", "throttle 1", "endless-line"})
    void noEffectHoldsUpAServerThatStops(String effect) throws IOException {
        InjectedFault injected = server.inject(Fault.parse("status-line CAPA: " + effect));
        try (LineClient client = LineClient.clear(server)) {
            client.send("CAPA\r\n");
            Awaitility.await().until(() -> injected.fired() == 1);
            server.stopAccepting();
            assertThat(server.sessions().get(0).ending()).isEqualTo(RecordedSession.Ending.DROPPED);
        }
    }
}
