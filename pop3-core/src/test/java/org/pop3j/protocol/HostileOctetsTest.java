package org.pop3j.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes from the other side, and however it is cut: a defined outcome, and always the same. */
class HostileOctetsTest {
    @Property
    void aServerAnswersEachLineOnceHoweverItIsCut(
            @ForAll("commands") String octets, @ForAll("step") int inStep, @ForAll("step") int outStep) {
        AtomicInteger received = new AtomicInteger();
        AtomicInteger replied = new AtomicInteger();
        ServerObserver observer = new ServerObserver() {
            @Override
            public void received(String redactedCommandLine) {
                received.incrementAndGet();
            }

            @Override
            public void replied(String statusLine) {
                assertThat(statusLine).matches("(\\+OK|-ERR)( [ -~]+)?").hasSizeLessThan(511);
                replied.incrementAndGet();
            }
        };
        ServerDriver whole = server(ServerObserver.NONE, ServerDriver.WHOLE, ServerDriver.WHOLE);
        ServerDriver cut = server(observer, inStep, outStep);
        assertThat(cut.send(octets)).isEqualTo(whole.send(octets));
        assertThat(cut.last()).isEqualTo(whole.last()).isNotEqualTo(ServerEngine.Action.START_TLS);
        assertThat(replied.get()).isEqualTo(received.get() + 1);
        if (cut.last() == ServerEngine.Action.READ) {
            assertThat((long) received.get())
                    .isEqualTo(octets.chars().filter(c -> c == '\n').count());
        }
    }

    @Property
    void aClientComesToTheSameEventsHoweverTheAnswersAreCut(
            @ForAll("answers") String octets, @ForAll("command") String command, @ForAll("step") int step)
            throws Exception {
        assertThat(outcome(octets, command, step)).isEqualTo(outcome(octets, command, 1));
    }

    @Property
    void unstuffingIsWhatTheRfcSays(@ForAll("answers") String soup, @ForAll("step") int step) throws Exception {
        String data = soup + "\r\n.\r\n";
        int end = data.startsWith(".\r\n") ? 0 : data.indexOf("\r\n.\r\n") + 2;
        String message = data.substring(0, end).replaceAll("(?:^|(?<=\r\n))\\.", "");
        ClientDriver client = ClientDriver.loggedIn();
        client.send("RETR 1");
        List<String> expected = new ArrayList<>(List.of("RETR... +OK"));
        if (!message.isEmpty()) {
            expected.add("body " + message);
        }
        expected.add("end");
        assertThat(client.receive("+OK\r\n" + data.substring(0, end + 3), step)).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> commands() {
        return OctetSoups.commands();
    }

    @Provide
    Arbitrary<String> answers() {
        return OctetSoups.answers();
    }

    @Provide
    Arbitrary<String> command() {
        return Arbitraries.of("RETR 1", "TOP 1 1", "LIST", "LIST 1", "UIDL", "CAPA", "NOOP");
    }

    @Provide
    Arbitrary<Integer> step() {
        return Arbitraries.of(1, 2, 3, 5, 17, 300, ServerDriver.WHOLE);
    }

    private static ServerDriver server(ServerObserver observer, int inStep, int outStep) {
        Accounts accounts = ServerDriver.alice(new MemoryMaildrop("a\r\n.b\r\n\r\nc", ""));
        return new ServerDriver(new ServerEngine(ServerSettings.DEFAULT, accounts, observer), inStep, outStep);
    }

    /** Events up to the end of the answer, or to the error, and how it ended. */
    private static List<String> outcome(String octets, String command, int step) throws Pop3ProtocolException {
        ClientDriver client = ClientDriver.loggedIn();
        client.send(command);
        List<String> events = new ArrayList<>();
        try {
            for (int i = 0; i < octets.length() && client.engine().outstanding() > 0; i += step) {
                events.addAll(client.receive(octets.substring(i, Math.min(octets.length(), i + step))));
            }
            events.add(client.engine().outstanding() == 0 ? "answered" : "unfinished");
        } catch (Pop3ProtocolException e) {
            events.clear();
            events.add(String.valueOf(e.getMessage()));
        }
        return ClientDriver.joined(events);
    }
}
