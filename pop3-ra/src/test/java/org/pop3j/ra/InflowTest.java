package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;
import org.pop3j.testserver.StoredMessage;

/** The adapter while all goes well enough: each mail to each bean, once, and then deleted. */
class InflowTest extends AdapterFixture {
    @Test
    void everyMailIsDeliveredOnceOctetForOctetAndThenDeleted() throws Exception {
        Map<String, byte[]> sent = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            byte[] octets = mail(i);
            sent.put(maildrop.deliver(octets), octets);
        }
        byte[] large = largeMail(3 * SpoolFile.MAX_IN_MEMORY);
        sent.put(maildrop.deliver(large), large);
        for (StoredMessage stored : maildrop.messages()) {
            assertThat(stored.content()).isEqualTo(sent.get(stored.uniqueId()));
        }
        Map<String, byte[]> received = new ConcurrentHashMap<>();

        activate(
                mail -> {
                    take(mail);
                    received.put(mail.uniqueId(), read(mail));
                },
                spec -> {});

        untilEmpty();
        assertThat(received).hasSameSizeAs(sent);
        sent.forEach((id, octets) -> assertThat(received.get(id)).as(id).isEqualTo(octets));
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aMessageIsParsedOutOfTheSpool() throws Exception {
        maildrop.deliver(("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\nV2VsdA==\r\n")
                .getBytes(US_ASCII));
        List<String> parsed = new CopyOnWriteArrayList<>();

        activate(
                mail -> parsed.add(
                        mail.message().getSubject() + "/" + mail.message().getContent()),
                spec -> {});

        untilEmpty();
        assertThat(parsed).containsExactly("Grüße/Welt");
    }

    @Test
    void aMailThatIsNotTakenComesAgainAndStaysOnTheServerUntilItIs() throws Exception {
        String id = maildrop.deliver(mail(1));
        List<Integer> onServer = new CopyOnWriteArrayList<>();

        activate(
                mail -> {
                    take(mail);
                    onServer.add(maildrop.count());
                    if (mail.attempt() == 1) {
                        throw new IOException("checked");
                    }
                    if (mail.attempt() == 2) {
                        container.transactions().setRollbackOnly();
                    }
                    if (mail.attempt() == 3) {
                        throw new IllegalStateException("unchecked");
                    }
                },
                spec -> {});

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1, 2, 3, 4);
        assertThat(onServer).containsOnly(1);
        assertThat(log.of("POP3J0201")).hasSize(3);
    }

    @Test
    void oneMailThatIsNeverTakenDoesNotHoldUpTheOthers() throws Exception {
        String bad = maildrop.deliver(mail(0));
        for (int i = 1; i <= 150; i++) {
            maildrop.deliver(mail(i));
        }

        activate(
                mail -> {
                    take(mail);
                    if (mail.uniqueId().equals(bad)) {
                        throw new IOException("never");
                    }
                },
                spec -> {});

        await().atMost(LONG).until(() -> maildrop.count() == 1);
        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(bad);
        assertThat(attempts).hasSize(151);
    }

    @Test
    void nothingIsDeletedWhileTheBeanStillRuns() throws Exception {
        maildrop.deliver(mail(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        activate(
                mail -> {
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                },
                spec -> {});
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        sessionsMore(3);

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(server.sessions())
                .allSatisfy(session -> assertThat(session.transcript()).doesNotContain("DELE"));
        leave.countDown();
        untilEmpty();
    }

    @Test
    void aBacklogIsWorkedOffWithoutWaitingForTheNextPoll() throws Exception {
        deliver(600);

        activate(this::take, spec -> spec.setPollInterval("PT1H"));

        await().atMost(LONG).until(() -> attempts.size() == 600);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void twoBeansOnOneMaildropEachGetEveryMailAndItIsDeletedWhenBothHaveTakenIt() throws Exception {
        String id = maildrop.deliver(mail(1));
        List<Integer> other = new CopyOnWriteArrayList<>();
        activate(this::take, spec -> spec.setSubscriptionName("first"));
        activate(
                mail -> {
                    other.add(mail.attempt());
                    assertThat(maildrop.count()).isEqualTo(1);
                    if (mail.attempt() < 3) {
                        throw new IOException("not yet");
                    }
                },
                spec -> spec.setSubscriptionName("second"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
        assertThat(other).containsExactly(1, 2, 3);
    }

    @Test
    void aMailThatWaitsLongIsFetchedAgainWhenItsTimeHasComeNotAtTheNextPoll() throws Exception {
        // More bad mails than may wait in the spool.
        deliver(40);

        activate(
                mail -> {
                    take(mail);
                    if (mail.attempt() == 1) {
                        throw new IOException("once");
                    }
                },
                spec -> {
                    spec.setPollInterval("PT1H");
                    spec.setRedeliveryDelay("PT0.5S");
                });

        await().atMost(LONG)
                .until(() -> attempts.size() == 40 && attempts.values().stream().allMatch(of -> of.size() == 2));
    }

    @Test
    void aMailThatIsLongInDeliveryDoesNotMakeTheAdapterLogInWithoutPause() throws Exception {
        Map<String, byte[]> small = new HashMap<>();
        small.put(maildrop.deliver(mail(1)), mail(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        activate(
                mail -> {
                    take(mail);
                    if (small.containsKey(mail.uniqueId())) {
                        entered.countDown();
                        assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                },
                spec -> spec.setPollInterval("PT1S"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 600; i++) {
            maildrop.deliver(mail(100 + i));
        }
        await().atMost(LONG).until(() -> attempts.size() > 550);
        int sessions = server.sessions().size();
        assertThat(sessions).isLessThan(60);
        leave.countDown();
        untilEmpty();
    }

    @Test
    void aUniqueIdThatNamesAnotherMailThanBeforeIsDeliveredToo() throws Exception {
        String id = maildrop.deliver(mail(1));
        writeRemoved(new Delivered(id, "x".repeat(43), mail(1).length));

        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
        assertThat(log.of("POP3J0110")).hasSize(1);
    }

    @Test
    void aMailThatComesBackAfterItWasGoneIsDeletedNotDelivered() throws Exception {
        String id = maildrop.deliver(mail(1));
        Octets octets = new Octets.InMemory(mail(1), new SpoolMemory());
        writeRemoved(new Delivered(id, Fingerprint.of(octets).value(), octets.count()));

        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts).isEmpty();
    }

    private static byte[] largeMail(int octets) {
        byte[] body = new byte[octets];
        new SplittableRandom(7).nextBytes(body);
        byte[] header = "Subject: large\r\n\r\n".getBytes(US_ASCII);
        // Octets of every kind, in lines of a length that the server need not change.
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\r' || body[i] == '\n') {
                body[i] = '.';
            }
        }
        for (int i = 0; i + 80 < body.length; i += 80) {
            body[i] = '\r';
            body[i + 1] = '\n';
            body[i + 2] = '.';
        }
        System.arraycopy(header, 0, body, 0, header.length);
        body[octets - 2] = '\r';
        body[octets - 1] = '\n';
        return body;
    }

    private void writeRemoved(Delivered mail) throws Exception {
        LedgerKey key = new LedgerKey(new MaildropAddress(server.host(), server.port(), "orders").key(), "bean");
        try (EmbeddedDatabase database = new EmbeddedDatabase(directory)) {
            Ledger ledger = new Ledger(database, Clock.systemUTC());
            ledger.prepare();
            ledger.insertDelivered(key, mail);
            ledger.removed(key, List.of(mail.uniqueId()));
        }
    }
}
