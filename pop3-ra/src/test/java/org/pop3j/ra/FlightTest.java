package org.pop3j.ra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** What the JVM's flight recorder is told. */
class FlightTest extends AdapterFixture {
    @Test
    void pollsAndDeliveriesAreRecordedWithTheirOutcome() throws Exception {
        List<RecordedEvent> events;
        String id = maildrop.deliver(mail(1));
        try (Recording recording = new Recording()) {
            recording.enable("org.pop3j.Poll");
            recording.enable("org.pop3j.Delivery");
            recording.start();
            activate(
                    mail -> {
                        take(mail);
                        if (mail.attempt() == 1) {
                            throw new IOException("once");
                        }
                    },
                    spec -> spec.setSubscriptionName("desk"));
            untilEmpty();
            server.password("orders", "another");
            await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
            adapter.stop();
            recording.stop();
            events = events(recording);
        }

        List<RecordedEvent> deliveries = named(events, "org.pop3j.Delivery");
        assertThat(deliveries).extracting(event -> event.getString("outcome")).containsExactly("NotTaken", "Taken");
        assertThat(deliveries).allSatisfy(event -> {
            assertThat(event.getString("uniqueId")).isEqualTo(id);
            assertThat(event.getString("subscription")).isEqualTo("desk");
            assertThat(event.getLong("octets")).isEqualTo(mail(1).length);
        });
        List<RecordedEvent> polls = named(events, "org.pop3j.Poll");
        assertThat(polls).extracting(event -> event.getString("outcome")).contains("OK", "CREDENTIALS");
        assertThat(polls.stream().mapToInt(event -> event.getInt("fetched"))).contains(1);
        assertThat(polls.stream().mapToInt(event -> event.getInt("settled"))).contains(1);
        assertThat(events)
                .extracting(event -> event.getString("maildrop"))
                .containsOnly("orders@" + server.host() + ":" + server.port());
    }

    /** OpenJ9 and cut down run-times have none. */
    @Test
    void withoutAFlightRecorderNothingIsMissed() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithoutRecorder.class.getName())
                .redirectErrorStream(true)
                .start();

        String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip()).endsWith("nothing is missed");
    }

    /** WildFly shows it to no deployment that does not ask. */
    @Test
    void aFlightRecorderThatTheServerDoesNotShowIsNotMissed() throws Exception {
        try (FilteredLoader server = new FilteredLoader("jdk.jfr.")) {
            Runnable poll = (Runnable)
                    server.loadClass(OnePoll.class.getName()).getConstructor().newInstance();

            assertThatNoException().isThrownBy(poll::run);
            assertThat(server.refused()).contains("jdk.jfr.Event");
        }
    }

    /** What runs in a deployment that sees no flight recorder. */
    public static final class OnePoll implements Runnable {
        /** To be called by reflection. */
        public OnePoll() {}

        @Override
        public void run() {
            Flight.poll(new MaildropAddress("mail.example", 995, "orders")).end("OK", 0, 0, 0);
        }
    }

    /** What the child JVM runs. */
    static final class WithoutRecorder {
        private WithoutRecorder() {}

        @SuppressWarnings("SystemOut") // The test reads it.
        public static void main(String[] arguments) {
            Flight.poll(new MaildropAddress("mail.example", 995, "orders")).end("OK", 0, 0, 0);
            boolean missing = ModuleLayer.boot().findModule("jdk.jfr").isEmpty();
            System.out.println(missing ? "nothing is missed" : "there is a flight recorder");
        }
    }

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = directory.resolve("flight.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .toList();
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
