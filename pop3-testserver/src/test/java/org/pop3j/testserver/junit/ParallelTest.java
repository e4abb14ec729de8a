package org.pop3j.testserver.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.pop3j.testserver.Pop3TestServer;

/** Runs the test classes below in parallel. */
class ParallelTest {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    private static final Set<Pop3TestServer> SEEN = ConcurrentHashMap.newKeySet();

    /** Nobody passes before all have a server: they do run at the same time. Whoever runs the inner classes alone has no need of it. */
    private static CyclicBarrier together = new CyclicBarrier(1);

    @AfterEach
    void forget() {
        SEEN.clear();
        together = new CyclicBarrier(1);
    }

    @Test
    void testsThatRunAtOnceHaveAServerEach() {
        together = new CyclicBarrier(4);
        TestExecutionSummary summary = Jupiter.run(Both.class, PARALLEL);

        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(4);
        assertThat(SEEN).hasSize(4);
    }

    static class Both {
        @Nested
        @ExtendWith(Pop3ServerExtension.class)
        class Parameters {
            @Test
            void one(Pop3TestServer server) throws Exception {
                use(server);
            }

            @Test
            void two(Pop3TestServer server) throws Exception {
                use(server);
            }
        }

        @Nested
        class Fields {
            @RegisterExtension
            final Pop3ServerExtension pop3 = new Pop3ServerExtension();

            @Test
            void three() throws Exception {
                use(pop3.server());
            }

            @Test
            void four() throws Exception {
                use(pop3.server());
            }
        }
    }

    @Test
    void testsThatRunAtOnceAreNotGivenOneServer() {
        TestExecutionSummary summary = Jupiter.run(Sharing.class, PARALLEL);

        assertThat(summary.getTestsFoundCount()).isEqualTo(3);
        assertThat(summary.getFailures())
                .hasSize(3)
                .extracting(failure -> failure.getException().getMessage())
                .allMatch(message -> message.contains("share a server") && message.contains("@Execution(SAME_THREAD)"));
        assertThat(SEEN).isEmpty();
    }

    @ExtendWith(Pop3ServerExtension.class)
    static class Sharing {
        @BeforeAll
        static void share(Pop3TestServer server) {
            assertThat(server.users()).containsExactly("alice");
        }

        @Test
        void one(Pop3TestServer server) {
            SEEN.add(server);
        }

        @Test
        void two(Pop3TestServer server) {
            SEEN.add(server);
        }

        /** Its tests run in turn, but beside those around it. */
        @Nested
        @TestInstance(TestInstance.Lifecycle.PER_CLASS)
        class Inner {
            @Test
            @Execution(ExecutionMode.SAME_THREAD)
            void three(Pop3TestServer server) {
                SEEN.add(server);
            }
        }
    }

    @Test
    void testsInTurnMayShareAServerWhereOthersRunAtOnce() {
        TestExecutionSummary summary = Jupiter.run(SharingInTurn.class, PARALLEL);

        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(3);
        assertThat(SEEN).hasSize(1);
    }

    @Execution(ExecutionMode.SAME_THREAD)
    static class SharingInTurn extends Sharing {}

    private static void use(Pop3TestServer server) throws Exception {
        SEEN.add(server);
        together.await(60, TimeUnit.SECONDS);
        greet(server);
        together.await(60, TimeUnit.SECONDS);
        server.reset();
        greet(server);
        server.assertThatSession(1).commands();
    }

    private static void greet(Pop3TestServer server) throws IOException {
        try (Socket socket = new Socket(server.host(), server.port())) {
            assertThat(socket.getInputStream().read()).isEqualTo('+');
        }
    }
}
