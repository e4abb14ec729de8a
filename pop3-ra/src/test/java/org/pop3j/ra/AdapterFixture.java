package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.TestMaildrop;

/** The whole adapter between a real POP3 server and a strict double of a container; after each test all rules were kept. */
abstract class AdapterFixture {
    static final Duration LONG = Duration.ofSeconds(30);
    static final String PASSWORD = "secret-canary";

    @TempDir
    Path directory;

    final LogLines log = new LogLines();
    final TestContainer container = new TestContainer();
    final List<StrictEndpointFactory> factories = new ArrayList<>();
    final Map<String, List<Integer>> attempts = new ConcurrentHashMap<>();
    Pop3TestServer server;
    TestMaildrop maildrop;
    Pop3ResourceAdapter adapter;

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
        assertThat(container.violations()).isEmpty();
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

    /** Takes the place of the server. */
    void anotherServer(Pop3TestServer.Builder builder) {
        server.close();
        server = builder.user("orders", PASSWORD).start();
        maildrop = server.maildrop("orders");
    }

    /** Some mails, numbered from 0; their unique-ids. */
    List<String> deliver(int count) {
        List<String> uniqueIds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            uniqueIds.add(maildrop.deliver(mail(i)));
        }
        return uniqueIds;
    }

    /** Waits until so many more sessions have begun, and one. */
    void sessionsMore(int more) {
        int sessions = server.sessions().size();
        await(more + " more sessions")
                .atMost(LONG)
                .until(() -> server.sessions().size() > sessions + more);
    }

    Pop3ActivationSpec spec() {
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

    StrictEndpointFactory activate(MailListener bean, Consumer<Pop3ActivationSpec> settings) throws ResourceException {
        Pop3ActivationSpec spec = spec();
        settings.accept(spec);
        StrictEndpointFactory factory = new StrictEndpointFactory(bean, container.transactions(), true);
        factories.add(factory);
        activate(factory, spec);
        return factory;
    }

    void activate(StrictEndpointFactory factory, Pop3ActivationSpec spec) throws ResourceException {
        factory.active = true;
        factory.activating = Thread.currentThread();
        adapter.endpointActivation(factory, spec);
        factory.activating = null;
    }

    void deactivate(StrictEndpointFactory factory) {
        adapter.endpointDeactivation(factory, spec());
        factory.active = false;
    }

    void take(Mail mail) {
        attempts.computeIfAbsent(mail.uniqueId(), id -> new CopyOnWriteArrayList<>())
                .add(mail.attempt());
    }

    int timesTried(String uniqueId) {
        return attempts.getOrDefault(uniqueId, List.of()).size();
    }

    static byte[] mail(int number) {
        return ("Message-ID: <" + number + "@example.org>\r\nSubject: mail " + number + "\r\n\r\nbody " + number
                        + "\r\n")
                .getBytes(US_ASCII);
    }

    void untilEmpty() {
        await("the maildrop is empty").atMost(LONG).until(() -> maildrop.count() == 0);
    }

    static byte[] read(Mail mail) {
        try (var in = mail.open()) {
            byte[] octets = in.readAllBytes();
            assertThat(octets.length).isEqualTo((int) mail.octets());
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
