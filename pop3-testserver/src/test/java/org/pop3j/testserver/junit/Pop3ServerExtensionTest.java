package org.pop3j.testserver.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.pop3j.testserver.Pop3TestServer;

/** Runs the test classes below, which leave here what they saw. */
class Pop3ServerExtensionTest {
    private static final List<Pop3TestServer> SEEN = new ArrayList<>();
    private static final List<String> PRINTED = new ArrayList<>();

    /** Whoever runs the inner classes by themselves is to see no failure. */
    private static boolean failing;

    @AfterEach
    void forget() {
        failing = false;
        SEEN.clear();
        PRINTED.clear();
    }

    @Test
    void everyTestHasAServerOfItsOwnThatIsClosedAfterwards() {
        assertPasses(Parameters.class, 3);

        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates().allSatisfy(Pop3ServerExtensionTest::assertClosed);
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class Parameters {
        @BeforeEach
        void deliver(Pop3TestServer server) {
            server.maildrop("alice").deliver(octets("one"));
        }

        @RepeatedTest(3)
        void sameServerAsInTheSetUp(Pop3TestServer server) throws IOException {
            assertThat(greeting(server)).startsWith("+OK");
            assertThat(server.maildrop("alice").count()).isEqualTo(1);
            SEEN.add(server);
        }
    }

    @Test
    void aFieldOfTheTestGivesTheServerToo() {
        assertPasses(InstanceField.class, 2);

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates().allSatisfy(Pop3ServerExtensionTest::assertClosed);
    }

    static class InstanceField {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(
                () -> Pop3TestServer.builder().user("bob", "other").start());

        @RepeatedTest(2)
        void theServerHasTheUserOfTheField(Pop3TestServer server) {
            assertThat(pop3.server()).isSameAs(server);
            assertThat(server.maildrop("bob").count()).isZero();
            SEEN.add(server);
        }
    }

    @Test
    void aServerOfTheSetUpServesTheWholeClassWithFreshMaildrops() {
        assertPasses(WholeClass.class, 3);

        assertThat(SEEN).hasSize(5).containsOnly(SEEN.get(0)).allSatisfy(Pop3ServerExtensionTest::assertClosed);
    }

    static class WholeClass {
        @RegisterExtension
        static final Pop3ServerExtension POP3 = new Pop3ServerExtension();

        @BeforeAll
        static void start() {
            SEEN.add(POP3.server());
        }

        @RepeatedTest(2)
        void theMaildropIsEmpty(Pop3TestServer server) {
            deliverInto(server);
        }

        @AfterAll
        static void stillTheSame() {
            SEEN.add(POP3.server());
        }

        @Nested
        class Inside {
            @Test
            void nestedTestsShareIt() {
                deliverInto(POP3.server());
            }
        }

        private static void deliverInto(Pop3TestServer server) {
            assertThat(server.maildrop("alice").count()).isZero();
            server.maildrop("alice").deliver(octets("one"));
            SEEN.add(server);
        }
    }

    @Test
    void aParameterOfBeforeAllServesTheWholeClass() {
        assertPasses(ParameterOfBeforeAll.class, 1);

        assertThat(SEEN).hasSize(2).containsOnly(SEEN.get(0)).allSatisfy(Pop3ServerExtensionTest::assertClosed);
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class ParameterOfBeforeAll {
        @BeforeAll
        static void start(Pop3TestServer server) {
            SEEN.add(server);
        }

        @Test
        void isTheServerOfTheTest(Pop3TestServer server) throws IOException {
            assertThat(greeting(server)).startsWith("+OK");
            SEEN.add(server);
        }
    }

    @Test
    void aFailingTestPrintsWhatWasSaid() {
        failing = true;
        TestExecutionSummary summary = Jupiter.run(Failing.class);

        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(PRINTED)
                .singleElement()
                .asString()
                .contains("fails(Pop3TestServer)", "session 1", "S: +OK", "C: USER alice", "C: PASS ****")
                .doesNotContain("secret");
        assertThat(SEEN).hasSize(2).allSatisfy(Pop3ServerExtensionTest::assertClosed);
    }

    static class Failing {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(Pop3TestServer::start, PRINTED::add);

        @Test
        void fails(Pop3TestServer server) throws IOException {
            SEEN.add(server);
            login(server);
            if (failing) {
                throw new IOException("on purpose");
            }
        }

        @Test
        void passes(Pop3TestServer server) throws IOException {
            SEEN.add(server);
            login(server);
        }
    }

    @Test
    void aTestThatNeverAsksStartsNothing() {
        assertPasses(Unused.class, 1);
    }

    static class Unused {
        @RegisterExtension
        final Pop3ServerExtension pop3 = new Pop3ServerExtension(() -> {
            throw new IllegalStateException("nobody asked for a server");
        });

        @Test
        void passes() {
            assertThat(pop3).isNotNull();
        }
    }

    @Test
    void outsideOfTestsThereIsNoServer() {
        assertThatThrownBy(new Pop3ServerExtension()::server).isInstanceOf(IllegalStateException.class);
    }

    private static void assertPasses(Class<?> tests, int count) {
        TestExecutionSummary summary = Jupiter.run(tests);
        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(count);
    }

    private static void login(Pop3TestServer server) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port())) {
            socket.getOutputStream().write(octets("USER alice\r\nPASS secret\r\nQUIT\r\n"));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static String greeting(Pop3TestServer server) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port());
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            return reader.readLine();
        }
    }

    private static void assertClosed(Pop3TestServer server) {
        assertThatThrownBy(() -> new Socket(server.host(), server.port()).close())
                .isInstanceOf(ConnectException.class);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
