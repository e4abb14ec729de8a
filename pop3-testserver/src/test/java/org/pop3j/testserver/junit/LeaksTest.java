package org.pop3j.testserver.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.pop3j.testserver.Pop3TestServer;

/** Runs the test classes below, which leave connections and threads behind. */
class LeaksTest {
    private static final List<Socket> OPEN = new ArrayList<>();

    /** Whoever runs the inner classes by themselves is to see no failure. */
    private static boolean leaking;

    private static CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void leak() {
        leaking = true;
        end = new CountDownLatch(1);
    }

    @AfterEach
    void cleanUp() throws IOException {
        leaking = false;
        end.countDown();
        for (Socket socket : OPEN) {
            socket.close();
        }
        OPEN.clear();
    }

    @Test
    void aConnectionThatIsLeftOpenFailsTheTestThatLeftIt() {
        assertThat(failures(Jupiter.run(Connections.class)))
                .singleElement()
                .asString()
                .startsWith("leaves(Pop3TestServer): connections left open: 1\nsession 1, ended: OPEN\n  S: +OK ");
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class Connections {
        @BeforeAll
        static void serveTheWholeClass(Pop3TestServer server) {
            assertThat(server.sessions()).isEmpty();
        }

        @Test
        void closes(Pop3TestServer server) throws IOException {
            try (Socket socket = greeted(server)) {
                assertThat(socket.isConnected()).isTrue();
            }
        }

        @Test
        void leaves(Pop3TestServer server) throws IOException {
            Socket socket = greeted(server);
            if (leaking) {
                OPEN.add(socket);
            } else {
                socket.close();
            }
        }

        @Test
        void closesAfterTheOther(Pop3TestServer server) throws IOException {
            closes(server);
        }
    }

    @Test
    void whatIsClosedInTheTearDownIsNotLeftOpen() {
        assertThat(failures(Jupiter.run(ClosedInTearDown.class))).isEmpty();
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class ClosedInTearDown {
        @Test
        void leavesItToTheTearDown(Pop3TestServer server) throws IOException {
            OPEN.add(greeted(server));
        }

        @AfterEach
        void close() throws IOException {
            OPEN.get(0).close();
        }
    }

    @Test
    void aThreadThatIsLeftRunningFailsTheTestThatLeftIt() {
        assertThat(failures(Jupiter.run(Threads.class)))
                .singleElement()
                .asString()
                .startsWith("leaves(Pop3TestServer): threads left running: 1\n  left behind\n    at ")
                .contains("CountDownLatch.await");
    }

    @Test
    void threadsCannotBeTakenToAccountWhereTestsRunInParallel() {
        assertThat(failures(Jupiter.run(Threads.class, Map.of("junit.jupiter.execution.parallel.enabled", "true"))))
                .isEmpty();
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class Threads {
        @Test
        void leaves(Pop3TestServer server) {
            start("left behind", false);
        }

        @Test
        void leavesADaemon(Pop3TestServer server) {
            start("daemon", true);
        }

        @Test
        void endsSoon(Pop3TestServer server) {
            new Thread(() -> assertThat(server.sessions()).isEmpty()).start();
        }

        @Test
        void doesNotUseTheServer() {
            start("nobody's business", false);
        }
    }

    @Test
    void leaksCanBeAllowed() {
        assertThat(failures(Jupiter.run(Allowed.class))).isEmpty();
    }

    static class Allowed {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension().leaksAllowed();

        @Test
        void leaves() throws IOException {
            OPEN.add(greeted(pop3.server()));
            start("allowed", false);
        }
    }

    @Test
    void aTestThatFailedAnywayIsNotBlamedForWhatItLeft() {
        assertThat(failures(Jupiter.run(FailsAnyway.class)))
                .singleElement()
                .asString()
                .endsWith("on purpose");
    }

    static class FailsAnyway {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(
                Pop3TestServer::start, text -> assertThat(text).contains("session 1, ended: OPEN"));

        @Test
        void fails() throws IOException {
            OPEN.add(greeted(pop3.server()));
            if (leaking) {
                throw new IOException("on purpose");
            }
        }
    }

    @Test
    void aBrokenRuleFailsTheTestOfAStrictServer() {
        assertThat(failures(Jupiter.run(Strict.class)))
                .singleElement()
                .asString()
                .startsWith("goesWithoutQuit(): the client has broken rules:\n"
                        + "  session 1: no QUIT at the end (RFC 1939, section 6)\n");
    }

    static class Strict {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(
                () -> Pop3TestServer.builder().strictClient().start());

        @Test
        void goesWithoutQuit() throws IOException {
            if (leaking) {
                greeted(pop3.server()).close();
            }
        }

        @Test
        void saysQuit() throws IOException {
            try (Socket socket = greeted(pop3.server())) {
                socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    private static void start(String name, boolean daemon) {
        if (leaking) {
            Thread thread = new Thread(LeaksTest::awaitEnd, name);
            thread.setDaemon(daemon);
            thread.start();
        }
    }

    private static void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Socket greeted(Pop3TestServer server) throws IOException {
        Socket socket = new Socket(server.host(), server.port());
        assertThat(socket.getInputStream().read()).isEqualTo('+');
        return socket;
    }

    private static List<String> failures(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .map(failure -> failure.getTestIdentifier().getDisplayName() + ": "
                        + failure.getException().getMessage())
                .toList();
    }
}
