package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pop3j.testserver.InjectedFault;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.Profile;
import org.pop3j.testserver.fault.Effect;
import org.pop3j.testserver.fault.Fault;
import org.pop3j.testserver.fault.Point;

/** W10: with {@code spool=DURABLE} what a server lists no more once it was fetched is not lost with the process. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DurableSpoolTest extends AdapterFixture {
    private static final int MAILS = 40;

    private final List<String> contents = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aServerThatHidesWhatWasFetched() {
        anotherServer(Pop3TestServer.builder().profile(Profile.GMAIL_LIKE));
    }

    private List<Path> kept() throws IOException {
        Path spool = directory.resolve("spool");
        if (!Files.isDirectory(spool)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(spool)) {
            return files.filter(file -> file.toString().endsWith(".mail")).toList();
        }
    }

    private void untilNothingIsKept() {
        await().atMost(LONG).until(() -> kept().isEmpty());
    }

    private static void durable(Pop3ActivationSpec spec) {
        spec.setSpool("DURABLE");
        spec.setSubscriptionName("orders");
    }

    private StrictEndpointFactory activateAnew(MailListener bean, Consumer<Pop3ActivationSpec> more) throws Exception {
        return activate(bean, spec -> {
            durable(spec);
            more.accept(spec);
        });
    }

    private void restart() throws Exception {
        adapter.stop();
        factories.forEach(factory -> factory.active = false);
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
    }

    private void takeWhole(Mail mail) {
        take(mail);
        contents.add(new String(read(mail), US_ASCII));
    }

    // The server gives them unique-ids of its own.
    private static List<String> contents(int mails) {
        return IntStream.range(0, mails)
                .mapToObj(i -> new String(mail(i), US_ASCII))
                .toList();
    }

    @Test
    void whatWasFetchedOutlivesTheProcessThatIsKilled() throws Exception {
        deliver(MAILS);
        Process process = adapterThatNeverEndsADelivery();
        try (BufferedReader says = process.inputReader(UTF_8)) {
            assertThat(says.readLine()).isEqualTo("has one");
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(kept()).hasSize(MAILS);

        activateAnew(this::takeWhole, spec -> {});

        await().atMost(LONG).until(() -> attempts.size() == MAILS);
        untilNothingIsKept();
        assertThat(contents).containsExactlyInAnyOrderElementsOf(contents(MAILS));
        assertThat(server.sessions().stream().flatMap(session -> session.commands().stream()))
                .as("nothing was fetched twice")
                .filteredOn(command -> command.startsWith("RETR"))
                .hasSize(MAILS);
        assertThat(log.of("POP3J0208")).isEmpty();
    }

    private Process adapterThatNeverEndsADelivery() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // There digits have other characters.
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Killed.class.getName(),
                        Integer.toString(server.port()),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Says when the bean has a mail, and keeps it. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) throws Exception {
            TestContainer container = new TestContainer();
            Pop3ActivationSpec spec = new Pop3ActivationSpec();
            spec.setServerName("127.0.0.1");
            spec.setPortNumber(arguments[0]);
            spec.setUserName("orders");
            spec.setPassword(PASSWORD);
            spec.setTls("NONE");
            spec.setPollInterval("PT0.1S");
            spec.setLedgerDirectory(arguments[1]);
            durable(spec);
            Pop3ResourceAdapter adapter = new Pop3ResourceAdapter();
            adapter.start(container);
            MailListener bean = mail -> {
                System.out.println("has one");
                new CountDownLatch(1).await();
            };
            StrictEndpointFactory factory = new StrictEndpointFactory(bean, container.transactions(), true);
            factory.active = true;
            adapter.endpointActivation(factory, spec);
            // Until it is killed; not for ever, should nobody do that.
            new CountDownLatch(1).await(2, TimeUnit.MINUTES);
        }
    }

    @Test
    void whatIsNotTakenWhenTheAdapterIsStoppedIsDeliveredByTheNextOne() throws Exception {
        deliver(MAILS);
        activateAnew(
                mail -> {
                    throw new IllegalStateException("not taken");
                },
                spec -> spec.setRedeliveryDelay("PT3S"));
        await().atMost(LONG).until(() -> log.of("POP3J0201").size() == MAILS);
        assertThat(kept()).hasSize(MAILS);
        restart();
        maildrop.deliver(mail(MAILS));
        activateAnew(this::takeWhole, spec -> {});

        await().atMost(LONG).until(() -> attempts.size() == MAILS + 1);
        assertThat(contents).containsExactlyInAnyOrderElementsOf(contents(MAILS + 1));
        untilNothingIsKept();
    }

    @Test
    void whatWasTakenBeforeTheProcessEndedAndIsStillInItsFileIsNotDeliveredAgain() throws Exception {
        deliver(3);
        CountDownLatch fetched = new CountDownLatch(1);
        activateAnew(
                mail -> {
                    fetched.await();
                    take(mail);
                },
                spec -> {});
        await().atMost(LONG).until(() -> kept().size() == 3);
        // As if the process had ended between the commit and the removal of the files.
        Map<Path, byte[]> files = new HashMap<>();
        for (Path file : kept()) {
            files.put(file, Files.readAllBytes(file));
        }
        fetched.countDown();
        untilNothingIsKept();
        restart();
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        activateAnew(this::take, spec -> {});

        untilNothingIsKept();
        assertThat(attempts.values()).hasSize(3).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void onlyTheSubscriptionThatHasNotTakenItGetsItAlsoIfItIsALittleLate() throws Exception {
        maildrop.deliver(mail(0));
        List<String> first = new CopyOnWriteArrayList<>();
        activateAnew(mail -> first.add(mail.uniqueId()), spec -> spec.setSubscriptionName("first"));
        activateAnew(
                mail -> {
                    throw new IllegalStateException("not yet");
                },
                spec -> {
                    spec.setSubscriptionName("second");
                    spec.setRedeliveryDelay("PT3S");
                });
        await().atMost(LONG)
                .until(() -> first.size() == 1 && !log.of("POP3J0201").isEmpty());
        restart();
        activateAnew(mail -> first.add(mail.uniqueId()), spec -> {
            spec.setSubscriptionName("first");
            spec.setPollInterval("PT5S");
        });
        sessionsMore(0);
        await().atMost(LONG).until(() -> log.of("POP3J0101").size() == 2);
        assertThat(kept()).hasSize(1);
        activateAnew(this::take, spec -> spec.setSubscriptionName("second"));

        await().atMost(LONG).until(() -> !attempts.isEmpty());
        untilNothingIsKept();
        assertThat(attempts.values()).singleElement().isEqualTo(List.of(2));
        assertThat(first).hasSize(1);
    }

    @Test
    void whatOneSubscriptionCouldNotHaveYetIsKeptForItWhenTheOtherHasTakenIt() throws Exception {
        server.inject(Fault.at(Point.statusLine("RETR")).times(1).then(Effect.reply("-ERR not now")));
        deliver(2);
        activateAnew(this::takeWhole, spec -> spec.setSubscriptionName("in any order"));
        List<String> strict = new CopyOnWriteArrayList<>();
        activateAnew(mail -> strict.add(new String(read(mail), US_ASCII)), spec -> {
            spec.setSubscriptionName("in order");
            spec.setSpool("TRANSIENT");
            spec.setOrdering("STRICT");
        });

        await().atMost(LONG).until(() -> contents.size() == 2 && strict.size() == 2);
        assertThat(contents).containsExactlyInAnyOrderElementsOf(contents(2));
        assertThat(strict).containsExactlyInAnyOrderElementsOf(contents(2));
        untilNothingIsKept();
    }

    @Test
    void whatIsNotDueIsKeptUntilItIs() throws Exception {
        deliver(1);
        MailListener bean = mail -> {
            take(mail);
            throw new IllegalStateException("not yet");
        };
        activateAnew(bean, spec -> spec.setRedeliveryDelay("PT1H"));
        await().atMost(LONG).until(() -> !log.of("POP3J0201").isEmpty());
        restart();
        activateAnew(bean, spec -> spec.setRedeliveryDelay("PT1H"));
        sessionsMore(3);

        assertThat(attempts.values()).singleElement().isEqualTo(List.of(1));
        assertThat(kept()).hasSize(1);
        assertThat(log.of("POP3J0208")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldOnceAndHoldsUpNoOther() throws Exception {
        deliver(3);
        activateAnew(
                mail -> {
                    throw new IllegalStateException("not yet");
                },
                spec -> spec.setRedeliveryDelay("PT1H"));
        await().atMost(LONG)
                .until(() -> kept().size() == 3 && log.of("POP3J0201").size() == 3);
        Path folder = Objects.requireNonNull(kept().get(0).getParent());
        adapter.stop();
        Path first = folder.resolve("000000000000001-0000000001-10-abc.mail");
        Files.createDirectory(first);
        restart();
        maildrop.deliver(mail(3));
        activateAnew(this::take, spec -> {});
        await().atMost(LONG).until(() -> attempts.size() == 1);
        sessionsMore(3);

        assertThat(log.of("POP3J0125")).singleElement().asString().contains(first.toString());
        assertThat(kept()).hasSize(4);
    }

    @Test
    void nothingIsFetchedThatCouldNotBeKept() throws Exception {
        Path instead = Files.createFile(directory.resolve("spool"));
        deliver(1);
        activateAnew(this::take, spec -> {});
        await().atMost(LONG).until(() -> !log.of("POP3J0102").isEmpty());
        assertThat(log.of("POP3J0102"))
                .singleElement()
                .asString()
                .contains("SPOOL")
                .contains("spool");
        assertThat(server.sessions()).isEmpty();

        Files.delete(instead);
        await().atMost(LONG).until(() -> attempts.size() == 1);
        untilNothingIsKept();
    }

    @Test
    void whatIsThereIsDeliveredAlsoIfNothingMoreIsToBeKept() throws Exception {
        deliver(3);
        activateAnew(
                mail -> {
                    throw new IllegalStateException("not yet");
                },
                spec -> spec.setRedeliveryDelay("PT3S"));
        await().atMost(LONG).until(() -> log.of("POP3J0201").size() == 3);
        restart();
        activateAnew(this::takeWhole, spec -> spec.setSpool("TRANSIENT"));

        await().atMost(LONG).until(() -> attempts.size() == 3);
        assertThat(contents).containsExactlyInAnyOrderElementsOf(contents(3));
        untilNothingIsKept();
    }

    @Test
    void whatDidNotComeWholeIsFetchedAgainAndLeavesNothingBehind() throws Exception {
        anotherServer(Pop3TestServer.builder());
        List<String> all = deliver(3);
        InjectedFault broken =
                server.inject(Fault.at(Point.octet(30, "RETR")).nth(2).then(Effect.close()));
        activateAnew(this::take, spec -> {});

        untilEmpty();
        untilNothingIsKept();
        assertThat(broken.fired()).isEqualTo(1);
        assertThat(attempts.keySet()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(attempts.values()).allSatisfy(of -> assertThat(of).containsExactly(1));
    }

    @Test
    void whatTheServerStillHasIsNotKeptWhileItWaitsForLong() throws Exception {
        anotherServer(Pop3TestServer.builder());
        String uniqueId = maildrop.deliver(mail(0));
        activateAnew(
                mail -> {
                    take(mail);
                    throw new IllegalStateException("not yet");
                },
                spec -> spec.setRedeliveryDelay("PT1H"));

        await().atMost(LONG).until(() -> timesTried(uniqueId) == 1);
        untilNothingIsKept();
        assertThat(maildrop.count()).isEqualTo(1);
    }
}
