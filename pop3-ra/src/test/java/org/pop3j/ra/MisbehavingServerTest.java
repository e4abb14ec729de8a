package org.pop3j.ra;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.resource.ResourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.StoredMessage;
import org.pop3j.testserver.TestMaildrop;

/** The whole adapter against connections that break and a server that does not do what it says. */
class MisbehavingServerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private final LogLines log = new LogLines();
    private final TestContainer container = new TestContainer();
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final StrictEndpointFactory factory =
            new StrictEndpointFactory(mail -> taken.add(mail.uniqueId()), container.transactions(), true);
    private Pop3TestServer server;
    private TestMaildrop maildrop;
    private Pop3ResourceAdapter adapter;

    @BeforeEach
    void start() throws ResourceException {
        server = Pop3TestServer.builder().user("orders", "secret").start();
        maildrop = server.maildrop("orders");
        adapter = new Pop3ResourceAdapter();
        adapter.start(container);
    }

    @AfterEach
    void end() {
        adapter.stop();
        container.close();
        server.close();
        log.close();
        assertThat(factory.violations()).isEmpty();
        assertThat(log.of("POP3J09")).isEmpty();
    }

    private RewritingProxy activateThrough(UnaryOperator<String> rewriter) throws IOException, ResourceException {
        RewritingProxy proxy = new RewritingProxy(server.port(), rewriter);
        Pop3ActivationSpec spec = new Pop3ActivationSpec();
        spec.setServerName("127.0.0.1");
        spec.setPortNumber(Integer.toString(proxy.port()));
        spec.setUserName("orders");
        spec.setPassword("secret");
        spec.setTls("NONE");
        spec.setPollInterval("PT0.1S");
        spec.setLedgerDirectory(directory.toString());
        factory.activating = Thread.currentThread();
        adapter.endpointActivation(factory, spec);
        factory.activating = null;
        return proxy;
    }

    private void deliver(int count) {
        for (int i = 0; i < count; i++) {
            String mail = "Message-ID: <" + i + "@example.org>\r\n\r\nbody\r\n";
            maildrop.deliver(mail.getBytes(US_ASCII));
        }
    }

    private void untilLeft(int count) {
        await("mails left on the server").atMost(LONG).until(() -> maildrop.count() == count);
    }

    /** W9: QUIT was sent and its reply is lost. */
    @Test
    void aLostReplyToQuitDeliversNothingTwice() throws Exception {
        deliver(5);
        AtomicInteger lost = new AtomicInteger();
        try (RewritingProxy proxy = activateThrough(line -> {
            boolean lose = line.equals("QUIT") && !taken.isEmpty() && lost.incrementAndGet() <= 3;
            return lose ? RewritingProxy.CUT_AFTER : line;
        })) {
            untilLeft(0);
            await("three replies lost, and a good poll").atMost(LONG).until(() -> !log.of("POP3J0100")
                    .isEmpty());
            assertThat(proxy.port()).isPositive();
        }
        assertThat(taken).hasSize(5).doesNotHaveDuplicates();
    }

    /** W8: the connection is lost before QUIT, so nothing is deleted though every DELE was answered. */
    @Test
    void aConnectionLostBeforeQuitDeliversNothingTwice() throws Exception {
        deliver(5);
        AtomicInteger lost = new AtomicInteger();
        try (RewritingProxy proxy = activateThrough(
                line -> line.equals("QUIT") && lost.incrementAndGet() <= 4 ? RewritingProxy.CUT : line)) {
            untilLeft(0);
            assertThat(proxy.port()).isPositive();
        }
        assertThat(lost.get()).isGreaterThan(4);
        assertThat(taken).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void aServerThatKeepsWhatItSaysItDeletesIsToldOfOnceAndHoldsUpNothing() throws Exception {
        deliver(80);
        try (RewritingProxy proxy = activateThrough(line -> line.startsWith("DELE") ? "NOOP" : line)) {
            await().atMost(LONG).until(() -> log.of("POP3J0111").size() == 80);
            int sessions = server.sessions().size();
            String late = maildrop.deliver("Subject: late\r\n\r\n".getBytes(US_ASCII));
            await().atMost(LONG).until(() -> taken.contains(late));
            await().atMost(LONG).until(() -> log.of("POP3J0111").size() == 81);
            await("more polls").atMost(LONG).until(() -> server.sessions().size() > sessions + 10);
            assertThat(proxy.port()).isPositive();
        }
        assertThat(taken).hasSize(81).doesNotHaveDuplicates();
        assertThat(log.of("POP3J0111")).hasSize(81);
        List<String> last = server.sessions().get(server.sessions().size() - 2).commands();
        assertThat(last).noneMatch(command -> command.startsWith("RETR"));
    }

    @Test
    void aMailThatBreaksEverySessionHoldsUpNoOther() throws Exception {
        deliver(10);
        String culprit = maildrop.messages().get(0).uniqueId();
        try (RewritingProxy proxy = activateThrough(line -> line.equals("RETR 1") ? RewritingProxy.CUT : line)) {
            untilLeft(1);
            assertThat(proxy.port()).isPositive();
        }
        assertThat(maildrop.messages()).extracting(StoredMessage::uniqueId).containsExactly(culprit);
        assertThat(taken).hasSize(9).doesNotHaveDuplicates().doesNotContain(culprit);
    }
}
