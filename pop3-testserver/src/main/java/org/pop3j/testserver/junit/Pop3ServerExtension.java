package org.pop3j.testserver.junit;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.pop3j.testserver.Pop3TestServer;

/**
 * Gives tests a {@link Pop3TestServer} and closes it after them; prints what was said when a test fails. For JUnit Jupiter 5 and 6.
 *
 * <ul>
 *   <li>{@code @ExtendWith(Pop3ServerExtension.class)} and a parameter of type {@link Pop3TestServer}; or a field with
 *       {@code @RegisterExtension}, which has {@link #server()} and serves such parameters, too. Not both annotations for one class.
 *   <li>The server starts when it is first asked for. Asked for in a test or in {@code @BeforeEach}, it is that test's
 *       own.
 *   <li>Asked for earlier, in {@code @BeforeAll} or in a constructor, it serves the whole class, nested classes
 *       included, on the same ports, and is {@link Pop3TestServer#reset() reset} before each test.
 * </ul>
 *
 * <p>A test that used its server and passed fails after all if it leaves something behind: a connection that its client did not
 * close, or a thread that it started and that would keep the JVM from ending (no daemon). Both get two seconds to end. Where tests
 * run in parallel it cannot be told whose threads are whose, and only connections count. {@link #leaksAllowed()} switches it off.
 * It also fails if its server is a {@link Pop3TestServer.Builder#strictClient strict} one and the client has broken a rule.
 *
 * <p>Tests that run in parallel need a server each, from their parameter or from a field that is not static: one for the whole class
 * would be reset under those that still run. Such tests fail; {@code @Execution(SAME_THREAD)} makes them run one after the other.
 */
@SuppressWarnings("exports") // Whoever uses it has JUnit; a module that does not must compile without it.
public final class Pop3ServerExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final String KEY = "server";
    private static final String THREADS = "threads";
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Namespace namespace = Namespace.create(Pop3ServerExtension.class, this);
    private final Supplier<Pop3TestServer> starter;
    private final Consumer<String> printer;
    private final boolean leaksAllowed;
    private volatile @Nullable ExtensionContext current;

    /** For servers as {@link Pop3TestServer#start()} makes them: free ports, user {@code alice}, password {@code secret}. */
    public Pop3ServerExtension() {
        this(Pop3TestServer::start);
    }

    /**
     * For servers of any make.
     *
     * @param starter starts a new one each time
     */
    public Pop3ServerExtension(Supplier<Pop3TestServer> starter) {
        this(starter, text -> System.out.print(text));
    }

    Pop3ServerExtension(Supplier<Pop3TestServer> starter, Consumer<String> printer) {
        this(starter, printer, false);
    }

    private Pop3ServerExtension(Supplier<Pop3TestServer> starter, Consumer<String> printer, boolean leaksAllowed) {
        this.starter = starter;
        this.printer = printer;
        this.leaksAllowed = leaksAllowed;
    }

    /** The same, for tests that may leave connections and threads behind: a pool of connections, for instance. A strict server still wants a QUIT. */
    public Pop3ServerExtension leaksAllowed() {
        return new Pop3ServerExtension(starter, printer, true);
    }

    /**
     * The server of the test that is running.
     *
     * @throws IllegalStateException outside of tests and their set-up
     */
    public Pop3TestServer server() {
        ExtensionContext context = current;
        if (context == null) {
            throw new IllegalStateException("no test is running, or the extension is not registered");
        }
        return server(context);
    }

    private synchronized Pop3TestServer server(ExtensionContext context) {
        Store store = context.getStore(namespace);
        @Nullable Pop3TestServer server = store.get(KEY, Pop3TestServer.class);
        if (server == null) {
            server = starter.get();
            store.put(KEY, server);
        }
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        current = context;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        current = context;
        Store store = context.getStore(namespace);
        @Nullable Pop3TestServer shared = store.get(KEY, Pop3TestServer.class);
        boolean parallel = context.getConfigurationParameter(PARALLEL)
                .map(Boolean::parseBoolean)
                .orElse(false);
        if (shared != null) {
            if (parallel && runsBesideOthersWith(shared, context)) {
                throw new IllegalStateException(
                        "tests that share a server cannot run in parallel, because it is reset before each:"
                                + " take one for each test from its parameter, or annotate the class with @Execution(SAME_THREAD)");
            }
            shared.reset();
        }
        if (!leaksAllowed && !parallel) {
            store.put(THREADS, new StartedThreads());
        }
    }

    /** Whether other tests that find the same server around them may run at the same time. */
    private boolean runsBesideOthersWith(Pop3TestServer shared, ExtensionContext test) {
        @Nullable ExtensionContext at = test;
        while (at != null) {
            @Nullable ExtensionContext around = at.getParent().orElse(null);
            if (around == null || around.getStore(namespace).get(KEY, Pop3TestServer.class) != shared) {
                return false;
            }
            if (at.getExecutionMode() == ExecutionMode.CONCURRENT) {
                return true;
            }
            at = around;
        }
        return false;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Store store = context.getStore(namespace);
        @Nullable Pop3TestServer used = store.get(KEY, Pop3TestServer.class);
        try {
            if (used != null && context.getExecutionException().isEmpty()) {
                check(used, store.get(THREADS, StartedThreads.class));
            }
        } finally {
            end(context);
        }
    }

    private void check(Pop3TestServer used, @Nullable StartedThreads started) {
        if (!leaksAllowed) {
            used.assertNoOpenSessions();
            assertNoThreads(started);
        }
        used.assertNoViolations();
    }

    private static void assertNoThreads(@Nullable StartedThreads started) {
        List<Thread> left = started == null ? List.of() : started.remaining(GRACE);
        if (!left.isEmpty()) {
            throw new AssertionError("threads left running: " + left.size() + "\n"
                    + left.stream().map(StartedThreads::shown).collect(Collectors.joining()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private void end(ExtensionContext context) {
        current = enclosingClass(context);
        Store store = context.getStore(namespace);
        @Nullable Pop3TestServer used = store.get(KEY, Pop3TestServer.class);
        if (used != null && context.getExecutionException().isPresent()) {
            printer.accept(context.getDisplayName() + ": " + used.transcript());
        }
        // Only what was started for this very context: remove() does not look at those around it.
        @Nullable Pop3TestServer own = store.remove(KEY, Pop3TestServer.class);
        if (own != null) {
            own.close();
        }
    }

    private static @Nullable ExtensionContext enclosingClass(ExtensionContext context) {
        @Nullable ExtensionContext outer = context.getParent().orElse(null);
        while (outer != null && outer.getTestMethod().isPresent()) {
            outer = outer.getParent().orElse(null);
        }
        return outer != null && outer.getTestClass().isPresent() ? outer : null;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Pop3TestServer.class;
    }

    @Override
    public Pop3TestServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }
}
