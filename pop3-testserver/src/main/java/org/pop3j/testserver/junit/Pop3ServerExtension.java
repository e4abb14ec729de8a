package org.pop3j.testserver.junit;

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
import org.pop3j.testserver.Pop3TestServer;
import org.pop3j.testserver.RecordedSession;

/**
 * Gives tests a {@link Pop3TestServer} and closes it after them; prints what was said when a test fails.
 *
 * <ul>
 *   <li>{@code @ExtendWith(Pop3ServerExtension.class)} and a parameter of type {@link Pop3TestServer}, or a field with
 *       {@code @RegisterExtension} and {@link #server()}, or both.
 *   <li>The server starts when it is first asked for. Asked for in a test or in {@code @BeforeEach}, it is that test's
 *       own.
 *   <li>Asked for earlier, in {@code @BeforeAll} or in a constructor, it serves the whole class, nested classes
 *       included, on the same ports, and is {@link Pop3TestServer#reset() reset} before each test.
 * </ul>
 *
 * <p>Parameters are right in tests that run in parallel, too; {@link #server()} of a static field then needs a server for
 * the whole class.
 */
public final class Pop3ServerExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final String KEY = "server";

    private final Namespace namespace = Namespace.create(Pop3ServerExtension.class, this);
    private final Supplier<Pop3TestServer> starter;
    private final Consumer<String> printer;
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
        this.starter = starter;
        this.printer = printer;
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
        @Nullable Pop3TestServer shared = context.getStore(namespace).get(KEY, Pop3TestServer.class);
        if (shared != null) {
            shared.reset();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
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
            printer.accept(transcript(context.getDisplayName(), used));
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

    private static String transcript(String test, Pop3TestServer server) {
        List<RecordedSession> sessions = server.sessions();
        return test + ": " + server + ", sessions: " + sessions.size() + "\n"
                + sessions.stream().map(RecordedSession::transcript).collect(Collectors.joining());
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
