package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;
import org.pop3j.testserver.RecordedSession;
import org.pop3j.testserver.fault.Fault;

/** W11: all unique-ids of a maildrop change. */
class UniqueIdResetTest extends AdapterFixture {
    private final List<Integer> taken = new CopyOnWriteArrayList<>();

    private void keepFive(String onUniqueIdReset) throws Exception {
        deliver(5);
        activate(this::take, spec -> {
            spec.setSubscriptionName("bean");
            spec.setAfterDelivery("KEEP");
            spec.setOnUniqueIdReset(onUniqueIdReset);
        });
        await().atMost(LONG).until(() -> attempts.size() == 5);
        sessionsMore(2);
    }

    private Object state() throws Exception {
        String name = "orders@" + server.host() + ":" + server.port();
        return ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("org.pop3j:type=Maildrop,name=" + ObjectName.quote(name)), "State");
    }

    private Stream<String> commandsSince(int session) {
        return server.sessions().stream()
                .skip(session)
                .map(RecordedSession::commands)
                .flatMap(List::stream);
    }

    /** As Gmail does without {@code recent:}: what was fetched is not listed any more, and removed by no DELE. */
    @Test
    void aServerThatHidesWhatWasFetchedHasNotChangedItsUniqueIds() throws Exception {
        anotherServer(Pop3TestServer.builder().profile(Profile.GMAIL_LIKE));
        // More than one session fetches: the next one lists the others, of which nobody has heard.
        deliver(600);
        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> attempts.size() == 600);
        assertThat(log.of("POP3J0121")).isEmpty();
    }

    /** The memory of what was fetched last ends with the process. */
    @Test
    void soItIsAfterARestartInTheMiddleOfABurst() throws Exception {
        anotherServer(Pop3TestServer.builder().profile(Profile.GMAIL_LIKE));
        deliver(10);
        // No other session sees that they are gone.
        activate(this::take, spec -> spec.setPollInterval("PT1H"));
        await().atMost(LONG).until(() -> attempts.size() == 10);
        server.stopAccepting();
        adapter.stop();
        for (int i = 10; i < 20; i++) {
            maildrop.deliver(mail(i));
        }
        server.startAccepting();
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> {});

        await().atMost(LONG).until(() -> attempts.size() == 20);
        assertThat(log.of("POP3J0121")).isEmpty();
    }

    /** It cannot be known whether the server has hidden them or has been moved: so the mails themselves are looked at. */
    @Test
    void whatWasTakenLastAndComesUnderOtherUniqueIdsAfterARestartIsNotDeliveredAgain() throws Exception {
        deliver(10);
        Set<String> taken = ConcurrentHashMap.newKeySet();
        MailListener bean = mail -> {
            take(mail);
            assertThat(taken.add(new String(read(mail), US_ASCII))).isTrue();
        };
        activate(bean, spec -> spec.setPollInterval("PT1H"));
        await().atMost(LONG).until(() -> taken.size() == 10);
        adapter.stop();
        maildrop.clear();
        deliver(11);
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(bean, spec -> {});

        untilEmpty();
        assertThat(taken).hasSize(11);
        assertThat(attempts).hasSize(11);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void pollingPausesAndSaysSoOnceAndGoesOnWhenTheFormerUniqueIdsComeBack() throws Exception {
        keepFive("PAUSE");
        server.inject(Fault.changedUniqueIds());
        await().atMost(LONG).until(() -> !log.of("POP3J0121").isEmpty());
        maildrop.deliver(mail(100));
        int since = server.sessions().size();
        sessionsMore(2);

        assertThat(log.of("POP3J0121")).singleElement().asString().contains("5 mails", "onUniqueIdReset");
        assertThat(state()).isEqualTo("UNIQUE_IDS");
        assertThat(commandsSince(since)).noneMatch(command -> command.startsWith("RETR") || command.startsWith("DELE"));
        assertThat(attempts).hasSize(5);

        server.clearFaults();
        await().atMost(LONG).until(() -> attempts.size() == 6);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
        assertThat(log.of("POP3J0100")).hasSize(1);
        assertThat(state()).isEqualTo("OK");
    }

    @Test
    void thePauseOutlivesTheAdapterUntilTheOperatorHasDecided() throws Exception {
        keepFive("PAUSE");
        maildrop.clear();
        deliver(5);
        await().atMost(LONG).until(() -> !log.of("POP3J0121").isEmpty());
        adapter.stop();
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> {
            spec.setSubscriptionName("bean");
            spec.setAfterDelivery("KEEP");
        });
        await().atMost(LONG).until(() -> log.of("POP3J0121").size() == 2);
        assertThat(attempts).hasSize(5);
        adapter.stop();

        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> {
            spec.setSubscriptionName("bean");
            spec.setOnUniqueIdReset("REDELIVER");
        });
        untilEmpty();
        assertThat(attempts).hasSize(10);
    }

    @Test
    void whatIsKnownByItsFingerprintIsNotDeliveredAgainUnderAnyUniqueId() throws Exception {
        // Of this one nothing is known but its size.
        String faceless = maildrop.deliver("\r\nno header\r\n".getBytes(US_ASCII));
        keepFiveAndOne();
        server.inject(Fault.changedUniqueIds());
        maildrop.deliver(mail(100));
        await().atMost(LONG).until(() -> attempts.size() >= 8);
        sessionsMore(5);

        List<Integer> subjects = List.copyOf(taken);
        assertThat(subjects).filteredOn(number -> number >= 0).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 100);
        assertThat(subjects).filteredOn(number -> number < 0).hasSizeGreaterThan(1);
        assertThat(attempts).containsKey(faceless);
        assertThat(log.of("POP3J0121")).isEmpty();
    }

    private void keepFiveAndOne() throws Exception {
        deliver(5);
        activate(
                mail -> {
                    take(mail);
                    String text = new String(read(mail), US_ASCII);
                    int subject = text.indexOf("Subject: mail ");
                    taken.add(
                            subject < 0
                                    ? -1
                                    : Integer.parseInt(text.substring(subject + 14, text.indexOf('\r', subject))));
                },
                spec -> {
                    spec.setAfterDelivery("KEEP");
                    spec.setOnUniqueIdReset("MATCH_FINGERPRINT");
                });
        await().atMost(LONG).until(() -> attempts.size() == 6);
        sessionsMore(2);
    }

    @Test
    void twoMailsWithOneFingerprintAreBothDeliveredWhileBothAreListed() throws Exception {
        maildrop.deliver(mail(1));
        activate(this::take, spec -> {
            spec.setAfterDelivery("KEEP");
            spec.setOnUniqueIdReset("MATCH_FINGERPRINT");
        });
        await().atMost(LONG).until(() -> attempts.size() == 1);
        sessionsMore(2);

        maildrop.deliver(mail(1));
        await().atMost(LONG).until(() -> attempts.size() == 2);
    }

    @Test
    void aMaildropThatSomebodyHasEmptiedIsNoReasonToPause() throws Exception {
        keepFive("PAUSE");
        maildrop.clear();
        maildrop.deliver(mail(100));

        await().atMost(LONG).until(() -> attempts.size() == 6);
        assertThat(log.of("POP3J0121")).isEmpty();
    }
}
