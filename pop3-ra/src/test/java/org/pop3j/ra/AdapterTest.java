package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.ra.ledger.Delivered;
import org.pop3j.ra.ledger.EmbeddedDatabase;
import org.pop3j.ra.ledger.Ledger;
import org.pop3j.ra.ledger.LedgerKey;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestCertificate;
import org.pop3j.testserver.TestMaildrop;

/** The whole adapter between a real POP3 server and a strict double of a container. */
class AdapterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String PASSWORD = "secret-canary";

    @TempDir
    private Path directory;

    private final LogLines log = new LogLines();
    private final TestContainer container = new TestContainer();
    private final List<StrictEndpointFactory> factories = new ArrayList<>();
    private final Map<String, List<Integer>> attempts = new ConcurrentHashMap<>();
    private Pop3TestServer server;
    private TestMaildrop maildrop;
    private Pop3ResourceAdapter adapter;

    @BeforeEach
    void start() throws ResourceException {
        server = Pop3TestServer.builder().user("orders", PASSWORD).start();
        maildrop = server.maildrop("orders");
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
    }

    @AfterEach
    void everythingEndsAndEveryRuleWasKept() {
        adapter.stop();
        container.close();
        server.close();
        log.close();
        assertThat(factories).allSatisfy(factory -> {
            assertThat(factory.violations()).isEmpty();
            assertThat(factory.unreleased()).isZero();
        });
        assertThat(log.all()).noneMatch(line -> line.contains(PASSWORD));
        assertThat(log.of("POP3J09")).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("MVStore") || name.startsWith("pop3j-schedule"));
    }

    private Pop3ActivationSpec spec() {
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName(server.host());
        spec.setPortNumber(Integer.toString(server.port()));
        spec.setUserName("orders");
        spec.setPassword(PASSWORD);
        spec.setTls("NONE");
        spec.setPollInterval("PT0.1S");
        spec.setRedeliveryDelay("PT0.1S");
        spec.setLedgerDirectory(directory.toString());
        return spec;
    }

    private StrictEndpointFactory activate(MailListener bean, Consumer<Pop3ActivationSpec> settings)
            throws ResourceException {
        Pop3ActivationSpec spec = spec();
        settings.accept(spec);
        StrictEndpointFactory factory = new StrictEndpointFactory(bean, container.transactions(), true);
        factories.add(factory);
        activate(factory, spec);
        return factory;
    }

    private void activate(StrictEndpointFactory factory, Pop3ActivationSpec spec) throws ResourceException {
        factory.active = true;
        factory.activating = Thread.currentThread();
        adapter.endpointActivation(factory, spec);
        factory.activating = null;
    }

    private void deactivate(StrictEndpointFactory factory) {
        adapter.endpointDeactivation(factory, spec());
        factory.active = false;
    }

    private void take(Mail mail) {
        attempts.computeIfAbsent(mail.uniqueId(), id -> new CopyOnWriteArrayList<>())
                .add(mail.attempt());
    }

    private static byte[] mail(int number) {
        return ("Message-ID: <" + number + "@example.org>\r\nSubject: mail " + number + "\r\n\r\nbody " + number
                        + "\r\n")
                .getBytes(US_ASCII);
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

    private void untilEmpty() {
        await("the maildrop is empty").atMost(LONG).until(() -> maildrop.count() == 0);
    }

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

    private static byte[] read(Mail mail) {
        try (var in = mail.open()) {
            byte[] octets = in.readAllBytes();
            assertThat(octets.length).isEqualTo((int) mail.octets());
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

        int sessions = server.sessions().size();
        await("three more sessions").atMost(LONG).until(() -> server.sessions().size() > sessions + 3);

        assertThat(maildrop.count()).isEqualTo(1);
        assertThat(server.sessions())
                .allSatisfy(session -> assertThat(session.transcript()).doesNotContain("DELE"));
        leave.countDown();
        untilEmpty();
    }

    @Test
    void aBacklogIsWorkedOffWithoutWaitingForTheNextPoll() throws Exception {
        for (int i = 0; i < 300; i++) {
            maildrop.deliver(mail(i));
        }

        activate(this::take, spec -> spec.setPollInterval("PT1H"));

        await().atMost(LONG).until(() -> attempts.size() == 300);
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
    void twoBeansWithOneSubscriptionNameAreRefused() throws Exception {
        activate(this::take, spec -> spec.setSubscriptionName("same"));

        assertThatThrownBy(() -> activate(this::take, spec -> spec.setSubscriptionName("same")))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("POP3J0004");
    }

    @Test
    void everyFaultOfTheConfigurationIsNamedAtOnceAndNoSecretWithThem() {
        assertThatThrownBy(() -> activate(this::take, spec -> {
                    spec.setPortNumber("abc");
                    spec.setUserName(null);
                    spec.setPollInterval("often");
                }))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContainingAll("POP3J0001", "portNumber", "userName", "pollInterval")
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aWrongPasswordIsToldOnceAndHealsByItself() throws Exception {
        server.password("orders", "another");
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> failedLogins() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("CREDENTIALS", "PASS");
        server.password("orders", PASSWORD);

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    private long failedLogins() {
        return server.sessions().stream()
                .filter(session -> session.transcript().contains("[AUTH]"))
                .count();
    }

    @Test
    void aServerThatCannotBeReachedIsToldOnceAndHealsByItself() throws Exception {
        server.stopAccepting();
        maildrop.deliver(mail(1));

        activate(this::take, spec -> {});
        await().atMost(LONG).until(() -> failedPolls() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("NETWORK");
        server.startAccepting();

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    private long failedPolls() {
        return log.all().stream()
                .filter(line -> line.startsWith("a poll failed"))
                .count();
    }

    @Test
    void anExpiredCertificateIsToldOnceAndHealsByItself() throws Exception {
        server.certificate(TestCertificate.expired());
        maildrop.deliver(mail(1));
        Path pem = Files.writeString(directory.resolve("ca.pem"), server.certificatePem());

        activate(this::take, spec -> {
            spec.setTls("IMPLICIT");
            spec.setPortNumber(Integer.toString(server.tlsPort()));
            spec.setTrustedCertificates(pem.toString());
        });
        await().atMost(LONG).until(() -> failedPolls() >= 3);
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("TLS", "CertificateExpired");
        assertThat(attempts).isEmpty();
        server.certificate(TestCertificate.valid());

        untilEmpty();
        assertThat(log.of("POP3J0102")).hasSize(1);
        assertThat(log.of("POP3J0100")).hasSize(1);
    }

    @Test
    void whatWasTakenBeforeTheAdapterEndedIsDeletedNotDeliveredByTheNextOne() throws Exception {
        String id = maildrop.deliver(mail(1));
        activate(
                mail -> {
                    take(mail);
                    server.stopAccepting();
                },
                spec -> spec.setSubscriptionName("bean"));
        await().atMost(LONG).until(() -> attempts.containsKey(id));
        adapter.stop();
        assertThat(maildrop.count()).isEqualTo(1);

        server.startAccepting();
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aDeactivationWaitsForWhatRunsAndNothingIsDeliveredAfterwards() throws Exception {
        for (int i = 0; i < 40; i++) {
            maildrop.deliver(mail(i));
        }
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activate(
                mail -> {
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    take(mail);
                },
                spec -> {});
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        Thread undeployment = new Thread(() -> deactivate(factory), "undeployment");
        undeployment.start();
        await("it waits").atMost(LONG).until(() -> undeployment.getState() == Thread.State.TIMED_WAITING);
        assertThat(attempts).isEmpty();
        leave.countDown();
        undeployment.join(20_000);
        assertThat(undeployment.isAlive()).isFalse();
        assertThat(attempts).hasSizeBetween(1, 4);
        assertThat(factory.unreleased()).isZero();

        activate(factory, spec());
        untilEmpty();
        assertThat(attempts).hasSize(40);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aBeanThatIsUndeployedWhileItsMailsWaitLeavesThemToTheOther() throws Exception {
        for (int i = 0; i < 10; i++) {
            maildrop.deliver(mail(i));
        }
        Map<String, byte[]> received = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(1);
        StrictEndpointFactory leaving = activate(
                mail -> {
                    throw new IOException("not now");
                },
                spec -> {
                    spec.setSubscriptionName("leaving");
                    spec.setRedeliveryDelay("PT0.2S");
                });
        activate(
                mail -> {
                    // The other's mails have been given up before these are read.
                    assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
                    received.put(mail.uniqueId(), read(mail));
                },
                spec -> spec.setSubscriptionName("staying"));
        await().atMost(LONG).until(() -> !log.of("POP3J0201").isEmpty());

        deactivate(leaving);
        left.countDown();

        untilEmpty();
        assertThat(received).hasSize(10);
        assertThat(log.of("POP3J0201")).allSatisfy(line -> assertThat(line).contains("leaving"));
    }

    @Test
    void aBeanThatIsBeingUndeployedStillHoldsWhatItHasNotTaken() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        activate(this::take, spec -> spec.setSubscriptionName("staying"));
        StrictEndpointFactory leaving = activate(
                mail -> {
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                    throw new IOException("rolled back after all");
                },
                spec -> spec.setSubscriptionName("leaving"));
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(LONG).until(() -> attempts.containsKey(id));

        Thread undeployment = new Thread(() -> deactivate(leaving), "undeployment");
        undeployment.start();
        int sessions = server.sessions().size();
        await("sessions while the bean drains")
                .atMost(LONG)
                .until(() -> server.sessions().size() > sessions + 4);
        assertThat(maildrop.count()).isEqualTo(1);
        leave.countDown();
        undeployment.join(20_000);

        assertThat(undeployment.isAlive()).isFalse();
        assertThat(server.sessions().stream().limit(sessions + 4L))
                .allSatisfy(session -> assertThat(session.transcript()).doesNotContain("DELE"));
    }

    @Test
    void aBeanThatComesALittleLateStillGetsItsMail() throws Exception {
        String id = maildrop.deliver(mail(1));
        List<String> late = new CopyOnWriteArrayList<>();
        activate(this::take, spec -> {
            spec.setSubscriptionName("first");
            spec.setPollInterval("PT1S");
        });
        await().atMost(LONG).until(() -> attempts.containsKey(id));

        activate(mail -> late.add(mail.uniqueId()), spec -> {
            spec.setSubscriptionName("late");
            spec.setPollInterval("PT1S");
        });

        untilEmpty();
        assertThat(late).containsExactly(id);
    }

    /** A bean that is given little time to drain and stays in its first delivery until it may leave. */
    private StrictEndpointFactory activateAndEnter(CountDownLatch leave) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        StrictEndpointFactory factory = activate(
                mail -> {
                    take(mail);
                    entered.countDown();
                    assertThat(leave.await(20, TimeUnit.SECONDS)).isTrue();
                },
                spec -> {
                    spec.setSubscriptionName("bean");
                    spec.setDrainTimeout("PT0.1S");
                });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        return factory;
    }

    @Test
    void aDeliveryThatOutlivesTheStopIsRememberedAndNotRepeated() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activateAndEnter(leave);
        adapter.stop();
        assertThat(log.of("POP3J0301")).singleElement().asString().contains("bean", "still runs");
        leave.countDown();
        await().atMost(LONG).until(() -> factory.unreleased() == 0);

        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aDeliveryThatOutlivesItsDeactivationIsNotRepeatedBesideIt() throws Exception {
        String id = maildrop.deliver(mail(1));
        CountDownLatch leave = new CountDownLatch(1);
        StrictEndpointFactory factory = activateAndEnter(leave);
        adapter.endpointDeactivation(factory, spec());

        Pop3ActivationSpec spec = spec();
        spec.setSubscriptionName("bean");
        activate(factory, spec);
        int sessions = server.sessions().size();
        await("three more sessions").atMost(LONG).until(() -> server.sessions().size() > sessions + 3);
        assertThat(attempts.get(id)).containsExactly(1);
        leave.countDown();

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aMailThatWaitsLongIsFetchedAgainWhenItsTimeHasComeNotAtTheNextPoll() throws Exception {
        // More bad mails than may wait in the spool.
        for (int i = 0; i < 40; i++) {
            maildrop.deliver(mail(i));
        }

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
        for (int i = 0; i < 300; i++) {
            maildrop.deliver(mail(100 + i));
        }
        await().atMost(LONG).until(() -> attempts.size() > 250);
        int sessions = server.sessions().size();
        assertThat(sessions).isLessThan(60);
        leave.countDown();
        untilEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerDoesNotHoldTheStop() throws Exception {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 50, java.net.InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                String user = "user-" + i;
                activate(this::take, spec -> {
                    spec.setPortNumber(Integer.toString(silent.getLocalPort()));
                    spec.setUserName(user);
                });
            }
            for (int i = 0; i < 3; i++) {
                silent.setSoTimeout(20_000);
                silent.accept();
            }
            long begin = System.nanoTime();
            adapter.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void anUnknownEndpointIsDeactivatedWithoutComplaint() {
        adapter.endpointDeactivation(
                new StrictEndpointFactory(this::take, container.transactions(), true), new Pop3ActivationSpec());
    }

    @Test
    void aSecondActivationOfTheSameEndpointDeliversNothingTwice() throws Exception {
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        activate(factory, spec());
        String id = maildrop.deliver(mail(1));

        untilEmpty();
        assertThat(attempts.get(id)).containsExactly(1);
    }

    @Test
    void aWorkManagerThatRefusesLosesNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            maildrop.deliver(mail(i));
        }
        container.rejections.set(6);

        activate(this::take, spec -> {});

        untilEmpty();
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void aContainerWithoutAFreeBeanIsAskedAgainAndNoAttemptIsCounted() throws Exception {
        StrictEndpointFactory factory = activate(this::take, spec -> {});
        factory.createFails = new UnavailableException("starting");
        for (int i = 0; i < 10; i++) {
            maildrop.deliver(mail(i));
        }
        await().atMost(LONG).until(() -> factory.created() >= 3);
        factory.createFails = null;

        untilEmpty();
        assertThat(attempts).hasSize(10);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
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
        writeRemoved(new Delivered(id, Fingerprint.of(new Octets.InMemory(mail(1))), mail(1).length));

        activate(this::take, spec -> spec.setSubscriptionName("bean"));

        untilEmpty();
        assertThat(attempts).isEmpty();
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

    @Test
    void aLedgerInUseByAnotherIsToldOnceAndHealsByItself() throws Exception {
        maildrop.deliver(mail(1));
        try (FileChannel file = lockedLedger()) {
            activate(this::take, spec -> {});
            await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
            assertThat(file.isOpen()).isTrue();
        }

        untilEmpty();
        assertThat(log.of("POP3J0102")).singleElement().asString().contains("LEDGER");
        assertThat(log.of("POP3J0100")).hasSize(1);
        assertThat(attempts).hasSize(1);
    }

    /** The lock that another process with this ledger would hold. */
    private FileChannel lockedLedger() throws IOException {
        FileChannel file = FileChannel.open(
                directory.resolve("ledger.mv.db"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        assertThat(file.tryLock()).isNotNull();
        return file;
    }
}
